"""Sections `tiers`, `tier_roads`, `tier_criteria`, `tier_rules` (KA-1).

Read, and checked against one another.
"""

from __future__ import annotations

from typing import Literal, cast

from keyaccount.base.language import say
from keyaccount.playbook.facts import Kind
from keyaccount.playbook.schema import Band, Criterion, Option, Road, Tier, TierRule
from keyaccount.playbook.sections.when import MINOR, read_condition, read_fact
from keyaccount.playbook.table import Table


def read_tiers(top: Table) -> tuple[Tier, ...]:
    """From the highest, ranked 1, 2, 3 …; key accounts stand before all others."""
    tiers: list[Tier] = []
    for rank, entry in enumerate(top.tables("tiers", least=2), 1):
        tier = Tier(
            entry.key(),
            entry.number("rank"),
            entry.flag("key_account"),
            entry.text("label"),
            entry.text("meaning"),
        )
        if tier.rank != rank:
            entry.fault(say("等级要从高到低写，这里的 rank 应为 {rank}", rank=rank), "rank")
        if tier.key_account and tiers and not tiers[-1].key_account:
            entry.fault(say("大客户的等级要写在普通等级前面"), "key_account")
        tiers.append(tier)
        entry.done()
    return tuple(tiers)


def read_roads(top: Table) -> tuple[Road, ...]:
    roads = []
    for entry in top.tables("tier_roads"):
        roads.append(
            Road(entry.key(), entry.text("label"), entry.text("meaning"), entry.string("quote", default=""))
        )
        entry.done()
    return tuple(roads)


def read_criteria(top: Table, roads: tuple[Road, ...]) -> tuple[Criterion, ...]:
    """Every criterion lies on a known road, and every road has one."""
    keys = [road.key for road in roads]
    criteria = tuple(_criterion(entry, keys) for entry in top.tables("tier_criteria"))
    for road, entry in zip(keys, top.tables("tier_roads"), strict=True):
        if road not in {criterion.road for criterion in criteria}:
            entry.fault(say("这条路没有任何判断项"), "key")
    return criteria


def _criterion(entry: Table, roads: list[str]) -> Criterion:
    kind = entry.string("kind", allowed=("number", "yes_no", "choice"))
    parts = {"number": _number, "choice": _choice, "yes_no": _yes_no}.get(kind, _unknown)(entry)
    criterion = Criterion(
        key=entry.key(),
        road=entry.string("road", allowed=roads),
        kind=cast(Literal["number", "yes_no", "choice"], kind),
        label=entry.text("label"),
        question=entry.text("question"),
        weight=entry.number("weight", least=1, most=100),
        evidence=entry.flag("evidence"),
        quote=entry.string("quote", default=""),
        **parts,  # type: ignore[arg-type]
    )
    if kind in ("number", "yes_no", "choice"):
        entry.done()
    return criterion


def _unknown(entry: Table) -> dict[str, object]:
    return {}


def _number(entry: Table) -> dict[str, object]:
    """Bands rise in value and in points. Without a fact the number is always asked for."""
    fact = read_fact(entry, (Kind.NUMBER, Kind.MONEY)) if entry.has("fact") else None
    scale = MINOR if fact and fact.kind is Kind.MONEY else 1
    bands: list[Band] = []
    for band_entry in entry.tables("bands", keyed=False):
        band = Band(band_entry.number("at_least") * scale, band_entry.number("points", most=100))
        if bands and band.at_least <= bands[-1].at_least:
            band_entry.fault(say("各档要从小到大，这里应大于 {n}", n=bands[-1].at_least // scale), "at_least")
        if bands and band.points <= bands[-1].points:
            band_entry.fault(say("档位越高分数应越高，这里应大于 {n}", n=bands[-1].points), "points")
        bands.append(band)
        band_entry.done()
    return {"fact": fact.key if fact else "", "unit": entry.text("unit"), "bands": tuple(bands)}


def _choice(entry: Table) -> dict[str, object]:
    options = []
    for option_entry in entry.tables("options", least=2):
        when = option_entry.optional_table("when")
        options.append(
            Option(
                option_entry.key(),
                option_entry.text("label"),
                option_entry.number("points", most=100),
                read_condition(when) if when else None,
            )
        )
        option_entry.done()
    if options and not any(option.points for option in options):
        entry.fault(say("至少要有一个选项得分"), "options")
    return {"options": tuple(options)}


def _yes_no(entry: Table) -> dict[str, object]:
    when = entry.optional_table("yes_when")
    return {
        "points": entry.number("points", least=1, most=100),
        "yes_when": read_condition(when) if when else None,
    }


def read_rules(top: Table, tiers: tuple[Tier, ...], criteria: tuple[Criterion, ...]) -> tuple[TierRule, ...]:
    """From the highest tier down.

    Each can be met, none is hidden by one above, each tier but the last has one.
    """
    places = {tier.key: place for place, tier in enumerate(tiers)}
    most = {road: sum(c.most for c in criteria if c.road == road) for road in {c.road for c in criteria}}
    rules: list[TierRule] = []
    for entry in top.tables("tier_rules", keyed=False):
        rule = _rule(entry, [tier.key for tier in tiers[:-1]], most)
        if rules and places.get(rule.tier, 0) < places.get(rules[-1].tier, 0):
            entry.fault(
                say("规则要从高到低写，“{tier}”应写在“{before}”前面", tier=rule.tier, before=rules[-1].tier),
                "tier",
            )
        elif any(_covers(above, rule) for above in rules):
            entry.fault(say("这条规则永远用不上：上面已有一条要求更低的规则"), "needs")
        rules.append(rule)
    ruled = {rule.tier for rule in rules}
    for tier, entry in zip(tiers[:-1], top.tables("tiers", least=2), strict=False):
        if tier.key not in ruled:
            entry.fault(say("没有规则能评到“{tier}”", tier=tier.key), "key")
    return tuple(rules)


def _rule(entry: Table, tiers: list[str], most: dict[str, int]) -> TierRule:
    tier = entry.string("tier", allowed=tiers)
    needs_table = entry.table("needs")
    needs = needs_table.points(sorted(most))
    if not needs:
        needs_table.fault(say("至少写一条路要多少分，例如 scale = 40"))
    for road, points in needs.items():
        if not 1 <= points <= most[road]:
            needs_table.fault(
                say("应在 {least} 到 {most} 之间，这条路满分 {most}", least=1, most=most[road]), road
            )
    entry.done()
    return TierRule(tier, tuple(needs.items()))


def _covers(above: TierRule, rule: TierRule) -> bool:
    """Whether everything that meets `rule` meets `above` already."""
    needs = dict(rule.needs)
    return bool(above.needs) and all(needs.get(road, 0) >= points for road, points in above.needs)

"""Sections `pareto` (KA-2), `pool` (ACC-5) and `budget_season`.

The rules about the book of accounts as a whole.
"""

from __future__ import annotations

from keyaccount.base.language import say
from keyaccount.playbook.facts import STATUSES
from keyaccount.playbook.schema import BudgetSeason, Move, ParetoRules, PoolRules, Tier
from keyaccount.playbook.table import Table


def read_pareto(top: Table, tiers: tuple[Tier, ...]) -> ParetoRules:
    table = top.table("pareto")
    rules = ParetoRules(
        share=table.number("share", least=1, most=100),
        months=table.number("months", least=1, most=60),
        min_months=table.number("min_months", most=60),
        promote=_move(table.table("promote"), tiers, up=True),
        demote=_move(table.table("demote"), tiers, up=False),
        quote=table.string("quote", default=""),
    )
    if rules.min_months > rules.months:
        table.fault(say("不能大于 months（{n}）", n=rules.months), "min_months")
    table.done()
    return rules


def _move(table: Table, tiers: tuple[Tier, ...], *, up: bool) -> Move:
    """A promotion leads to a higher tier than any it starts from, a demotion to a lower one."""
    places = {tier.key: place for place, tier in enumerate(tiers)}
    move = Move(
        tiers=table.strings("tiers", allowed=places),
        to=table.string("to", allowed=places),
        periods=table.number("periods", least=1, most=2),
    )
    goal = places.get(move.to, 0)
    wrong = [
        start
        for start in move.tiers
        if start in places and move.to in places and (goal < places[start]) is not up
    ]
    if wrong:
        direction = say("升级要去更高的等级") if up else say("降级要去更低的等级")
        table.fault(say("{wrong}，“{to}”和“{start}”不合", wrong=direction, to=move.to, start=wrong[0]), "to")
    table.done()
    return move


def read_pool(top: Table, tiers: tuple[Tier, ...]) -> PoolRules:
    table = top.table("pool")
    rules = PoolRules(
        follow_up_days=table.number("follow_up_days", most=3650),
        claim_days=table.number("claim_days", most=3650),
        warn_days=table.number("warn_days", most=365),
        capacity=table.number("capacity", most=10**7),
        claims_per_day=table.number("claims_per_day", most=10**6),
        cooldown_days=table.number("cooldown_days", most=3650),
        exempt_tiers=table.strings("exempt_tiers", allowed=[tier.key for tier in tiers]),
        exempt_open_deal=table.flag("exempt_open_deal"),
        released_statuses=table.strings("released_statuses", allowed=STATUSES),
        capacity_counts_exempt=table.flag("capacity_counts_exempt"),
    )
    for days in (rules.follow_up_days, rules.claim_days):
        if 0 < days <= rules.warn_days:
            table.fault(say("应少于收回的天数（{n}）", n=days), "warn_days")
            break
    table.done()
    return rules


def read_budget_season(top: Table) -> BudgetSeason:
    table = top.table("budget_season")
    season = BudgetSeason(
        months=table.numbers("months", least=1, most=12),
        advice=table.text("advice"),
        quote=table.string("quote", default=""),
    )
    table.done()
    return season

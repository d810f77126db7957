"""When does a customer go back to the public pool, and who may take one (ACC-5).

One place for every way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.playbook.schema import PoolRules


@dataclass(frozen=True, slots=True)
class Held:
    """An owned account as the rules see it.

    Days, not moments. `claimed_on`: the present owner took it from the pool.
    """

    owner_since: date
    last_follow_up: date | None = None
    claimed_on: date | None = None
    tier: str = ""
    status: str = ""
    has_open_deal: bool = False


@dataclass(frozen=True, slots=True)
class HoldVerdict:
    """`reclaim_on` is the first day on which it is taken back.

    None (and `exempt` says why) if it never is.
    """

    reclaim_on: date | None
    days_left: int | None
    warn: bool
    exempt: Say | None
    reason: Say

    @property
    def due(self) -> bool:
        return self.days_left is not None and self.days_left <= 0


def judge_hold(rules: PoolRules, held: Held, today: date) -> HoldVerdict:
    """How long the owner may keep the account as things stand today."""
    if exempt := _exempt(rules, held):
        return HoldVerdict(None, None, False, exempt, exempt)
    followed = (
        held.last_follow_up if held.last_follow_up and held.last_follow_up >= held.owner_since else None
    )
    if held.claimed_on and followed is None and rules.claim_days:
        on = held.claimed_on + timedelta(days=rules.claim_days)
        reason = say("领取后 {n} 天内没有第一次跟进", n=rules.claim_days)
    elif rules.follow_up_days:
        on = (followed or held.owner_since) + timedelta(days=rules.follow_up_days)
        reason = say("{n} 天没有跟进", n=rules.follow_up_days)
    else:
        unlimited = say("没有设收回期限")
        return HoldVerdict(None, None, False, unlimited, unlimited)
    left = (on - today).days
    return HoldVerdict(on, left, left <= rules.warn_days, None, reason)


def may_claim(
    rules: PoolRules,
    held_count: int,
    claims_today: int,
    released_by_me_on: date | None,
    today: date,
    *,
    more: int = 1,
) -> list[Problem]:
    """What stands against a member taking `more` accounts from the pool; empty if nothing does.

    `released_by_me_on` is the day this member last gave the account back or lost it, `held_count` as in
    `may_hold`.
    """
    problems = may_hold(rules, held_count, more=more)
    if rules.claims_per_day and claims_today + more > rules.claims_per_day:
        message = say("每天最多领取 {most} 个，今天已领取 {n} 个", most=rules.claims_per_day, n=claims_today)
        problems.append(Problem("claims-per-day", message))
    if released_by_me_on and rules.cooldown_days:
        again = released_by_me_on + timedelta(days=rules.cooldown_days)
        if today < again:
            message = say("这个客户刚从你手里回到公海，{day} 起才能再领取", day=again.isoformat())
            problems.append(Problem("cooldown", message))
    return problems


def may_hold(rules: PoolRules, held_count: int, *, more: int = 1) -> list[Problem]:
    """Whether a member's capacity takes `more` accounts, whether claimed, assigned, transferred or imported.

    `held_count` leaves out accounts of exempt tiers unless `rules.capacity_counts_exempt`.
    """
    if rules.capacity and held_count + more > rules.capacity:
        message = say("每人最多持有 {most} 个客户，现在有 {n} 个", most=rules.capacity, n=held_count)
        return [Problem("capacity", message)]
    return []


def override(rules: PoolRules, values: Mapping[str, Any]) -> PoolRules:
    """A pool's own rules.

    The playbook's with single values replaced. Raises Invalid for unknown names and wrong values.
    """
    known = {field.name: getattr(rules, field.name) for field in fields(rules)}
    problems = []
    taken: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            problems.append(Problem("unknown-rule", say("没有叫“{key}”的公海规则", key=name), field=name))
        elif (plain := _like(known[name], value)) is None:
            problems.append(Problem("wrong-rule", say("这条公海规则的值不对"), field=name))
        else:
            taken[name] = plain
    changed = replace(rules, **taken)
    if any(0 < days <= changed.warn_days for days in (changed.follow_up_days, changed.claim_days)):
        problems.append(Problem("wrong-rule", say("提前提醒的天数应少于收回的天数"), field="warn_days"))
    if problems:
        raise Invalid(*problems)
    return changed


def _exempt(rules: PoolRules, held: Held) -> Say | None:
    if held.tier in rules.exempt_tiers:
        return say("大客户不会自动收回")
    if held.has_open_deal and rules.exempt_open_deal:
        return say("有进行中的商机，不会自动收回")
    if held.status not in rules.released_statuses:
        return say("这个状态的客户不会自动收回")
    return None


def _like(known: object, value: Any) -> Any:
    """The value if it is of the known one's kind, None if not; lists become tuples."""
    if isinstance(known, bool):
        return value if isinstance(value, bool) else None
    if isinstance(known, int):
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
    listed = isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)
    return tuple(value) if listed else None

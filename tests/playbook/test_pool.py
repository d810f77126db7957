"""ACC-5: the pools' rules, in one place for claim, assignment, transfer and import."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from keyaccount.base.errors import Invalid
from keyaccount.playbook.pool import Held, HoldVerdict, judge_hold, may_claim, may_hold, override
from keyaccount.playbook.reader import default

RULES = default().pool
START = date(2025, 1, 1)


def judge(day: int, *, rules: Any = RULES, **held: Any) -> HoldVerdict:
    """The verdict `day` days after the owner got the account."""
    held = {"owner_since": START, "tier": "ordinary", "status": "prospect", **held}
    return judge_hold(rules, Held(**held), START + timedelta(days=day))


def test_shipped_rules() -> None:
    assert (RULES.follow_up_days, RULES.claim_days, RULES.warn_days) == (60, 15, 7)
    assert (RULES.capacity, RULES.claims_per_day, RULES.cooldown_days) == (200, 10, 30)


@pytest.mark.parametrize(
    ("day", "left", "warn", "due"),
    [
        (0, 60, False, False),
        (52, 8, False, False),
        (53, 7, True, False),
        (59, 1, True, False),
        (60, 0, True, True),
        (65, -5, True, True),
    ],
)
def test_without_follow_up_it_goes_back_after_a_warning(day: int, left: int, warn: bool, due: bool) -> None:
    verdict = judge(day)
    assert verdict.reclaim_on == START + timedelta(days=60)
    assert (verdict.days_left, verdict.warn, verdict.due) == (left, warn, due)
    assert str(verdict.reason) == "60 天没有跟进"


def test_each_follow_up_starts_the_days_again() -> None:
    assert judge(80, last_follow_up=START + timedelta(days=50)).reclaim_on == START + timedelta(days=110)


def test_what_a_former_owner_did_does_not_count() -> None:
    assert judge(1, last_follow_up=START - timedelta(days=90)).reclaim_on == START + timedelta(days=60)


def test_a_claimed_account_wants_a_first_follow_up_soon() -> None:
    verdict = judge(9, claimed_on=START)
    assert (verdict.days_left, verdict.warn, str(verdict.reason)) == (6, True, "领取后 15 天内没有第一次跟进")
    assert judge(9, claimed_on=START, last_follow_up=START + timedelta(days=2)).days_left == 53
    assert judge(9, claimed_on=START, last_follow_up=START - timedelta(days=2)).days_left == 6


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ({"tier": "strategic"}, "大客户不会自动收回"),
        ({"tier": "key"}, "大客户不会自动收回"),
        ({"has_open_deal": True}, "有进行中的商机，不会自动收回"),
        ({"status": "active"}, "这个状态的客户不会自动收回"),
    ],
)
def test_key_accounts_open_deals_and_customers_we_work_for_are_never_taken_back(
    held: dict[str, Any], reason: str
) -> None:
    """「企业收益的主要来源」: a key account is never recycled by a clock."""
    verdict = judge(9_999, **held)
    assert (verdict.reclaim_on, verdict.days_left, verdict.warn, verdict.due) == (None, None, False, False)
    assert str(verdict.exempt) == reason


@pytest.mark.parametrize("status", ["prospect", "dormant", "lost"])
def test_released_statuses(status: str) -> None:
    assert judge(60, status=status).due


def test_zero_switches_a_rule_off() -> None:
    never = replace(RULES, follow_up_days=0, claim_days=0, warn_days=0)
    assert str(judge(9_999, rules=never).exempt) == "没有设收回期限"
    only_claim = replace(RULES, follow_up_days=0)
    assert judge(20, rules=only_claim, claimed_on=START).due
    assert not judge(20, rules=only_claim).due
    assert judge(14, rules=replace(RULES, claim_days=0), claimed_on=START).days_left == 46
    assert (
        may_claim(replace(RULES, capacity=0, claims_per_day=0, cooldown_days=0), 10**6, 10**6, START, START)
        == []
    )


@pytest.mark.parametrize(
    ("held", "today", "released", "more", "codes"),
    [
        (199, 9, None, 1, []),
        (200, 9, None, 1, ["capacity"]),
        (199, 0, None, 2, ["capacity"]),
        (0, 10, None, 1, ["claims-per-day"]),
        (0, 8, None, 3, ["claims-per-day"]),
        (0, 0, 0, 1, ["cooldown"]),
        (0, 0, 29, 1, ["cooldown"]),
        (0, 0, 30, 1, []),
        (200, 10, 1, 1, ["capacity", "claims-per-day", "cooldown"]),
    ],
)
def test_who_may_claim(held: int, today: int, released: int | None, more: int, codes: list[str]) -> None:
    day = START + timedelta(days=100)
    released_on = day - timedelta(days=released) if released is not None else None
    assert [problem.code for problem in may_claim(RULES, held, today, released_on, day, more=more)] == codes


def test_a_refusal_says_when_and_how_many() -> None:
    messages = [str(problem.message) for problem in may_claim(RULES, 200, 10, START, START)]
    assert messages == [
        "每人最多持有 200 个客户，现在有 200 个",
        "每天最多领取 10 个，今天已领取 10 个",
        "这个客户刚从你手里回到公海，2025-01-31 起才能再领取",
    ]


def test_capacity_holds_for_every_way_in() -> None:
    assert may_hold(RULES, 150, more=50) == []
    assert [problem.code for problem in may_hold(RULES, 150, more=51)] == ["capacity"]


def test_a_pool_may_have_rules_of_its_own() -> None:
    own = override(RULES, {"follow_up_days": 30, "exempt_tiers": ["strategic"], "exempt_open_deal": False})
    assert (own.follow_up_days, own.exempt_tiers, own.exempt_open_deal) == (30, ("strategic",), False)
    assert own.capacity == RULES.capacity
    assert override(RULES, {}) == RULES


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"colour": 1}, "colour"),
        ({"capacity": "many"}, "capacity"),
        ({"capacity": True}, "capacity"),
        ({"capacity": -1}, "capacity"),
        ({"exempt_open_deal": 1}, "exempt_open_deal"),
        ({"exempt_tiers": "key"}, "exempt_tiers"),
        ({"warn_days": 15}, "warn_days"),
        ({"follow_up_days": 7}, "warn_days"),
    ],
)
def test_wrong_rules_of_a_pool_are_refused(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        override(RULES, values)
    assert [problem.field for problem in caught.value.problems] == [field]

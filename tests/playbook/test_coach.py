"""Every coach rule: facts that fire it, and each of its conditions, failing or unknown, that silences it (PPL-7)."""

from __future__ import annotations

from typing import Any

import pytest

from keyaccount.playbook.coach import Judging, coach
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.facts import Facts, FactValue, fits
from keyaccount.playbook.power_facts import POWER_FACTS
from keyaccount.playbook.reader import default
from keyaccount.playbook.schema_power import SEVERITIES, CoachRule

RULES = default().power.coach
STAGES = [stage.key for stage in default().pipeline("ka").stages]
LAST = STAGES[-1]
STEP = {"person_known": True, "date_known": True, "state": "waiting", "needs_known": True}


def holding(condition: Condition) -> FactValue:
    return condition.value[0] if isinstance(condition.value, tuple) else condition.value


def failing(condition: Condition, subject: str) -> FactValue:
    """The value next to the limit, or another one of its kind."""
    value = condition.value
    if condition.test == "at_least":
        return int(value) - 1  # type: ignore[arg-type]
    if condition.test == "at_most":
        return int(value) + 1  # type: ignore[arg-type]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    allowed = value if isinstance(value, tuple) else (value,)
    return next(each for each in POWER_FACTS[subject][condition.fact].choices if each not in allowed)


def said(rule: CoachRule, facts: Facts, stage: str = LAST) -> bool:
    """Whether the rule speaks of the one subject with these facts."""
    empty: dict[str, Facts] = {}
    given = {
        "person": Judging({"x": facts}, empty, {}),
        "step": Judging(empty, {"x": facts}, {}),
        "deal": Judging(empty, empty, facts),
    }[rule.subject]
    return rule.key in {
        one.rule.key for one in coach(default().power, default().pipeline("ka"), stage, given)
    }


def test_there_are_at_least_forty_rules_of_all_three_subjects() -> None:
    assert len(RULES) >= 40
    assert {rule.subject for rule in RULES} == {"person", "step", "deal"}
    assert {rule.severity for rule in RULES} == set(SEVERITIES)


def test_every_fact_is_asked_for_by_a_rule() -> None:
    """A fact that no rule of the shipped edition uses is for those a company adds."""
    used = {(rule.subject, each.fact) for rule in RULES for each in rule.when}
    spare = {"approves", "supporters", "days_since_contact", "days_on_map"}
    asked = {(subject, fact) for subject, facts in POWER_FACTS.items() for fact in facts}
    assert {fact for _, fact in asked - used} <= spare


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_rule_speaks_when_all_of_it_holds_and_is_silent_otherwise(rule: CoachRule) -> None:
    facts = {each.fact: holding(each) for each in rule.when}
    assert all(fits(POWER_FACTS[rule.subject][fact], value) for fact, value in facts.items())
    assert said(rule, facts)
    for each in rule.when:
        assert not said(rule, {**facts, each.fact: failing(each, rule.subject)}), each
        assert not said(rule, {**facts, each.fact: None}), each
        assert not said(rule, {fact: value for fact, value in facts.items() if fact != each.fact}), each


@pytest.mark.parametrize("rule", [r for r in RULES if r.from_stage], ids=lambda rule: rule.key)
def test_rule_waits_for_its_stage(rule: CoachRule) -> None:
    facts = {each.fact: holding(each) for each in rule.when}
    begins = STAGES.index(rule.from_stage)
    assert [said(rule, facts, stage) for stage in STAGES] == [
        place >= begins for place, _ in enumerate(STAGES)
    ]


CASES: list[tuple[str, str, dict[str, Any], set[str]]] = [
    (
        "老总分量 5，一次没见过，态度也不知道",
        "person",
        {"power": 5, "decides": True, "key_player": True, "stance": "unknown", "meetings": 0, "own_ties": 1},
        {"power_no_stance", "decider_never_met"},
    ),
    (
        "信息安全主管能一票否决，见过两次，还是反对",
        "person",
        {"veto": True, "stance": "oppose", "stance_score": -1, "meetings": 2},
        {"veto_against"},
    ),
    (
        "业务部门负责人脚踩两只船，友商上周见过他",
        "person",
        {"stance": "straddling", "stance_score": 0, "days_since_rival": 7},
        {"straddling"},
    ),
    (
        "支持我们的人上周见了友商",
        "person",
        {"stance": "support", "stance_score": 1, "days_since_rival": 7},
        {"supporter_with_rival"},
    ),
    (
        "友商见了决策人，我们三周没见",
        "person",
        {"decides": True, "meetings": 3, "days_since_rival": 5, "days_since_met": 21},
        {"decider_met_by_rival"},
    ),
    (
        "友商见了决策人，我们一次都没见过",
        "person",
        {"decides": True, "meetings": 0, "days_since_rival": 5, "days_since_met": None},
        {"decider_never_met", "decider_met_by_rival_only"},
    ),
    (
        "态度调高了，其间没有见过面",
        "person",
        {"stance_raised": True, "meetings_since_change": 0, "stance": "support", "stance_score": 1},
        {"stance_raised_unmet"},
    ),
    (
        "什么都还不知道的人，不提醒",
        "person",
        {},
        set(),
    ),
    (
        "都做到了的关键人，不提醒",
        "person",
        {
            "key_player": True, "decides": True, "power": 5, "veto": True, "stance": "support", "stance_score": 1,
            "meetings": 4, "days_since_met": 6, "days_since_contact": 2, "days_since_rival": 60, "stance_age": 6,
            "power_age": 30, "stance_certainty": "confirmed", "stance_sources": 2, "own_ties": 2, "tie_gap": 0,
            "cadence_late": -3, "criteria_known": True, "win_known": True, "concerns_open": 0, "placeholder": False,
            "days_on_map": 80, "post_ended": False, "gatekeeper": False, "rival_stance": 0, "stance_raised": False,
        },
        set(),
    ),
    ("预算审批没人负责，还没开始", "step", {**STEP, "person_known": False}, {"step_no_person"}),
    ("早已办完的一步，没写负责人也不提醒", "step", {**STEP, "person_known": False, "state": "done"}, set()),
    ("在办的一步过了约定的日子", "step", {**STEP, "state": "doing", "late_days": 3}, {"step_late"}),
    ("办完的一步当初晚了，不再提醒", "step", {**STEP, "state": "done", "late_days": 3}, set()),
    ("战略客户只有一个内线", "deal", {"insiders_confirmed": 1, "insiders_started": 2, "strategic": True}, {"insider_single"}),
    ("战略客户一个内线都没有，说的是还没开始", "deal", {"insiders_confirmed": 0, "insiders_started": 0, "strategic": True}, {"insider_late"}),
    ("不知道内线的人，看不到关于内线的提醒", "deal", {"insiders_confirmed": None, "insiders_started": None, "insider_silent_days": None, "strategic": True}, set()),
    ("关键人正好覆盖了一半", "deal", {"coverage_share": 50}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "subject", "facts", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_案例(name: str, subject: str, facts: dict[str, FactValue], wanted: set[str]) -> None:
    assert {rule.key for rule in RULES if rule.subject == subject and said(rule, facts)} == wanted


def test_the_most_urgent_comes_first_with_the_facts_it_went_by() -> None:
    people: dict[str, Facts] = {
        "王敏": {"stance": "straddling"},
        "周工": {"veto": True, "stance": "oppose", "stance_score": -1, "meetings": 0},
    }
    found = coach(default().power, default().pipeline("ka"), LAST, Judging(people, {}, {"initiators": 0}))
    ranks = [SEVERITIES.index(one.rule.severity) for one in found]
    assert ranks == sorted(ranks)
    assert [(one.rule.key, one.subject) for one in found] == [
        ("veto_against", "周工"),
        ("veto_not_met", "周工"),
        ("straddling", "王敏"),
        ("no_initiator", ""),
    ]
    assert found[0].known == (("veto", True), ("stance_score", -1))


def test_a_stage_that_the_path_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        coach(default().power, default().pipeline("ka"), "won", Judging({}, {}, {}))

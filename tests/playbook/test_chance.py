"""OPP-6: the win chance is a sum a person can read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.chance import MOST_RAISES, Chance, judge_chance
from keyaccount.playbook.facts import FactValue
from keyaccount.playbook.reader import default

STAGES = [stage.key for stage in default().pipeline("ka").stages]
QUESTIONS = [question.key for question in default().questions]
COVERED: dict[str, FactValue] = {
    "functions_met": 3,
    "executive_met": True,
    "technical_met": True,
    "days_since_contact": 3,
    "originator_known": True,
    "needs_gaps_open": 0,
    "overdue_days": 0,
    "days_in_stage": 5,
}


def judge(stage: str = "need", facts: dict[str, FactValue] | None = None, **answers: str) -> Chance:
    return judge_chance(default(), "ka", stage, COVERED | (facts or {}), answers)


def points(chance: Chance) -> dict[str, int]:
    return {part.key: part.points for part in chance.parts}


def test_parts_are_named_and_add_up() -> None:
    chance = judge(need_clear="yes", budget_fits_price="no")
    assert points(chance) == {
        "stage": 18,
        "answer.need_clear": 3,
        "answer.budget_fits_price": -6,
        "functions_covered": 4,
        "executive_covered": 4,
        "technical_covered": 3,
        "origin_known": 1,
    }
    assert chance.percent == 27
    assert [str(part.label) for part in chance.parts[:4]] == [
        "阶段：需求确定",
        "需求明确：是",
        "预算匹配产品价格：否",
        "见过三类以上部门的人：是",
    ]


CASES: list[tuple[str, str, dict[str, FactValue], dict[str, str], int]] = [
    ("nothing known", "seek", dict.fromkeys(COVERED), {}, 1),
    ("covered", "seek", {}, {}, 22),
    ("all said yes", "seek", {}, dict.fromkeys(QUESTIONS, "yes"), 53),
    ("all said yes, signed", "collect", {}, dict.fromkeys(QUESTIONS, "yes"), 97),
    ("all said no", "sign", {}, dict.fromkeys(QUESTIONS, "no"), 1),
    ("no budget", "need", {}, {"budget_clear": "no"}, 21),
    ("beyond scope", "need", {}, {"need_in_scope": "no", "need_gap_closable": "no"}, 21),
    ("beyond scope, gap closed", "need", {}, {"need_in_scope": "no", "need_gap_closable": "yes"}, 33),
    ("a need out of reach", "need", {"needs_gaps_open": 1}, {}, 24),
    ("silent", "need", {"days_since_contact": 31}, {}, 24),
    ("never spoken to", "need", {"days_since_contact": None}, {}, 24),
    ("overdue", "collect", {"overdue_days": 31}, {}, 77),
    ("not stalled yet", "need", {"days_in_stage": 51}, {}, 30),
    ("a week stalled", "need", {"days_in_stage": 52}, {}, 29),
    ("stalled for a year", "need", {"days_in_stage": 400}, {}, 15),
]


@pytest.mark.parametrize(
    ("name", "stage", "facts", "answers", "percent"), CASES, ids=[case[0] for case in CASES]
)
def test_percent(
    name: str, stage: str, facts: dict[str, FactValue], answers: dict[str, str], percent: int
) -> None:
    assert judge(stage, facts, **answers).percent == percent


def test_what_would_raise_it_most_comes_first() -> None:
    chance = judge(facts={"executive_met": None}, need_clear="no", budget_clear="yes")
    assert [(each.key, each.points) for each in chance.raise_most[:3]] == [
        ("answer.need_clear", 12),
        ("executive_covered", 6),
        ("answer.need_executives", 3),
    ]
    assert len(chance.raise_most) == MOST_RAISES
    assert judge(**dict.fromkeys(QUESTIONS, "yes")).raise_most == ()


def test_stalling_is_told_in_days() -> None:
    (part,) = [part for part in judge(facts={"days_in_stage": 60}).parts if part.key == "stalled"]
    assert (str(part.label), part.points) == ("在这个阶段停了 60 天", -2)


@given(
    st.sampled_from(STAGES),
    st.fixed_dictionaries(
        {},
        optional={
            key: st.none() | (st.booleans() if isinstance(value, bool) else st.integers(0, 500))
            for key, value in COVERED.items()
        },
    ),
    st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "unknown"])),
)
def test_the_sum_is_the_percent_and_a_yes_never_lowers_it(
    stage: str, facts: dict[str, FactValue], answers: dict[str, str]
) -> None:
    chance = judge_chance(default(), "ka", stage, facts, answers)
    assert chance.percent == sum(part.points for part in chance.parts)
    assert 1 <= chance.percent <= 97
    assert all(part.points for part in chance.parts)
    for key in QUESTIONS:
        assert judge_chance(default(), "ka", stage, facts, answers | {key: "yes"}).percent >= chance.percent

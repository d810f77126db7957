"""OPP-1, OPP-2: 「需求、预算、时间、决策流程」, answered yes, no or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.answers import proven
from keyaccount.playbook.qualification import Qualification, judge_qualification
from keyaccount.playbook.reader import default, read, source
from keyaccount.playbook.schema import Edition

QUESTIONS = [question.key for question in default().questions]
# Key → the question of the method's source it puts.
SEED = {
    "need_clear": "客户的需求是否明确",
    "need_documented": "是否能形成文档性的文件",
    "need_executives": "该需求是否得到高层的认可",
    "need_technical": "是否得到技术部门的认可",
    "need_business": "是否得到业务部门的认可",
    "need_in_scope": "客户的需求有没有超出功能范围",
    "need_gap_closable": "如果有超出，能否通过开发满足客户需求",
    "budget_clear": "客户是否有明确的预算",
    "budget_fits_need": "该预算是否匹配客户提出的需求",
    "budget_fits_price": "该预算是否匹配产品价格",
    "time_plan": "通过时间计划，了解客户项目的可操作性、项目运作的紧迫性",
    "time_urgent": "项目运作的紧迫性",
    "process_known": "通过决策流程，了解客户的内部关系、关键节点、关键人等",
    "process_keypeople": "往往没有直接决策权，但是拥有影响决策人的能力，或者说拥有一票否决权",
    "process_payment": "打款流程复杂，往往涉及多个部门，甚至中间存在很多不确定性",
}


def edition(**changed: str) -> Edition:
    text = source()
    written = {"no_budget": '"park"', "unknown_warns": "true", "standing_percent": "60"}
    for key, value in changed.items():
        before = f"{key} = {written[key]}"
        assert before in text
        text = text.replace(before, f"{key} = {value}")
    return read(text, "changed")


def judge(rules: Edition | None = None, **answers: str) -> Qualification:
    """Everything is yes but for what is said; the gap question, asked only beyond scope, is left open."""
    said = {key: "yes" for key in QUESTIONS if key != "need_gap_closable"} | answers
    return judge_qualification(rules or default(), said)


def states(verdict: Qualification) -> dict[str, str]:
    return {topic.topic: topic.state for topic in verdict.topics}


@pytest.mark.parametrize("key", SEED)
def test_the_questions_are_the_seeds(key: str) -> None:
    assert list(SEED) == QUESTIONS
    assert default().question(key).quote == SEED[key]


CASES: list[tuple[str, dict[str, str], str, bool]] = [
    ("all is well", {}, "standing", False),
    ("no budget", {"budget_clear": "no"}, "not_standing", True),
    ("budget unknown", {"budget_clear": "unknown"}, "pending", False),
    ("budget short of the need", {"budget_fits_need": "no"}, "standing", False),
    ("budget short of need and price", {"budget_fits_need": "no", "budget_fits_price": "no"}, "pending", False),
    ("need not clear", {"need_clear": "no"}, "standing", False),
    ("need unclear, unwritten, unaccepted", dict.fromkeys(QUESTIONS[:4], "no"), "pending", False),
    ("beyond scope, gap unknown", {"need_in_scope": "no"}, "pending", False),
    ("beyond scope, gap closable", {"need_in_scope": "no", "need_gap_closable": "yes"}, "standing", False),
    ("beyond scope, out of reach", {"need_in_scope": "no", "need_gap_closable": "no"}, "not_standing", False),
    ("scope unknown", {"need_in_scope": "unknown"}, "pending", False),
    ("within scope, whatever of gaps", {"need_gap_closable": "no"}, "standing", False),
    ("no plan, only haste", {"time_plan": "no"}, "pending", False),
    ("a plan without haste", {"time_urgent": "no"}, "standing", False),
    ("key people unknown", {"process_keypeople": "unknown"}, "pending", False),
    ("no budget and nothing else known", dict.fromkeys(QUESTIONS, "unknown") | {"budget_clear": "no"}, "not_standing", True),
    ("nothing known", dict.fromkeys(QUESTIONS, "unknown"), "pending", False),
    ("all no", dict.fromkeys(QUESTIONS, "no"), "not_standing", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answers", "verdict", "park"), CASES, ids=[case[0] for case in CASES])
def test_verdicts(name: str, answers: dict[str, str], verdict: str, park: bool) -> None:
    judged = judge(**answers)
    assert (judged.verdict, judged.park) == (verdict, park)


def test_no_budget_decides_and_says_so_first() -> None:
    """「如果客户没有预算，直接视为商机不成立」"""
    judged = judge(budget_clear="no", need_clear="unknown", time_urgent="no")
    first, second, third = judged.reasons[:3]
    assert (first.question, first.answer, first.weighs) == ("budget_clear", "no", "decides")
    assert str(first.text) == "有明确的预算：否。商机不成立，先搁置，等客户的预算季"
    assert (second.question, second.weighs) == ("need_clear", "warns")
    assert (third.question, third.weighs) == ("time_urgent", "against")
    assert states(judged)["budget"] == "not_standing"
    assert {reason.weighs for reason in judged.reasons[3:]} == {"for"}


def test_the_rule_is_a_setting() -> None:
    warned = judge(edition(no_budget='"warn"'), budget_clear="no")
    assert (warned.verdict, warned.park) == ("pending", False)
    (reason,) = [reason for reason in warned.reasons if reason.question == "budget_clear"]
    assert (reason.weighs, str(reason.text)) == ("warns", "有明确的预算：否。按公司打法，没有预算只作提醒")
    lenient = edition(no_budget='"warn"', standing_percent="50")
    assert judge(lenient, budget_clear="no").verdict == "standing"


def test_unknown_is_a_warning_with_what_to_ask_never_a_no() -> None:
    judged = judge_qualification(default(), {})
    assert (judged.verdict, judged.park) == ("pending", False)
    assert {reason.weighs for reason in judged.reasons} == {"warns"}
    assert {topic.state for topic in judged.topics} == {"pending"}
    assert "还不知道" in str(judged.reasons[0].text)
    assert str(default().question("need_clear").ask) in str(judged.reasons[0].text)
    assert [(t.yes, t.no, t.unknown) for t in judged.topics] == [(0, 0, 6), (0, 0, 3), (0, 0, 2), (0, 0, 3)]


def test_warnings_may_be_turned_off_but_not_those_that_decide() -> None:
    judged = judge_qualification(edition(unknown_warns="false"), {})
    assert [reason.question for reason in judged.reasons] == ["need_in_scope", "budget_clear"]


def test_a_gap_that_development_closes_is_told_with_the_no_it_makes_good() -> None:
    """「如果有超出，能否通过开发满足客户需求」"""
    judged = judge(need_in_scope="no", need_gap_closable="yes")
    (reason,) = [reason for reason in judged.reasons if reason.question == "need_in_scope"]
    assert str(reason.text) == "需求在功能范围内：否，但“超出部分能通过开发满足”：是"
    asked = judge(need_in_scope="no").reasons[0]
    assert str(default().question("need_gap_closable").ask) in str(asked.text)


def test_answers_to_questions_of_another_edition_are_left_out() -> None:
    assert judge(weather="no").verdict == "standing"
    assert judge(budget_clear="perhaps").verdict == "pending"


@pytest.mark.parametrize(
    ("key", "answer", "evidence", "counts"),
    [
        ("budget_clear", "yes", "财务李总 3 月 2 日说的", "yes"),
        ("budget_clear", "yes", "  ", "unknown"),
        ("budget_clear", "no", "", "no"),
        ("time_urgent", "yes", "", "yes"),
        ("time_urgent", "perhaps", "", "unknown"),
    ],
)
def test_a_yes_without_evidence_is_unknown_where_evidence_is_asked(
    key: str, answer: str, evidence: str, counts: str
) -> None:
    assert proven(default().question(key), answer, evidence) == counts


@given(st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "unknown"])))
def test_a_better_answer_never_makes_it_worse(answers: dict[str, str]) -> None:
    order = ["not_standing", "pending", "standing"]
    before: Any = judge_qualification(default(), answers)
    assert sum(topic.yes + topic.no + topic.unknown for topic in before.topics) == len(QUESTIONS) - 1
    for key in QUESTIONS:
        after = judge_qualification(default(), answers | {key: "yes"})
        assert order.index(after.verdict) >= order.index(before.verdict)
        assert before.park or not after.park

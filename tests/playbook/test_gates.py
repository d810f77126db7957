"""STG-1, STG-2: nine stages, and what must be true to leave each."""

from __future__ import annotations

import pytest

from keyaccount.playbook.deal_facts import DEAL_FACTS, PLACES, deal_facts
from keyaccount.playbook.facts import FACTS, FactValue, fits
from keyaccount.playbook.gates import GateVerdict, judge_gate
from keyaccount.playbook.reader import default

STAGES = default().pipeline("ka").stages
KNOWN = deal_facts(default().questions)
# Stage, condition, fact, a value that meets it, one that does not.
ITEMS: list[tuple[str, str, str, FactValue, FactValue]] = [
    ("seek", "contact_made", "contacts_count", 1, 0),
    ("seek", "originator_known", "originator_known", True, False),
    ("seek", "reason_known", "reason_known", True, False),
    ("judge", "verdict_standing", "verdict", "standing", "pending"),
    ("judge", "budget_clear", "answer.budget_clear", "yes", "no"),
    ("judge", "time_plan", "answer.time_plan", "yes", "no"),
    ("judge", "process_known", "answer.process_known", "yes", "no"),
    ("need", "needs_listed", "needs_count", 3, 0),
    ("need", "need_documented", "answer.need_documented", "yes", "no"),
    ("need", "need_executives", "answer.need_executives", "yes", "no"),
    ("need", "need_technical", "answer.need_technical", "yes", "no"),
    ("need", "need_business", "answer.need_business", "yes", "no"),
    ("need", "needs_scoped", "needs_unscoped", 0, 1),
    ("need", "gaps_closable", "needs_gaps_open", 0, 2),
    ("need", "amount_known", "amount_known", True, False),
    ("draft", "proposal_written", "proposals_count", 1, 0),
    ("draft", "proposal_reviewed", "proposal_reviewed", True, False),
    ("draft", "budget_fits_need", "answer.budget_fits_need", "yes", "no"),
    ("draft", "budget_fits_price", "answer.budget_fits_price", "yes", "no"),
    ("present", "proposal_presented", "proposal_presented", True, False),
    ("present", "executive_met", "executive_met", True, False),
    ("present", "technical_met", "technical_met", True, False),
    ("present", "proposal_feedback", "proposal_feedback", True, False),
    ("settle", "proposal_confirmed", "proposal_confirmed", True, False),
    ("settle", "quoted", "quote_count", 1, 0),
    ("settle", "quote_approved", "quote_approved", True, False),
    ("settle", "process_keypeople", "answer.process_keypeople", "yes", "no"),
    ("settle", "expected_sign_known", "expected_sign_known", True, False),
    ("negotiate", "points_settled", "points_open", 0, 1),
    ("negotiate", "limits_kept", "points_beyond_limit_open", 0, 1),
    ("negotiate", "process_payment", "answer.process_payment", "yes", "no"),
    ("negotiate", "contract_drafted", "contract_exists", True, False),
    ("sign", "route_known", "contract_route_known", True, False),
    ("sign", "route_done", "contract_route_open", 0, 4),
    ("sign", "contract_signed", "contract_signed", True, False),
    ("sign", "signed_copy", "signed_copy", True, False),
    ("sign", "instalments_planned", "instalments_planned", True, False),
    ("sign", "instalments_sum", "instalments_sum_matches", True, False),
    ("sign", "payment_route_known", "payment_route_known", True, False),
    ("collect", "invoices_delivered", "invoices_open", 0, 1),
    ("collect", "received_all", "received_all", True, False),
]


def passing(stage: str) -> dict[str, FactValue]:
    return {fact: meets for at, _, fact, meets, _ in ITEMS if at == stage}


def judge(stage: str, waived: tuple[str, ...] = (), **facts: FactValue) -> GateVerdict:
    return judge_gate(default(), "ka", stage, passing(stage) | facts, waived)


def test_the_nine_stages_are_the_seeds() -> None:
    """「寻找商机---判断商机---需求确定---方案制作---方案讲解---方案确定---商务谈判---合同签订---收款」"""
    labels = "寻找商机 判断商机 需求确定 方案制作 方案讲解 方案确定 商务谈判 合同签订 收款"
    assert [stage.label.zh_hans for stage in STAGES] == labels.split()
    assert "---".join(labels.split()) == default().pipeline("ka").quote
    assert [stage.key for stage in STAGES if stage.signed] == ["collect"]


def test_the_table_holds_every_condition() -> None:
    assert [(stage, item) for stage, item, *_ in ITEMS] == [
        (stage.key, item.key) for stage in STAGES for item in stage.gate
    ]


@pytest.mark.parametrize(
    ("stage", "item", "fact", "meets", "fails"), ITEMS, ids=[f"{i[0]}.{i[1]}" for i in ITEMS]
)
def test_each_condition_is_met_open_or_unknown(
    stage: str, item: str, fact: str, meets: FactValue, fails: FactValue
) -> None:
    assert fits(KNOWN[fact], meets) and fits(KNOWN[fact], fails)
    for value, state in ((meets, "met"), (fails, "open"), (None, "unknown")):
        verdict = judge_gate(default(), "ka", stage, passing(stage) | {fact: value})
        (found,) = [each for each in verdict.items if each.item.key == item]
        assert (found.state, found.known) == (state, ((fact, value),))
        assert verdict.passable is (state == "met")
        assert {each.state for each in verdict.items if each.item.key != item} <= {"met"}


@pytest.mark.parametrize("stage", [stage.key for stage in STAGES])
def test_nothing_known_opens_no_gate(stage: str) -> None:
    verdict = judge_gate(default(), "ka", stage, {})
    assert not verdict.passable
    assert {each.state for each in verdict.items} == {"unknown"}


def test_an_answer_unknown_is_unknown_not_open() -> None:
    (found,) = [
        each
        for each in judge("judge", **{"answer.time_plan": "unknown"}).items
        if each.item.key == "time_plan"
    ]
    assert found.state == "unknown"


def test_next_stage_and_the_end() -> None:
    """「直到款项最终到我们公司的账面上，才能算真正的成功」: past the last gate there is no stage, the deal is won."""
    assert [judge(stage.key).next for stage in STAGES] == [*STAGES[1:], None]
    assert judge("collect").passable
    assert not judge("collect", received_all=False).passable


def test_a_manager_may_let_go_of_some() -> None:
    waived = judge("seek", ("reason_known", "contact_made"), reason_known=False)
    assert waived.passable
    assert [(each.item.key, each.state, each.waived) for each in waived.items] == [
        ("contact_made", "met", False),
        ("originator_known", "met", False),
        ("reason_known", "open", True),
    ]
    assert not judge("seek", ("contact_made",), reason_known=None).passable


@pytest.mark.parametrize(
    ("stage", "item", "fact", "value"),
    [
        ("collect", "received_all", "received_all", False),
        ("sign", "contract_signed", "contract_signed", False),
        ("negotiate", "limits_kept", "points_beyond_limit_open", 1),
    ],
)
def test_but_not_of_signature_limits_and_money(stage: str, item: str, fact: str, value: FactValue) -> None:
    """「客户的款没有打到公司的账面上，永远都还有变数」"""
    verdict = judge_gate(default(), "ka", stage, passing(stage) | {fact: value}, [item])
    assert not verdict.passable
    assert not any(each.waived for each in verdict.items)


def test_unknown_stages_and_pipelines_are_errors() -> None:
    for pipeline, stage in (("ka", "won"), ("other", "seek")):
        with pytest.raises(KeyError):
            judge_gate(default(), pipeline, stage, {})


def test_facts_and_places_are_named_and_apart_from_those_of_accounts() -> None:
    assert not set(DEAL_FACTS) & set(FACTS)
    assert all(str(fact.label) for fact in KNOWN.values())
    assert all(map(str, PLACES.values()))
    assert str(KNOWN["answer.budget_clear"].label) == "判断：有明确的预算"
    used = {item.place for stage in STAGES for item in stage.gate} | {s.place for s in default().blind_spots}
    assert used | {rule.place for rule in default().power.coach} == set(PLACES)

"""合同：编号连号，回款计划合计等于合同金额才能送签，流程一步一步走。"""

from __future__ import annotations

from datetime import date

import pytest

from keyaccount.actions.contracts.create_contract import create_contract
from keyaccount.actions.contracts.plan_instalments import plan_instalments
from keyaccount.actions.contracts.revise_contract import revise_contract
from keyaccount.actions.contracts.send_to_route import send_to_route
from keyaccount.actions.contracts.sign_contract import sign_contract
from keyaccount.actions.contracts.step_route import step_route
from keyaccount.actions.contracts.submit_quote import submit_quote
from keyaccount.actions.contracts.trigger_instalment import trigger_instalment
from keyaccount.actions.contracts.void_contract import void_contract
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base.errors import Invalid
from keyaccount.queries.contracts.contract_shown import contract_shown
from keyaccount.records.contracts.models import Contract, ContractLine
from keyaccount.records.deals.models import Opportunity
from tests.actions.contracts.stage import TODAY, Stage, money, plan_of
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_numbers_follow_without_gaps(stage):
    first = stage.contract()
    with pytest.raises(Invalid):
        raw = {"account": stage.account.pk, "title": "坏的", "amount": "-1"}
        create_contract(by=acting(stage.lilei), at=NOW, raw=raw)
    assert [first.number, stage.contract().number] == ["KA-2026-0001", "KA-2026-0002"]


def test_a_contract_from_a_quote_takes_its_lines_and_amount(stage):
    quote = stage.quote()
    submit_quote(by=acting(stage.lilei), at=NOW, id=quote.pk)
    made = create_contract(by=acting(stage.lilei), at=NOW, raw={}, quote=quote.pk)
    assert (made.amount, made.opportunity_id, made.owner_id) == (
        money("10000"),
        stage.deal.pk,
        stage.lilei.pk,
    )
    assert ContractLine.rows.get(contract=made).amount == money("10000")


def test_the_plan_must_add_up_to_the_cent(stage):
    contract = stage.contract()
    with pytest.raises(Invalid, match="相等"):
        stage.plan(contract, "300", "699.99")
    edit_record(by=acting(stage.lilei), at=NOW, entity="contract", id=contract.pk, raw={"amount": "1000.01"})
    with pytest.raises(Invalid, match="相等"):
        send_to_route(by=acting(stage.lilei), at=NOW, id=contract.pk)


def test_both_routes_step_by_step_and_since_when_it_hangs(stage):
    contract, by = stage.contract(), acting(stage.lilei)
    steps = [
        stage.make(stage.lilei, "route_step", contract=contract.pk, route="sign", name=name, usual_days=3)
        for name in ("采购部", "法务部", "财务部")
    ]
    send_to_route(by=by, at=NOW, id=contract.pk)
    with pytest.raises(Invalid, match="顺序"):
        step_route(by=by, at=NOW, id=steps[2].pk)
    step_route(by=by, at=NOW, id=steps[0].pk)
    route = contract_shown(by, contract.pk, today=date(2026, 3, 13)).sign_route
    assert [step.state for step in route] == ["done", "here", "waiting"]
    assert (route[1].days, route[1].late) == (10, 7)
    sign_contract(by=by, at=NOW, id=contract.pk, on=TODAY)
    route = contract_shown(by, contract.pk, today=TODAY).sign_route
    assert {step.state for step in route} == {"done"}


def test_signed_is_one_figure_and_received_another(stage):
    stage.signed()
    deal = Opportunity.rows.get(pk=stage.deal.pk)
    assert (deal.signed, deal.invoiced, deal.received) == (money("1000"), money("0"), money("0"))


def test_what_is_on_its_way_changes_only_as_a_new_version(stage):
    contract, by = stage.contract(), acting(stage.lilei)
    send_to_route(by=by, at=NOW, id=contract.pk)
    with pytest.raises(Invalid):
        edit_record(by=by, at=NOW, entity="contract", id=contract.pk, raw={"amount": "900"})
    with pytest.raises(Invalid):
        edit_record(by=by, at=NOW, entity="instalment", id=plan_of(contract)[0].pk, raw={"amount": "1"})
    assert revise_contract(by=by, at=NOW, id=contract.pk).version_number == 2
    edit_record(by=by, at=NOW, entity="contract", id=contract.pk, raw={"amount": "900"})


def test_acceptance_starts_the_retention_time(stage):
    contract, by = stage.contract(), acting(stage.lilei)
    parts = [
        {"label": "验收款", "amount": "950", "trigger": "acceptance", "days_after": 30},
        {"label": "质保金", "amount": "50", "trigger": "retention", "days_after": 365},
    ]
    accepted, kept = plan_instalments(by=by, at=NOW, id=contract.pk, parts=parts)
    assert accepted.due_on is None
    send_to_route(by=by, at=NOW, id=contract.pk)
    sign_contract(by=by, at=NOW, id=contract.pk, on=TODAY)
    trigger_instalment(by=by, at=NOW, id=accepted.pk, on=TODAY)
    assert [row.due_on for row in plan_of(contract)] == [date(2026, 4, 2), date(2027, 3, 3)]
    assert kept.pk == plan_of(contract)[1].pk


def test_a_void_number_is_not_given_again(stage):
    contract = stage.contract()
    void_contract(by=acting(stage.lilei), at=NOW, id=contract.pk, reason="客户改主意")
    assert stage.contract().number == "KA-2026-0002"
    assert Contract.rows.get(pk=contract.pk).state == "void"

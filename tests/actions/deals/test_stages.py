"""九个阶段：每一关看事实，过不去就说清楚差什么；每一步都能照当时的事实重新判一遍；到账才算赢。"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.accounts.merge_accounts import merge_accounts
from keyaccount.actions.accounts.transfer_accounts import transfer_accounts
from keyaccount.actions.accounts.undo_merge import undo_merge
from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.actions.deals.lose_opportunity import lose_opportunity
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.deals.reopen_opportunity import reopen_opportunity
from keyaccount.actions.deals.revoke_waiver import revoke_waiver
from keyaccount.actions.deals.settle import settle_opportunity
from keyaccount.actions.deals.shelve_opportunity import shelve_opportunity
from keyaccount.actions.deals.step_back import step_back
from keyaccount.actions.deals.transfer_opportunities import transfer_opportunities
from keyaccount.actions.deals.waive_item import waive_item
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.facts.deal_judging import judge_deal
from keyaccount.queries.deals.deal_room import deal_room
from keyaccount.queries.deals.replay import replay
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract, Instalment
from keyaccount.records.deals.models import Opportunity, Passage, Waiver
from keyaccount.records.library.models import Product
from keyaccount.records.visits.models import Task
from tests.actions.deals.deals import (
    NOW,
    contract,
    deal,
    in_stage,
    later,
    met,
    person,
    stamped,
    waive_all,
)
from tests.cast import Company, account, acting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def customer(company: Company) -> Account:
    return account("青禾家电", company.lilei)


def ready(company: Company, customer: Account) -> Opportunity:
    """A deal that may leave its first stage."""
    who = person(customer, "陈工")
    made = deal(acting(company.lilei), customer, originator=str(who.pk), reason="老系统停服")
    met(made, who)
    return made


def test_a_shut_gate_tells_each_condition(company: Company, customer: Account) -> None:
    made = deal(acting(company.lilei), customer)
    with pytest.raises(Invalid) as bad:
        advance_stage(by=acting(company.lilei), at=NOW, id=made.pk)
    assert [(p.code, p.field) for p in bad.value.problems] == [
        ("gate_open", "contact_made"),
        ("gate_open", "originator_known"),
        ("gate_open", "reason_known"),
    ]
    made.refresh_from_db()
    assert made.stage == "seek"


def test_through_the_gate_with_facts_kept_for_replay(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = ready(company, customer)
    moved = advance_stage(by=by, at=later(4), id=made.pk)
    assert (moved.stage, moved.stage_rank, moved.stage_since) == ("judge", 2, later(4))
    passage = Passage.rows.get(kind="advance")
    assert (passage.from_stage, passage.to_stage, passage.days) == ("seek", "judge", 4)
    assert passage.facts["contacts_count"] == 1
    again = replay(by, passage.pk)
    assert again.same and again.gate.passable
    passage.facts["contacts_count"] = 0
    Passage.rows.filter(pk=passage.pk).update(facts=passage.facts)
    assert not replay(by, passage.pk).same


def test_moved_meanwhile_is_told(company: Company, customer: Account) -> None:
    made = ready(company, customer)
    with pytest.raises(Invalid) as bad:
        advance_stage(by=acting(company.lilei), at=NOW, id=made.pk, version=made.version + 1)
    assert bad.value.problems[0].code == "moved"


def test_a_manager_lets_a_condition_go_and_may_take_it_back(company: Company, customer: Account) -> None:
    made = deal(acting(company.lilei), customer)
    boss = acting(company.hanmei)
    with pytest.raises(Refused):
        waive_item(by=acting(company.lilei), at=NOW, id=made.pk, item="contact_made", reason="熟人")
    with pytest.raises(Invalid):
        waive_item(by=boss, at=NOW, id=made.pk, item="contact_made", reason=" ")
    for item in ("contact_made", "originator_known", "reason_known"):
        kept = waive_item(by=boss, at=NOW, id=made.pk, item=item, reason="总部统一部署")
    revoke_waiver(by=boss, at=NOW, id=kept.pk)
    with pytest.raises(Invalid) as bad:
        advance_stage(by=acting(company.lilei), at=NOW, id=made.pk)
    assert [p.field for p in bad.value.problems] == ["reason_known"]
    waive_item(by=boss, at=NOW, id=made.pk, item="reason_known", reason="总部统一部署")
    assert deal_room(boss, made.pk, today=TODAY).waived["reason_known"].by_name == "韩梅"
    advance_stage(by=acting(company.lilei), at=NOW, id=made.pk)
    assert [row["waived"] for row in Passage.rows.get(kind="advance").items] == [True] * 3


def test_what_the_playbook_holds_firm_cannot_be_waived(company: Company, customer: Account) -> None:
    """合同没签、款没到账，谁也不能豁免。"""
    made = in_stage(deal(acting(company.lilei), customer), "collect", 9)
    with pytest.raises(Invalid) as bad:
        waive_item(by=acting(company.hanmei), at=NOW, id=made.pk, item="received_all", reason="快到了")
    assert bad.value.problems[0].code == "not_waivable"


def test_back_with_a_reason_only_to_what_came_before(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = in_stage(deal(by, customer), "present", 5)
    for to, reason in (("settle", "x"), ("present", "x"), ("need", " ")):
        with pytest.raises(Invalid):
            step_back(by=by, at=NOW, id=made.pk, to=to, reason=reason)
    moved = step_back(by=by, at=NOW, id=made.pk, to="need", reason="需求变了")
    assert (moved.stage, moved.stage_rank) == ("need", 3)
    assert Passage.rows.get(kind="back").note == "需求变了"


def test_lost_and_taken_up_again(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = deal(by, customer)
    with pytest.raises(Invalid):
        lose_opportunity(by=by, at=NOW, id=made.pk, reason="unknown-reason")
    lost = lose_opportunity(by=by, at=NOW, id=made.pk, reason="price", note="差 20%", lost_to="友商甲")
    assert (lost.state, lost.closed_at, lost.lost_to) == ("lost", NOW, "友商甲")
    with pytest.raises(Invalid):
        advance_stage(by=by, at=NOW, id=made.pk)
    again = reopen_opportunity(by=by, at=later(9), id=made.pk, note="对方没上线")
    assert (again.state, again.close_reason, again.closed_at) == ("open", "", None)


def test_won_is_said_by_the_money(company: Company, customer: Account) -> None:
    """「直到款项最终到我们公司的账面上，才能算真正的成功」。"""
    by = acting(company.lilei)
    made = in_stage(deal(by, customer, amount="100000"), "collect", 9)
    signed = contract(made, 100_000)
    settle_opportunity(made.pk, NOW)
    made.refresh_from_db()
    assert (made.state, made.signed, made.received) == ("open", 100_000, 0)
    with pytest.raises(Invalid):
        advance_stage(by=by, at=NOW, id=made.pk)
    with pytest.raises(Invalid):
        shelve_opportunity(by=by, at=NOW, id=made.pk, reason="project_paused")
    Contract.rows.filter(pk=signed.pk).update(received=100_000, invoiced=60_000)
    settle_opportunity(made.pk, later(5))
    made.refresh_from_db()
    assert (made.state, made.closed_at) == ("won", later(5))
    assert (made.signed, made.invoiced, made.received) == (100_000, 60_000, 100_000)
    Contract.rows.filter(pk=signed.pk).update(received=99_999)
    settle_opportunity(made.pk, later(6))
    made.refresh_from_db()
    assert (made.state, made.closed_at) == ("open", None)


def test_one_contract_paid_twice_does_not_pay_another(company: Company, customer: Account) -> None:
    made = deal(acting(company.lilei), customer)
    contract(made, 100, received=200)
    contract(made, 100, received=0)
    facts = judge_deal(made, TODAY).facts
    assert (facts["received_all"], facts["received_share"]) == (False, 50)


def test_instalments_are_planned_and_add_up(company: Company, customer: Account) -> None:
    made = deal(acting(company.lilei), customer)
    signed = contract(made, 100)
    for label, amount in (("首付", 60), ("尾款", 39)):
        Instalment.rows.create(
            **stamped(contract=signed, label=label, amount=amount, due_on=date(2026, 2, 1))
        )
    facts = judge_deal(made, TODAY).facts
    assert (facts["instalments_planned"], facts["instalments_sum_matches"], facts["overdue_days"]) == (
        True,
        False,
        30,
    )
    Instalment.rows.filter(label="尾款").update(amount=40)
    assert judge_deal(made, TODAY).facts["instalments_sum_matches"] is True


def test_whom_we_met_counts_face_to_face_only(company: Company, customer: Account) -> None:
    made = deal(acting(company.lilei), customer)
    met(made, person(customer, "陈工", "technical"), person(customer, "吴总", "executive"))
    met(made, person(customer, "钱会计", "finance"), channel="call")
    facts = judge_deal(made, TODAY).facts
    assert (facts["people_met"], facts["functions_met"], facts["contacts_count"]) == (2, 2, 2)
    assert (facts["technical_met"], facts["executive_met"], facts["finance_met"]) == (True, True, False)


def test_products_make_the_amount_and_needs_their_facts(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = deal(by, customer)
    product = Product.rows.create(**stamped(name="坐席", code="ZX"))
    line = create_record(
        by=by,
        at=NOW,
        entity="opportunity_line",
        raw={
            "opportunity": str(made.pk),
            "product": str(product.pk),
            "quantity": 120,
            "unit_price": "1200.50",
        },
    )
    made.refresh_from_db()
    assert (line.amount, made.amount) == (144_060, 144_060)
    need = create_record(
        by=by, at=NOW, entity="need", raw={"opportunity": str(made.pk), "statement": "对接工单"}
    )
    assert judge_deal(made, TODAY).facts["needs_unscoped"] == 1
    edit_record(by=by, at=NOW, entity="need", id=need.pk, raw={"scope": "closable"})
    need.refresh_from_db()
    assert (need.checked_by_id, need.checked_on) == (company.lilei.pk, TODAY)
    assert judge_deal(made, TODAY).facts["needs_gaps_open"] == 1
    edit_record(by=by, at=NOW, entity="need", id=need.pk, raw={"gap_effort": 20, "gap_on": "2026-06-01"})
    assert judge_deal(made, TODAY).facts["needs_gaps_open"] == 0
    remove_record(by=by, at=NOW, entity="need", id=need.pk)
    assert judge_deal(made, TODAY).facts["needs_count"] == 0


def test_people_of_another_customer_and_dates_out_of_order_are_refused(
    company: Company, customer: Account
) -> None:
    stranger = person(account("远山重工", company.lilei), "孙工")
    with pytest.raises(Invalid) as bad:
        deal(
            acting(company.lilei),
            customer,
            originator=str(stranger.pk),
            sign_on="2026-06-01",
            pay_on="2026-05-01",
        )
    assert {p.field for p in bad.value.problems} == {"originator", "pay_on"}


def test_a_deal_stays_with_its_customer(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = deal(by, customer)
    other = account("远山重工", company.lilei)
    with pytest.raises(Invalid):
        edit_record(by=by, at=NOW, entity="opportunity", id=made.pk, raw={"account": str(other.pk)})


def test_handed_on_with_its_open_tasks(company: Company, customer: Account) -> None:
    made = deal(acting(company.lilei), customer)
    task = Task.rows.create(
        **stamped(account=customer, opportunity=made, owner=company.lilei, title="回电", due_on=TODAY)
    )
    with pytest.raises(Refused):
        transfer_opportunities(by=acting(company.lilei), at=NOW, ids=[made.pk], to=company.wangfang.pk)
    transfer_opportunities(by=acting(company.hanmei), at=NOW, ids=[made.pk], to=company.wangfang.pk)
    task.refresh_from_db()
    assert task.owner_id == company.wangfang.pk
    assert (
        deal_room(acting(company.wangfang), made.pk, today=TODAY).shown.values["owner"] == company.wangfang.pk
    )


def test_the_customers_new_owner_sees_deals_and_contracts(company: Company, customer: Account) -> None:
    """客户换了负责人，商机和合同的可见范围跟着走。"""
    made = deal(acting(company.lilei), customer)
    signed = contract(made, 100)
    with pytest.raises(Missing):
        deal_room(acting(company.zhaoqiang), made.pk, today=TODAY)
    transfer_accounts(by=acting(company.boss), at=NOW, ids=[customer.pk], to=company.zhaoqiang.pk)
    made.refresh_from_db()
    signed.refresh_from_db()
    for row in (made, signed):
        assert (row.holder_id, row.holder_department_id) == (company.zhaoqiang.pk, company.north.pk)
    assert deal_room(acting(company.zhaoqiang), made.pk, today=TODAY).shown.id == made.pk


def test_a_customer_with_an_open_deal_is_not_taken_back(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    Account.rows.filter(pk=customer.pk).update(held_since=NOW, status="prospect")
    made = deal(by, customer)
    customer.refresh_from_db()
    assert customer.reclaim_on is None
    lose_opportunity(by=by, at=NOW, id=made.pk, reason="price")
    customer.refresh_from_db()
    assert customer.reclaim_on is not None


def test_a_merge_takes_deals_along_and_undo_brings_them_back(company: Company, customer: Account) -> None:
    kept = account("青禾家电股份", company.wangfang)
    made = deal(acting(company.lilei), customer)
    signed = contract(made, 100)
    talk = met(made)
    boss = acting(company.hanmei)
    merge = merge_accounts(by=boss, at=NOW, keep=kept.pk, drop=customer.pk)
    for row in (made, signed, talk):
        row.refresh_from_db()
        assert row.account_id == kept.pk
    assert made.holder_id == signed.holder_id == company.wangfang.pk
    undo_merge(by=boss, at=later(1), id=merge.pk)
    for row in (made, signed, talk):
        row.refresh_from_db()
        assert row.account_id == customer.pk
    assert made.holder_id == company.lilei.pk


def test_the_whole_way_by_waiving_ends_at_the_money(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = ready(company, customer)
    path = judge_deal(made, TODAY).pipeline
    for stage in path.stages[:-1]:
        made.refresh_from_db()
        assert made.stage == stage.key
        if stage.key == "sign":
            contract(made, 500)
        waive_all(made, [item.key for item in stage.gate if item.waivable])
        advance_stage(by=by, at=later(1), id=made.pk)
    made.refresh_from_db()
    assert (made.stage, made.state, made.signed) == ("collect", "open", 500)
    Contract.rows.update(received=500)
    won = advance_stage(by=by, at=later(2), id=made.pk)
    assert (won.state, won.received) == ("won", 500)
    assert Waiver.rows.count() > 10


def test_judging_many_costs_as_many_queries_as_judging_one(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = [deal(by, customer, name=f"项目 {n}") for n in range(6)]
    counts = []
    for part in (made[:1], made):
        with CaptureQueriesContext(connection) as seen:
            refresh_opportunities([one.pk for one in part], later(1))
        counts.append(len(seen))
    assert counts[0] == counts[1]

"""钱：签订、开票、到账是三个不同的数；多对多核销，任何时候合计都对得上。"""

from __future__ import annotations

import os
import random
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models import Sum

from keyaccount.actions.contracts.create_contract import create_contract
from keyaccount.actions.contracts.deliver_invoice import deliver_invoice
from keyaccount.actions.contracts.dun import dun
from keyaccount.actions.contracts.issue_invoice import issue_invoice
from keyaccount.actions.contracts.match_receipt import match_receipt
from keyaccount.actions.contracts.record_receipt import record_receipt
from keyaccount.actions.contracts.reverse_invoice import reverse_invoice
from keyaccount.actions.contracts.reverse_receipt import reverse_receipt
from keyaccount.actions.contracts.unmatch import unmatch
from keyaccount.base.errors import Invalid, KeyAccountError, Refused
from keyaccount.queries.contracts.contract_shown import contract_shown
from keyaccount.queries.contracts.receipt_shown import receipt_shown
from keyaccount.queries.contracts.receivables import bucket_of, receivables
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Receipt
from keyaccount.records.deals.models import Opportunity
from tests.actions.contracts.stage import TODAY, Stage, money, plan_of
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("KEYACCOUNT_LEDGER_STEPS", "300"))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def came(stage, amount, *matches, kind="receipt"):
    raw = {"account": stage.account.pk, "amount": amount, "received_on": TODAY, "kind": kind}
    return record_receipt(by=acting(stage.finance), at=NOW, raw=raw, matches=list(matches))


def match(stage, receipt, *matches):
    return match_receipt(by=acting(stage.finance), at=NOW, id=receipt.pk, matches=list(matches))


def sums(contract):
    found = Contract.rows.get(pk=contract.pk)
    return found.invoiced, found.received


def test_one_receipt_for_two_instalments_and_two_for_one(stage):
    contract = stage.signed()
    first, second, _ = plan_of(contract)
    receipt = came(stage, "500", (first.pk, "300"), (second.pk, "150"))
    assert (receipt.matched, sums(contract)[1]) == (money("450"), money("450"))
    came(stage, "450", (second.pk, "450"))
    assert [row.paid for row in plan_of(contract)] == [money("300"), money("600"), money("0")]
    assert Opportunity.rows.get(pk=stage.deal.pk).received == money("900")
    assert receipt_shown(acting(stage.finance), receipt.pk).left == money("50"), "多付的留在到账上"


def test_never_more_than_came_nor_than_is_due(stage):
    first, second, _ = plan_of(stage.signed())
    receipt = came(stage, "400")
    with pytest.raises(Invalid) as caught:
        match(stage, receipt, (first.pk, "300.01"))
    assert (caught.value.problems[0].row, caught.value.problems[0].field) == (0, "amount")
    with pytest.raises(Invalid, match="还剩"):
        match(stage, receipt, (first.pk, "300"), (second.pk, "100.01"))
    assert not Allocation.rows.exists()


def test_the_ledger_only_grows(stage):
    contract = stage.signed()
    first = plan_of(contract)[0]
    receipt = came(stage, "300", (first.pk, "300"))
    line = Allocation.rows.get()
    unmatch(by=acting(stage.finance), at=NOW, allocation=line.pk, reason="核错了")
    assert [a.amount for a in Allocation.rows.order_by("pk")] == [money("300"), money("-300")]
    assert sums(contract)[1] == money("0") and Receipt.rows.get(pk=receipt.pk).matched == money("0")
    with pytest.raises(Invalid):
        unmatch(by=acting(stage.finance), at=NOW, allocation=line.pk, reason="再撤一次")


def test_a_refund_takes_away_and_bars_the_reversal_of_what_it_gave_back(stage):
    contract = stage.signed()
    first = plan_of(contract)[0]
    receipt = came(stage, "300", (first.pk, "300"))
    refund = came(stage, "100", (first.pk, "100"), kind="refund")
    assert sums(contract)[1] == money("200")
    with pytest.raises(Invalid, match="退款"):
        reverse_receipt(by=acting(stage.finance), at=NOW, id=receipt.pk, reason="登记错")
    reverse_receipt(by=acting(stage.finance), at=NOW, id=refund.pk, reason="没有退成")
    reverse_receipt(by=acting(stage.finance), at=NOW, id=receipt.pk, reason="登记错")
    assert sums(contract)[1] == money("0")


def test_who_sells_does_not_book_money(stage):
    first = plan_of(stage.signed())[0]
    receipt = came(stage, "300")
    with pytest.raises(Refused):
        match_receipt(by=acting(stage.lilei), at=NOW, id=receipt.pk, matches=[(first.pk, "300")])


def test_invoices_count_once_issued_until_they_are_reversed(stage):
    contract, by = stage.signed(), acting(stage.finance)
    first = plan_of(contract)[0]
    raw = {"contract": contract.pk, "instalment": first.pk, "amount": "300"}
    invoice = stage.make(stage.lilei, "invoice", **raw)
    assert sums(contract) == (money("0"), money("0")), "申请不等于开票"
    with pytest.raises(Refused):
        issue_invoice(by=acting(stage.lilei), at=NOW, id=invoice.pk, number="1", on=TODAY)
    issue_invoice(by=by, at=NOW, id=invoice.pk, number="25117000", on=TODAY)
    deliver_invoice(by=acting(stage.lilei), at=NOW, id=invoice.pk, on=TODAY)
    assert sums(contract) == (money("300"), money("0")), "开票不等于到账"
    with pytest.raises(Invalid, match="还可以开"):
        stage.make(stage.lilei, "invoice", contract=contract.pk, amount="700.01")
    came(stage, "300", (first.pk, "300"))
    invoice.refresh_from_db(from_queryset=type(invoice).rows.all())
    assert (invoice.state, invoice.settled_on) == ("delivered", TODAY)
    reverse_invoice(by=by, at=NOW, id=invoice.pk, on=TODAY, reason="抬头写错")
    assert sums(contract) == (money("0"), money("300"))


def test_ageing_by_due_date_at_every_border(stage):
    assert [bucket_of(n) for n in (-1, 0, 30, 31, 60, 61, 90, 91, 180, 181)] == (
        ["", "d30", "d30", "d60", "d60", "d90", "d90", "d180", "d180", "more"]
    )
    contract = stage.signed()
    first, second, third = plan_of(contract)
    for row, days in ((first, 30), (second, 181), (third, -1)):
        Instalment.rows.filter(pk=row.pk).update(due_on=TODAY - timedelta(days=days))
    came(stage, "100", (second.pk, "100"))
    for who in (stage.lilei, stage.finance):
        found = receivables(acting(who), {}, today=TODAY)
        (total,) = found.totals
        assert (total.not_due, total.overdue) == (money("100"), money("800"))
        assert total.buckets["d30"] == money("300") and total.buckets["more"] == money("500")
        assert [item.days for item in found.items] == [181, 30, -1]
        assert found.accounts[0].oldest_days == 181
    assert not receivables(acting(stage.zhaoqiang), {}, today=TODAY).totals


def test_dunning_says_the_step_whose_day_has_come(stage):
    contract = stage.signed()
    first = plan_of(contract)[0]
    Instalment.rows.filter(pk=first.pk).update(due_on=TODAY - timedelta(days=16))
    shown = contract_shown(acting(stage.lilei), contract.pk, today=TODAY)
    assert shown.instalments[0].step.key == "letter" and shown.money.overdue == money("300")
    dun(by=acting(stage.lilei), at=NOW, id=first.pk, key="letter", on=TODAY, note="邮件已发")
    shown = contract_shown(acting(stage.lilei), contract.pk, today=TODAY)
    assert shown.instalments[0].step is None
    with pytest.raises(Invalid):
        dun(by=acting(stage.lilei), at=NOW, id=first.pk, key="无此步骤", on=TODAY)


def test_questions_cost_the_same_for_few_and_many(stage, django_assert_max_num_queries):
    for _ in range(4):
        stage.signed()
    by = acting(stage.lilei)
    receivables(by, {}, today=TODAY)
    with django_assert_max_num_queries(6):
        assert len(receivables(by, {}, today=TODAY).items) == 12


def test_whatever_happens_the_sums_agree(stage):
    """Any order of receipts, refunds, matchings and reversals; KEYACCOUNT_LEDGER_STEPS sets how many."""
    chosen = random.Random(20261122)
    contracts = [stage.signed(), stage.signed("99.99", ("33.33", "33.33", "33.33"))]
    plan = [row.pk for contract in contracts for row in plan_of(contract)]
    taken = 0
    for step in range(STEPS):
        taken += _one(stage, chosen, plan)
        if step % 10 == 9:
            _agree(contracts)
    _agree(contracts)
    _shown_as_stored(stage, contracts)
    assert taken > STEPS // 10, "拒绝得太多，什么也没有试到"


def _one(stage, chosen, plan):
    by = acting(stage.finance)
    amount = f"{chosen.randint(1, 40000) / 100:.2f}"
    receipts = list(Receipt.rows.values_list("pk", flat=True))
    try:
        match chosen.randint(0, 4) if receipts else 0:
            case 0:
                came(stage, amount, kind=chosen.choice(["receipt", "receipt", "refund"]))
            case 1 | 2:
                pairs = [(key, f"{chosen.randint(1, 20000) / 100:.2f}") for key in chosen.sample(plan, 2)]
                match_receipt(
                    by=by, at=NOW, id=chosen.choice(receipts), matches=pairs[: chosen.randint(1, 2)]
                )
            case 3:
                lines = list(Allocation.rows.values_list("pk", flat=True)) or [0]
                unmatch(by=by, at=NOW, allocation=chosen.choice(lines), reason="试")
            case _:
                reverse_receipt(by=by, at=NOW, id=chosen.choice(receipts), reason="试")
    except KeyAccountError:
        return 0
    return 1


def _agree(contracts):
    for row in Instalment.rows.all():
        booked = sum((a.amount for a in Allocation.rows.filter(instalment=row)), money("0"))
        assert row.paid == booked and 0 <= row.paid <= row.amount
    for row in Receipt.rows.all():
        booked = sum((a.amount for a in Allocation.rows.filter(receipt=row)), money("0"))
        assert row.matched == abs(booked) <= row.amount and (booked == 0 or not row.reversed_at)
    for contract in contracts:
        assert sums(contract)[1] == sum((i.paid for i in plan_of(contract)), money("0"))
    total = Contract.rows.aggregate(all=Sum("received"))["all"]
    assert Opportunity.rows.get().received == total.quantize(money("0"))


def _shown_as_stored(stage, contracts):
    """What pages show is what SQL adds up from the ledger."""
    by = acting(stage.finance)
    for contract in contracts:
        lines = Allocation.rows.filter(instalment__contract=contract).aggregate(all=Sum("amount"))["all"] or 0
        assert contract_shown(by, contract.pk, today=TODAY).money.received == money(str(lines))
    for row in Receipt.rows.filter(reversed_at=None):
        lines = Allocation.rows.filter(receipt=row).aggregate(all=Sum("amount"))["all"] or 0
        assert receipt_shown(by, row.pk).left == row.amount - abs(money(str(lines)))
    due = Instalment.rows.aggregate(all=Sum("amount"))["all"]
    lines = Allocation.rows.aggregate(all=Sum("amount"))["all"] or 0
    totals = receivables(by, {}, today=TODAY).totals
    assert sum((one.total for one in totals), money("0")) == money(str(due)) - money(str(lines))


@pytest.mark.django_db(transaction=True)
def test_numbers_drawn_at_once_have_no_twins_and_no_gaps():
    """Six at once, one of whom fails: its number goes to the next."""
    stage = Stage()
    outcomes: list[str] = []

    def work(place):
        raw = {"account": stage.account.pk, "title": f"合同 {place}", "amount": "0" if place == 3 else "100"}
        try:
            outcomes.append(_tried(lambda: create_contract(by=acting(stage.lilei), at=NOW, raw=raw)))
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(place,)) for place in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcomes) == ["matched"] * 5 + ["refused"]
    numbers = sorted(Contract.rows.values_list("number", flat=True))
    assert numbers == [f"KA-2026-{n:04d}" for n in range(1, 6)]


@pytest.mark.django_db(transaction=True)
def test_two_who_match_the_same_money_at_once_never_match_it_twice():
    stage = Stage()
    first, second, _ = plan_of(stage.signed())
    receipt = came(stage, "300")
    outcomes: list[str] = []

    def work(key):
        try:
            outcomes.append(_tried(lambda: match(stage, receipt, (key, "300"))))
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(row.pk,)) for row in (first, second)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcomes) == ["matched", "refused"]
    assert Receipt.rows.get().matched == money("300")


def _tried(verb):
    """Its outcome. A SQLite database in memory says "locked" where one in a file waits: then again."""
    for _ in range(500):
        try:
            verb()
            return "matched"
        except Invalid:
            return "refused"
        except OperationalError:
            time.sleep(0.01)
    return "locked"

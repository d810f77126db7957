"""合同、应收和到账从文件来：守的是同一本账，能试、能撤、能再导一遍；日期分不清就问，从不猜。"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.contracts.record_receipt import record_receipt
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.base.errors import Invalid, Refused
from keyaccount.queries.contracts.receivables import receivables
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Invoice, Receipt
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Person
from tests.actions.contracts.stage import Stage, money
from tests.cast import NOW, account, acting
from tests.importing import accounted, clock, outcomes, take, written

pytestmark = pytest.mark.django_db
OPEN = [
    "客户",
    "发票号码",
    "合同编号",
    "金额",
    "开票日",
    "付款到期日",
    "结清日",
    "已收金额",
    "到账日",
    "有争议",
]
PAPER = ["合同编号", "客户", "合同名称", "金额", "签订日", "商机", "回款计划"]
BANK = ["客户", "金额", "到账日", "银行流水号", "发票号码", "合同编号"]
ALL = (Contract, Instalment, Invoice, Receipt, Allocation)


@pytest.fixture
def stage(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return Stage()


def invoices(stage, path, *rows, **more):
    return take(acting(stage.finance), "receivables", written(path / "应收.csv", OPEN, rows), **more)


def undone(stage, run):
    undo_import(by=acting(stage.finance), at=NOW, id=run.pk)
    return run_import(id=run.pk, now=clock(NOW))


def balanced():
    """The kept sums follow from the ledger, everywhere."""
    for row in Instalment.rows.all():
        lines = Allocation.rows.filter(instalment=row).values_list("amount", flat=True)
        assert row.paid == sum(lines, Decimal(0)) and 0 <= row.paid <= row.amount
    for row in Receipt.rows.all():
        assert row.matched == sum(
            row.allocations.model.rows.filter(receipt=row).values_list("amount", flat=True)
        )
    for row in Contract.rows.all():
        parts = Instalment.rows.filter(contract=row)
        assert row.received == sum(parts.values_list("paid", flat=True), Decimal(0))
        issued = Invoice.rows.filter(contract=row, state__in=("issued", "delivered"))
        assert row.invoiced == sum(issued.values_list("amount", flat=True), Decimal(0))
        if row.external_id.startswith("opening:"):
            assert row.amount == sum(parts.values_list("amount", flat=True), Decimal(0))
    return True


OLD = [
    ["江海银行", "F1", "", "100", "2025-12-01", "2025-12-31", "", "", "", "是"],
    ["江海银行", "F2", "", "200", "2026-01-05", "2026-02-04", "2026-02-01", "", "", ""],
    ["江海银行", "F3", "", "300", "2026-01-09", "", "", "120", "2026-02-02", ""],
]


def test_open_items_without_a_contract_hang_on_one_opening_contract(stage, tmp_path):
    run = invoices(stage, tmp_path, *OLD)
    assert accounted(run) and run.counts["created"] == 3, outcomes(run)
    (contract,) = Contract.rows.all()
    assert (contract.title, contract.number, contract.state) == ("期初应收", "QC-2026-0001", "signed")
    assert (contract.amount, contract.invoiced, contract.received) == (
        money("600"),
        money("600"),
        money("320"),
    )
    assert (contract.signed_on, contract.owner_id) == (date(2025, 12, 1), stage.lilei.pk)
    assert [i.disputed for i in Invoice.rows.order_by("number")] == [True, False, False]
    assert [i.settled_on for i in Invoice.rows.order_by("number")] == [None, date(2026, 2, 1), None]
    assert balanced() and Entry.rows.filter(kind="invoice.imported").count() == 3
    again = invoices(stage, tmp_path, *OLD)
    assert again.counts["unchanged"] == 3 and Receipt.rows.count() == 2
    older = [[*OLD[0][:6], "2026-03-01", "", "", ""]]
    later = invoices(stage, tmp_path, *older)
    assert later.counts["updated"] == 1 and Receipt.rows.count() == 3, "后来收到的钱，再导一次就登记上"
    assert undone(stage, later).counts["undone"] == 1
    assert Invoice.rows.get(number="F1").settled_on is None and balanced()
    assert undone(stage, run).counts["undone"] == 3
    assert not any(model.rows.exists() for model in ALL)


def test_undo_keeps_what_somebody_booked_on(stage, tmp_path):
    run = invoices(stage, tmp_path, *OLD)
    first = Invoice.rows.get(number="F1")
    raw = {"account": stage.account.pk, "amount": "40", "received_on": "2026-03-03"}
    record_receipt(by=acting(stage.finance), at=NOW, raw=raw, matches=[(first.instalment_id, "40")])
    found = undone(stage, run).counts
    assert (found["undone"], found["kept"]) == (2, 1)
    (contract,) = Contract.rows.all()
    assert (contract.amount, contract.received) == (money("100"), money("40")) and balanced()


def test_rows_that_make_no_sense_go_back_with_their_reason(stage, tmp_path):
    account("别家", stage.zhaoqiang)
    stage.contract()  # a draft
    number = Contract.rows.get().number
    run = invoices(
        stage,
        tmp_path,
        ["没有这家", "A", "", "1", "2026-01-01", "", "", "", "", ""],
        ["江海银行", "B", number, "1", "2026-01-01", "", "", "", "", ""],
        ["江海银行", "C", "", "-1", "2026-01-01", "", "", "", "", ""],
        ["江海银行", "D", "", "1", "2026-03-04", "", "", "", "", ""],
        ["江海银行", "E", "", "1", "2026-01-01", "", "", "1", "", ""],
        ["江海银行", "F", "", "1", "2026-01-01", "", "昨天", "", "", ""],
        ["江海银行", "", "", "1", "2026-01-01", "", "", "", "", ""],
        ["江海银行", "G", "", "1", "2026-01-01", "", "", "2", "2026-02-01", ""],
    )
    assert accounted(run) and run.counts["refused"] == 8
    reasons = [reason for _, _, reason in outcomes(run)]
    wanted = [
        "没有找到客户",
        "还没有签订",
        "大于 0",
        "不能晚于今天",
        "还要写到账日",
        "看不懂日期",
        "缺少",
        "之间",
    ]
    for reason, part in zip(reasons, wanted, strict=True):
        assert part in reason
    assert not Invoice.rows.exists() and Contract.rows.count() == 1


def test_contracts_invoices_and_receipts_find_each_other(stage, tmp_path):
    papers = [
        ["HT-1", "江海银行", "采购", "1000", "2026-01-05", "行政系统", "2026-02-01 400；2026-03-01 600"],
        ["HT-2", "江海银行", "服务", "500", "2026-01-05", "", ""],
        ["HT-3", "江海银行", "错的", "500", "2026-01-05", "", "2026-02-01 400"],
        ["HT-4", "江海银行", "错的", "500", "2026-01-05", "没有这个商机", ""],
    ]
    path = written(tmp_path / "合同.csv", PAPER, papers)
    dry = take(acting(stage.lilei), "contracts", path, options={"dry_run": True})
    assert (dry.counts["created"], dry.counts["refused"], Contract.rows.count()) == (2, 2, 0)
    made = take(acting(stage.lilei), "contracts", path, at=NOW - timedelta(days=1))
    assert (made.counts["created"], made.counts["refused"]) == (2, 2), outcomes(made)
    assert Opportunity.rows.get().signed == money("1000")
    run = invoices(
        stage,
        tmp_path,
        ["江海银行", "F1", "HT-1", "400", "2026-01-20", "2026-02-01", "2026-02-03", "", "", ""],
        ["江海银行", "F2", "HT-2", "300", "2026-01-20", "2026-02-20", "", "", "", ""],
        ["江海银行", "F3", "HT-2", "300", "2026-01-20", "2026-02-20", "", "", "", ""],
        ["江海银行", "F4", "HT-1", "500", "2026-01-20", "2026-03-01", "", "", "", ""],
    )
    assert [outcome for _, outcome, _ in outcomes(run)] == ["created", "created", "refused", "refused"]
    assert "还可以开 200" in outcomes(run)[2][2] and "没有这一天" in outcomes(run)[3][2]
    assert Instalment.rows.count() == 3 and balanced()
    bank = [
        ["江海银行", "250", "2026-03-01", "B1", "F2", ""],
        ["江海银行", "700", "2026-03-02", "B2", "", "HT-1"],
        ["江海银行", "80", "2026-03-02", "B3", "", ""],
        ["江海银行", "90", "2026-03-02", "B1", "", ""],
        ["江海银行", "90", "2026-03-02", "B4", "F9", ""],
    ]
    path = written(tmp_path / "到账.csv", BANK, bank)
    with pytest.raises(Refused):
        take(acting(stage.lilei), "receipts", path)
    booked = take(acting(stage.finance), "receipts", path)
    assert [o for _, o, _ in outcomes(booked)] == ["created", "created", "created", "refused", "refused"]
    assert "还有 100.00 没有核销" in outcomes(booked)[1][2]
    assert {c.number: c.received for c in Contract.rows.all()} == {
        "HT-1": money("1000"),
        "HT-2": money("250"),
    }
    assert balanced() and Opportunity.rows.get().received == money("1000")
    undone(stage, booked)
    assert (
        Receipt.rows.count() == 1 and Contract.rows.get(number="HT-2").received == money("0") and balanced()
    )
    kept = undo_import(by=acting(stage.lilei), at=NOW, id=made.pk)
    assert run_import(id=kept.pk, now=clock(NOW)).counts["kept"] == 2, "上面开了票，合同留着"


def test_the_cost_does_not_grow_with_the_rows(stage, tmp_path):
    def cost(name, many):
        rows = [
            ["江海银行", f"{name}{n}", "", "10", "2026-01-05", "2026-02-04", "2026-02-01", "", "", ""]
            for n in range(many)
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert invoices(stage, tmp_path, *rows).counts["created"] == many
        return len([one for one in seen.captured_queries if not one["sql"].startswith("INSERT")])

    cost("一", 1)
    assert cost("二", 300) <= cost("三", 5) + 4


def test_which_comes_first_day_or_month_is_asked_never_guessed(stage, tmp_path):
    def rows(*days):
        return [["江海银行", f"F{n}", "", "10", day, "", "", "", "", ""] for n, day in enumerate(days)]

    with pytest.raises(Invalid) as asked:
        invoices(stage, tmp_path, *rows("03/04/2025", "05/06/2025"))
    assert {p.field for p in asked.value.problems} == {"date_order"} and "03/04/2025" in str(
        asked.value.problems[0].message
    )
    assert not Invoice.rows.exists()
    invoices(stage, tmp_path, *rows("03/04/2025", "05/06/2025"), options={"date_order": "dmy"})
    assert [i.issued_on for i in Invoice.rows.order_by("number")] == [date(2025, 4, 3), date(2025, 6, 5)]
    Invoice.rows.all().delete()
    invoices(stage, tmp_path, *rows("03/04/2025", "05/16/2025"))
    assert [i.issued_on for i in Invoice.rows.order_by("number")] == [date(2025, 3, 4), date(2025, 5, 16)]
    Invoice.rows.all().delete()
    mixed = invoices(stage, tmp_path, *rows("03/04/2025", "05/16/2025", "16/05/2025"))
    assert [o for _, o, _ in outcomes(mixed)] == ["refused", "created", "created"]
    assert "分不清月和日" in outcomes(mixed)[0][2]
    Invoice.rows.all().delete()
    told = invoices(
        stage, tmp_path, *rows("03/04/2025", "05/16/2025", "16/05/2025"), options={"date_order": "dmy"}
    )
    assert [o for _, o, _ in outcomes(told)] == ["created", "refused", "created"]
    assert "对不上" in outcomes(told)[1][2]
    people = written(
        tmp_path / "人.csv", ["姓名", "客户", "任职开始"], [["林晓岚", "江海银行", "03/04/2025"]]
    )
    with pytest.raises(Invalid):
        take(acting(stage.lilei), "people", people)
    take(acting(stage.lilei), "people", people, options={"date_order": "mdy"})
    assert Person.rows.get(name="林晓岚").posts.model.rows.get().started_on == date(2025, 3, 4)


def test_a_day_gone_by_knows_nothing_of_later_money(stage, tmp_path):
    invoices(stage, tmp_path, *OLD)
    by = acting(stage.finance)

    def open_on(day):
        return [(one.not_due, one.overdue) for one in receivables(by, {}, today=day).totals]

    assert open_on(date(2026, 2, 1)) == [(money("0"), money("400"))]
    assert open_on(date(2026, 2, 2)) == [(money("0"), money("280"))]
    assert open_on(date(2026, 1, 31)) == [(money("200"), money("400"))]
    assert open_on(date(2025, 11, 30)) == []


def test_what_was_exported_is_recognised_again(stage, tmp_path):
    invoices(stage, tmp_path, *OLD)
    by = acting(stage.finance)
    for kind, many in (("receivables", 3), ("receipts", 2)):
        found = export_rows(by, kind, {})
        labels = list(found.columns.values())
        rows = [[row.get(name, "") for name in found.columns] for row in found.rows]
        run = take(by, kind, written(tmp_path / f"{kind}.csv", labels, rows))
        assert run.counts["unchanged"] == many, outcomes(run)
    contract = Contract.rows.get()
    rows = [[contract.pk, contract.number, contract.title, "600", "青禾"]]
    header = ["系统编号", "合同编号", "合同名称", "合同金额", "我方签约主体"]
    run = take(acting(stage.lilei), "contracts", written(tmp_path / "c.csv", header, rows))
    assert run.counts["updated"] == 1 and Contract.rows.get().our_party == "青禾"
    undo_import(by=acting(stage.lilei), at=NOW, id=run.pk)
    run_import(id=run.pk, now=clock(NOW))
    assert Contract.rows.get().our_party == "" and balanced()

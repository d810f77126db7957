"""真实的应收台账：2,466 张发票、100 家客户，两种日期写法。账龄逐档等于直接从文件算出来的数，分毫不差。"""

from __future__ import annotations

import csv
import html
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from keyaccount.actions.importing.columns import proposed
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.interfaces.web import shown
from keyaccount.queries.contracts.receivables import BUCKETS, receivables
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.queries.records.list_records import list_records
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Invoice, Receipt
from tests.cast import NOW, Company, acting
from tests.importing import accounted, clock, take, written
from tests.shared_data import shared

pytestmark = pytest.mark.django_db
FOLDER = "ibm-accounts-receivable"
FORMS = {"ar_dmy.csv": "%d/%m/%Y", "ar_mdy.csv": "%m/%d/%Y"}
TOTAL = Decimal("147703.18")
DAYS = [
    date(2012, 3, 1),
    date(2012, 8, 31),
    date(2013, 1, 31),
    date(2013, 6, 24),
    date(2013, 12, 20),
    date(2014, 6, 1),
]


def rows_of(name):
    with shared(f"{FOLDER}/{name}").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))

    def day(text):
        return datetime.strptime(text, FORMS[name]).date()

    return [
        {
            "customer": row["customerID"],
            "issued": day(row["InvoiceDate"]),
            "due": day(row["DueDate"]),
            "settled": day(row["SettledDate"]),
            "amount": Decimal(row["InvoiceAmount"]),
            "disputed": row["Disputed"] == "Yes",
        }
        for row in rows
    ]


def by_hand(rows, on):
    """Open amounts on a day, straight from the file: not due yet, and per bucket; and what each customer owes."""
    buckets, owed = defaultdict(Decimal), defaultdict(Decimal)
    for row in rows:
        if row["issued"] <= on < row["settled"]:
            days = (on - row["due"]).days
            key = next(
                (b.key for b in BUCKETS if b.first <= days and (b.last is None or days <= b.last)), "not_due"
            )
            buckets[key] += row["amount"]
            owed[row["customer"]] += row["amount"]
    return buckets, owed


@pytest.fixture
def finance(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    company = Company()
    names = sorted({row["customer"] for row in rows_of("ar_dmy.csv")})
    take(acting(company.ops), "accounts", written(tmp_path / "customers.csv", ["name"], [[n] for n in names]))
    return acting(company.finance)


def aged_as_in_the_file(finance, rows):
    for on in DAYS:
        buckets, owed = by_hand(rows, on)
        for of in ("instalment", "invoice"):
            found = receivables(finance, {}, today=on, of=of)
            (total,) = found.totals or (None,)
            late = {key: value for key, value in (total.buckets.items() if total else ()) if value}
            assert late == {key: value for key, value in buckets.items() if key != "not_due"}, (on, of)
        assert (total.not_due if total else 0) == buckets["not_due"]
        assert {one.account_name: one.ageing.total for one in found.accounts} == dict(owed)


@pytest.mark.parametrize("name", FORMS)
def test_the_file_and_the_ledger_agree_on_every_day(finance, name):
    rows = rows_of(name)
    run = take(finance, "receivables", shared(f"{FOLDER}/{name}"))
    assert accounted(run) and run.counts["created"] == len(rows) == 2_466, run.problem
    assert len({row["customer"] for row in rows}) == Contract.rows.count() == 100
    for model in (Contract, Instalment, Invoice, Receipt, Allocation):
        assert sum(model.rows.values_list("amount", flat=True), Decimal(0)) == TOTAL, model
    for column in ("invoiced", "received"):
        assert sum(Contract.rows.values_list(column, flat=True), Decimal(0)) == TOTAL
    disputed = list_records(finance, "invoice", {"disputed": ["1"]}, count=True)
    assert disputed.count == sum(row["disputed"] for row in rows) == 561
    assert set(Contract.rows.values_list("title", flat=True)) == {"期初应收"}
    aged_as_in_the_file(finance, rows)


def test_as_if_nobody_had_paid_every_bucket_fills(finance):
    """The same invoices without their settled dates: old debts in all five buckets."""
    path, rows = shared(f"{FOLDER}/ar_mdy.csv"), rows_of("ar_mdy.csv")
    with path.open(encoding="utf-8-sig") as file:
        header = next(csv.reader(file))
    mapping = {h: t for h, t in proposed(finance, "receivables", header).items() if t != "settled_on"}
    take(finance, "receivables", path, mapping=mapping)
    never = [{**row, "settled": date.max} for row in rows]
    assert all(by_hand(never, DAYS[4])[0][bucket.key] for bucket in BUCKETS)
    assert not Receipt.rows.exists()
    aged_as_in_the_file(finance, never)


def test_page_and_export_show_it_the_other_file_adds_nothing_and_all_goes_back(finance):
    """On a day in the middle: the page's totals, and the sum of the exported invoices open on it, are the file's."""
    on = DAYS[3]
    run = take(finance, "receivables", shared(f"{FOLDER}/ar_dmy.csv"))
    buckets, owed = by_hand(rows_of("ar_dmy.csv"), on)
    browser = Client()
    browser.force_login(finance.member)
    page = browser.get("/contracts/receivables/", {"of": "invoice", "on": on.isoformat()}).content.decode()
    unit = finance.member.money_unit
    for figure in [*buckets.values(), sum(owed.values())]:
        assert html.escape(shown.amount(figure, "CNY", unit)) in page
    exported = list(export_rows(finance, "receivables", {}).rows)
    assert len(exported) == 2_466 and sum(row["amount"] for row in exported) == TOTAL
    still = [row for row in exported if row["issued_on"] <= on < row["settled_on"]]
    assert sum(row["amount"] for row in still) == sum(owed.values())
    assert sum(row["disputed"] == "是" for row in exported) == 561
    again = take(finance, "receivables", shared(f"{FOLDER}/ar_mdy.csv"))
    assert again.counts["unchanged"] == 2_466, again.counts
    undo_import(by=finance, at=NOW, id=run.pk)
    assert run_import(id=run.pk, now=clock(NOW)).counts["undone"] == 2_466
    assert not any(model.rows.exists() for model in (Contract, Instalment, Invoice, Receipt, Allocation))

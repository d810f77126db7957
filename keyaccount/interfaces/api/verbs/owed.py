"""Questions about money: what is still to come in, the figures of a contract, the ledger of a receipt (PAY-1, PAY-2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.interfaces.api.values import MoneyOut
from keyaccount.interfaces.api.verbs.knowledge import today
from keyaccount.interfaces.api.verbs.pipeline import filters
from keyaccount.queries.contracts.contract_shown import contract_shown
from keyaccount.queries.contracts.receipt_shown import receipt_shown
from keyaccount.queries.contracts.receivables import Ageing as Aged
from keyaccount.queries.contracts.receivables import receivables as open_items


class Ageing(Shape):
    currency: str
    not_due: MoneyOut
    buckets: dict[str, MoneyOut]
    open: MoneyOut


class AccountAgeing(Ageing):
    account: UUID
    account_name: str
    oldest_days: int | None


class Receivables(Shape):
    """What is still to come in, by days overdue; `today`: as it stands on this day."""

    today: date
    totals: list[Ageing]
    accounts: list[AccountAgeing]


def receivables(request: HttpRequest, by: Principal) -> HttpResponse:
    of = request.GET.get("of", "instalment")
    if of not in ("instalment", "invoice"):
        raise Invalid(Problem("choice", say("只能是：{list}", list="instalment、invoice"), field="of"))
    params = filters(request, by, of)
    params.pop("of", None)
    found = open_items(by, params, today=today(), of=of)  # type: ignore[arg-type]
    accounts = [
        _ageing(one.ageing)
        | {"account": one.account_id, "account_name": one.account_name, "oldest_days": one.oldest_days}
        for one in found.accounts
    ]
    body = {"today": found.today, "totals": [_ageing(one) for one in found.totals], "accounts": accounts}
    return answers.answer(body)


def _ageing(one: Aged) -> dict[str, Any]:
    buckets = dict(one.buckets)
    total = sum(buckets.values(), one.not_due)
    return {"currency": one.currency, "not_due": one.not_due, "buckets": buckets, "open": total}


class ContractMoney(Shape):
    """The figures of one contract, in its currency."""

    amount: MoneyOut
    planned: MoneyOut
    invoiced: MoneyOut
    received: MoneyOut
    open: MoneyOut
    overdue: MoneyOut


def contract_money(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    money = contract_shown(by, id, today=today()).money
    return answers.answer({name: getattr(money, name) for name in ContractMoney.model_fields})


class LedgerLine(Shape):
    """A line of the ledger; `open`: it stands and may be taken back."""

    line: int
    label: str
    contract: UUID
    contract_number: str
    amount: MoneyOut
    reason: str
    open: bool
    reverses: bool


class Ledger(Shape):
    left: MoneyOut
    lines: list[LedgerLine]


def ledger(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    found = receipt_shown(by, id)
    same = "label contract_number amount reason open reverses".split()
    lines = [
        {name: getattr(one, name) for name in same} | {"line": one.id, "contract": one.contract_id}
        for one in found.matched
    ]
    return answers.answer({"left": found.left, "lines": lines})


def register() -> None:
    operation(
        "GET",
        "/receivables",
        receivables,
        id="get-receivables",
        tag="contracts",
        summary=say("应收账龄"),
        answer=Receivables,
        help=say("筛选和期次列表、发票列表相同"),
        parameters=[asked.parameter("of", say("按什么算：期次或发票"), enum=["instalment", "invoice"])],
    )
    operation(
        "GET",
        "/contracts/{uuid:id}/money",
        contract_money,
        id="get-contract-money",
        tag="contracts",
        summary=say("合同的各个金额"),
        answer=ContractMoney,
    )
    operation(
        "GET",
        "/receipts/{uuid:id}/matches",
        ledger,
        id="get-receipt-matches",
        tag="receipts",
        summary=say("到账的核销台账"),
        answer=Ledger,
    )

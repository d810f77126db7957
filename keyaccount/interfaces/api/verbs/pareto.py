"""Which customers bring the money (KA-2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
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
from keyaccount.playbook.pareto import Candidate, CurveRow
from keyaccount.queries.accounts.pareto import MEASURES, account_pareto


class ParetoRow(Shape):
    """One account of the curve. Shares are percent with two decimals, as text; `in_core`: among those that bring the core."""

    account: UUID
    name: str
    tier: str
    rank: int
    rank_before: int | None
    amount: MoneyOut
    previous: MoneyOut
    share: str
    cumulative_share: str
    in_core: bool


class TierProposal(Shape):
    account: UUID
    name: str
    tier: str
    to: str


class Pareto(Shape):
    measure: str
    currency: str
    first: date
    last: date
    core_percent: int
    core_accounts: int
    accounts: int
    total: MoneyOut
    items: list[ParetoRow]
    promotions: list[TierProposal]
    demotions: list[TierProposal]


def money(minor: int) -> str:
    return format(Decimal(minor).scaleb(-2), "f")


def _row(row: CurveRow) -> dict[str, Any]:
    return {
        "account": row.account_id,
        "name": row.name,
        "tier": row.tier,
        "rank": row.rank,
        "rank_before": row.rank_before,
        "amount": money(row.amount),
        "previous": money(row.previous),
        "share": money(row.share),
        "cumulative_share": money(row.cumulative_share),
        "in_core": row.in_core,
    }


def _proposal(one: Candidate) -> dict[str, Any]:
    return {"account": one.row.account_id, "name": one.row.name, "tier": one.tier, "to": one.to}


def pareto(request: HttpRequest, by: Principal) -> HttpResponse:
    asked.only(request, ("measure", "months", "currency"))
    currency = request.GET.get("currency", "CNY")
    if not (currency.isascii() and currency.isalpha() and len(currency) == 3):
        raise Invalid(Problem("choice", say("币种用三个字母，例如 CNY"), field="currency"))
    months = asked.whole(request, "months", default=0, least=1, most=60) if "months" in request.GET else None
    measure = request.GET.get("measure", "received")
    found = account_pareto(by, today=today(), measure=measure, months=months, currency=currency)
    result = found.result
    return answers.answer(
        {
            "measure": found.measure,
            "currency": found.currency,
            "first": found.first,
            "last": found.last,
            "core_percent": result.share,
            "core_accounts": result.concentration.core_accounts,
            "accounts": len(result.rows),
            "total": money(result.net),
            "items": [_row(row) for row in result.rows],
            "promotions": [_proposal(one) for one in found.candidates.promotions],
            "demotions": [_proposal(one) for one in found.candidates.demotions],
        }
    )


PARAMETERS = [
    asked.parameter("measure", say("按什么算"), enum=list(MEASURES)),
    asked.parameter("months", say("最近几个月"), type="integer", minimum=1, maximum=60),
    asked.parameter("currency", say("币种"), pattern="^[A-Za-z]{3}$"),
]


def register() -> None:
    operation(
        "GET",
        "/pareto",
        pareto,
        id="get-pareto",
        tag="pareto",
        summary=say("哪些客户带来大部分收入"),
        answer=Pareto,
        parameters=PARAMETERS,
        scopes=("read", "write"),
    )

"""What is still to come in, by how long it is overdue, and what to do about it now (PAY-2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.contracts.listing import views
from keyaccount.interfaces.web.lists import params_of
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.contracts.receivables import Ageing, Due, Receivables, receivables


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """`?of=invoice` ages invoices instead of instalments; `?on=2026-09-30` as they stood on that day."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    of = "invoice" if request.GET.get("of") == "invoice" else "instalment"
    if not access_to(by, of).fields:
        raise Refused()
    params = params_of(request.GET)
    params.pop("of", None)
    today = clock.day_of(clock.now())
    on = _on(params.pop("on", [""])[0]) or today
    found = receivables(by, params, today=on, of=of)  # type: ignore[arg-type]
    unit = by.member.money_unit
    context = {
        "views": views(by, "contracts:receivables"),
        "bases": _bases(of, {**params, **({} if on == today else {"on": [on.isoformat()]})}),
        "of": of,
        "on": on,
        "buckets": [str(one.label) for one in found.buckets],
        "totals": [_ageing(one, unit) for one in found.totals],
        "accounts": [
            {
                "id": one.account_id,
                "name": one.account_name,
                "oldest": one.oldest_days,
                **_ageing(one.ageing, unit),
            }
            for one in found.accounts
        ],
        "late": [_due(one, unit) for one in found.items if one.days is not None and one.days >= 0],
        "coming": [_due(one, unit) for one in found.items if one.days is not None and one.days < 0],
        "figures": _figures(found, unit),
    }
    return page(request, "contracts/receivables.html", context)


def _on(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _bases(of: str, params: dict[str, list[str]]) -> list[dict[str, Any]]:
    known = (("instalment", say("按期次")), ("invoice", say("按发票")))
    here = route("contracts:receivables")
    return [
        {
            "label": str(label),
            "href": f"{here}?{urlencode({**params, 'of': key}, doseq=True)}",
            "active": key == of,
        }
        for key, label in known
    ]


def _figures(found: Receivables, unit: str) -> list[dict[str, Any]]:
    """Still to come in and of it overdue, one currency after the other."""
    total = " + ".join(shown.amount(one.total, one.currency, unit) for one in found.totals)
    late = " + ".join(shown.amount(one.overdue, one.currency, unit) for one in found.totals if one.overdue)
    return [
        {"label": str(say("应收未到")), "value": total or "0"},
        {"label": str(say("已到期未付")), "value": late or "0", "tone": "bad" if late else ""},
    ]


def _ageing(one: Ageing, unit: str) -> dict[str, Any]:
    """Amounts in words."""
    cells = [(key, one.buckets[key]) for key in one.buckets]
    return {
        "currency": one.currency,
        "not_due": _amount(one.not_due, one.currency, unit),
        "cells": [{"key": key, "amount": _amount(value, one.currency, unit)} for key, value in cells],
        "total": shown.amount(one.total, one.currency, unit),
    }


def _amount(value: Decimal, currency: str, unit: str) -> str:
    return shown.amount(value, currency, unit) if value else ""


def _due(one: Due, unit: str) -> dict[str, Any]:
    days = one.days or 0
    told = (
        say("逾期 {n} 天", n=days)
        if days > 0
        else say("今天到期")
        if days == 0
        else say("{n} 天后到期", n=-days)
    )
    return {
        "contract": one.contract_id,
        "title": one.contract_title,
        "label": one.label,
        "account": one.account_name,
        "account_id": one.account_id,
        "owner": one.owner_name,
        "amount": shown.amount(one.open, one.currency, unit),
        "due": one.due_on,
        "told": str(told),
        "tone": "bad" if days > 90 else "warn" if days > 0 else "mute",
        "step": str(one.step.label) if one.step else "",
        "advice": str(one.step.text) if one.step else "",
    }

"""The funnel: how many deals came as far as each stage, how many went on, how long they stood."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.board import asked, filters
from keyaccount.interfaces.web.deals.listing import narrow, views
from keyaccount.interfaces.web.lists import Params
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.deals.funnel import FunnelRow, funnel

PERIOD = ("since", "until")
COLUMNS = (
    say("走到过"),
    say("过了关"),
    say("转化率"),
    say("停留天数"),
    say("输在这里"),
    say("现在在这里"),
    say("现在的金额"),
)


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Narrowed as the board is; every figure of the present opens its rows."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.grants("opportunity"):
        raise Refused()
    params = asked(by, request)
    found = funnel(by, params, today=clock.day_of(clock.now()), narrow=narrow(by, params))
    most = max((row.entered for row in found.rows), default=0)
    context = {
        "rows": [_row(row, most, params, found.currency, by.member.money_unit) for row in found.rows]
        if most
        else [],
        "columns": [str(label) for label in COLUMNS],
        "filters": filters(by, "deals:funnel", params),
        "figures": [
            {"label": str(say("建立的商机")), "value": shown.number(found.begun)},
            {"label": str(say("赢单")), "value": shown.number(found.won)},
        ],
        "views": views(by, "funnel"),
        "since": "".join(params.get("since", [])),
        "until": "".join(params.get("until", [])),
        **_period(params, request.GET),
    }
    return page(request, "deals/funnel.html", context)


def _period(params: Params, asked_for: Any) -> dict[str, Any]:
    """What stays when the days change: the other filters, "all" among them; and the way back to all days."""
    kept = {name: asked_for.getlist(name) for name in asked_for if name not in PERIOD}
    pairs = [(name, value) for name, values in kept.items() for value in values]
    return {"hidden": pairs, "whole": f"{route('deals:funnel')}?{urlencode(pairs)}"}


def _row(row: FunnelRow, most: int, params: Params, currency: str, unit: str) -> dict[str, Any]:
    values = (
        shown.number(row.entered),
        shown.number(row.passed),
        "–" if row.conversion is None else f"{row.conversion}%",
        "–" if row.median_days is None else f"{row.median_days:g}",
        shown.number(row.lost),
        shown.number(row.now_count),
        shown.amount(row.now_amount, currency, unit),
    )
    present = {name: values for name, values in params.items() if name not in PERIOD}
    query = {**present, "state": "open", "stage": row.stage.key}
    return {
        "label": str(row.stage.label),
        "href": f"{route('deals:list')}?{urlencode(query, doseq=True)}",
        "width": round(row.entered * 100 / most),
        "cells": [(str(label), value) for label, value in zip(COLUMNS, values, strict=True)],
    }

"""What the coach finds over all the deals the reader sees: which rules fire most, which deals want help first (PPL-7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
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
from keyaccount.queries.power.pipeline import coached_pipeline
from keyaccount.queries.records.list_records import rows_matching


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address as on the board; `?rule=` keeps those of the deals on which one rule fires."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.grants("opportunity"):
        raise Refused()
    rule = request.GET.get("rule", "")
    params = asked(by, request)
    params.pop("rule", None)
    rows = rows_matching(by, "opportunity", {**params, "state": ["open"]}, narrow=narrow(by, params))
    found = coached_pipeline(by, today=clock.day_of(clock.now()), rows=rows, rule=rule)
    context: dict[str, Any] = {
        "rules": [
            {
                "key": key,
                "label": str(label),
                "severity": severity,
                "count": n,
                "href": _here(params, rule=key),
            }
            for key, label, severity, n in found.rules
        ],
        "deals": [
            {"one": one, "href": route("power:map", one.id), "labels": [(str(t), s) for t, s in one.labels]}
            for one in found.deals
        ],
        "count": found.count,
        "rule": rule,
        "whole": _here(params),
        "filters": filters(by, "deals:coach", params),
        "views": views(by, "coach"),
        "figures": [{"label": str(say("有提醒的商机")), "value": shown.number(found.count)}],
    }
    return page(request, "deals/coach.html", context)


def _here(params: Params, **more: str) -> str:
    """The same deals, with another rule or none."""
    return "?" + urlencode({**(params or {"all": ["1"]}), **more}, doseq=True)

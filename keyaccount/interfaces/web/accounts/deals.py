"""The tab with the customer's deals: open ones first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to, may_attach
from keyaccount.base.errors import Refused
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.list_records import Page, list_records

COLUMNS = tuple("name stage verdict state amount currency sign_on owner".split())
SHOWN = 100
ORDER = {"open": 0, "shelved": 1, "won": 2, "lost": 3}


@require_GET
def deals(request: HttpRequest, id: UUID) -> HttpResponse:
    """The deals the reader sees at this customer."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    context = head(request, id, "deals")
    access = access_to(by, "opportunity")
    if not access.fields:
        raise Refused()
    params = {"account": [str(id)], "limit": [str(SHOWN)]}
    found = list_records(by, "opportunity", params, default_sort="-updated_at", columns=COLUMNS, count=False)
    rows = sorted(found.rows, key=lambda row: ORDER[row.values["state"]])
    context |= {
        "deals": [_row(found, row.id, row.values, by.member.money_unit) for row in rows],
        "more": bool(found.next),
        "may_deal": context["row"].archived_at is None
        and access.may("create")
        and may_attach(by, "opportunity", context["row"]),
    }
    return page(request, "accounts/deals.html", context)


def _row(found: Page, id: Any, values: dict[str, Any], unit: str) -> dict[str, Any]:
    currency = values.get("currency") or "CNY"
    said = {n: words(found.fields[n], values[n], found.names, currency=currency, unit=unit) for n in COLUMNS}
    return {
        **said,
        "id": id,
        "state": values["state"],
        "state_label": said["state"],
        "verdict": values["verdict"],
        "verdict_label": said["verdict"],
    }

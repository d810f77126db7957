"""The tab 情报 of a customer and of a deal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to, may_attach
from keyaccount.base import clock
from keyaccount.interfaces.web.accounts.head import head as account_head
from keyaccount.interfaces.web.deals.head import head as deal_head
from keyaccount.interfaces.web.deals.head import opened_room
from keyaccount.interfaces.web.intelligence.wording import in_words
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.intelligence.telling import ToldList, intelligence_of


@require_GET
def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the reader knows of the customer, newest first."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    context = account_head(request, id, "intelligence:account")
    row = context["row"]
    may = row.archived_at is None and access_to(by, "intelligence").may("record")
    add = f"{route('intelligence:new')}?account={id}" if may and may_attach(by, "intelligence", row, verb="record") else ""  # fmt: skip
    context |= _ledger(intelligence_of(by, clock.day_of(clock.now()), account=id), add)
    context["all"] = f"{route('intelligence:list')}?account={id}"
    return page(request, "intelligence/account.html", context)


@require_GET
def deal(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is known of the deal."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    context = deal_head(opened_room(request, id), by, "deal")
    may = context["may"]["edit"] and access_to(by, "intelligence").may("record")
    account = context["row"].account_id
    add = f"{route('intelligence:new')}?account={account}&opportunity={id}" if may else ""
    context |= _ledger(intelligence_of(by, clock.day_of(clock.now()), opportunity=id), add)
    context["all"] = f"{route('intelligence:list')}?opportunity={id}"
    return page(request, "intelligence/deal.html", context)


def _ledger(found: ToldList, add: str) -> dict[str, Any]:
    rows = in_words(found)
    return {
        "rows": rows,
        "more": found.more,
        "add": add,
        "disputed": sum(one["state"] == "disputed" for one in rows),
        "thin": sum(one["thin"] for one in rows),
    }

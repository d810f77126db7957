"""The contracts of a deal, as a tab of its page; `?part=` leads on to that part of the one that counts (STG-2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to, opened
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.contracts.cells import CONTRACT_TONES
from keyaccount.interfaces.web.deals.head import head, opened_room
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.records.contracts.choices import CONTRACT_STATE

PARTS = ("contract", "route-sign", "route-pay", "instalments", "invoices", "ledger", "copy")


@require_GET
def contracts(request: HttpRequest, deal: UUID) -> HttpResponse:
    """The list; with one live contract and a part of it asked for, straight to that part."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    room = opened_room(request, deal)
    rows = list(opened(by, "contract").filter(opportunity_id=deal).order_by("-created_at", "-pk"))
    live = [row for row in rows if row.state != "void"]
    part = request.GET.get("part", "")
    if part in PARTS and len(live) == 1:
        end = "" if part == "contract" else f"#{part}"
        return HttpResponseRedirect(route("contracts:show", live[0].pk) + end)
    context = head(room, by, "contracts")
    may = access_to(by, "contract").may("create") and room.shown.row.archived_at is None
    add = f"{route('contracts:add', 'contract')}?account={room.shown.row.account_id}&opportunity={deal}"
    context |= {"rows": [_row(one, by.member.money_unit) for one in rows], "add": add if may else ""}
    return page(request, "contracts/deal_contracts.html", context)


def _row(row: Any, unit: str) -> dict[str, Any]:
    return {
        "href": route("contracts:show", row.pk),
        "title": row.title,
        "number": row.number,
        "state": str(CONTRACT_STATE[row.state]),
        "tone": CONTRACT_TONES[row.state],
        "signed_on": row.signed_on,
        **{n: shown.amount(getattr(row, n), row.currency, unit) for n in ("amount", "invoiced", "received")},
    }

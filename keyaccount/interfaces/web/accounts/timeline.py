"""Everything that happened with the customer, newest first (ACC-3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.base import clock
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.streams import days
from keyaccount.queries.accounts.timeline import account_timeline

DEALS = (
    *("opportunity", "opportunity_line", "opportunity_member", "answer", "need", "waiver"),
    *("proposal", "proposal_review", "proposal_feedback", "quote", "negotiation_point"),
    *("contract", "route_step", "instalment", "invoice", "receipt", "dunning_step"),
)
ROOMS: dict[str, tuple[Say, tuple[str, ...]]] = {
    "": (say("全部"), ()),
    "note": (say("记事"), ("note",)),
    "contact": (say("联系与任务"), ("contact", "task")),
    "deal": (say("商机与合同"), DEALS),
    "account": (say("客户资料"), ("account", "address", "team_seat", "share", "result")),
    "people": (say("人员"), ("person", "post", "unit")),
    "fact": (say("档案事实"), ("fact",)),
    "file": (say("文件"), ("file",)),
}


@require_GET
def timeline(request: HttpRequest, id: UUID) -> HttpResponse:
    """The tab; with `cursor` only the next part, for the reader who arrived at the end."""
    by = request.principal  # type: ignore[attr-defined]
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    kind = kind if kind in ROOMS else ""
    cursor = request.GET.get("cursor", "")
    stream = account_timeline(by, id, cursor=cursor, rooms=ROOMS[kind][1], text=text)
    here = reverse("accounts:timeline", args=[id])
    kept = {name: value for name, value in (("kind", kind), ("q", text)) if value}
    context: dict[str, Any] = {
        "days": days(by, stream.happenings, at=clock.now(), accounts=False),
        "more": f"{here}?{urlencode({**kept, 'cursor': stream.next})}" if stream.next else "",
    }
    if cursor and request.headers.get("HX-Request"):
        return page(request, "accounts/timeline_more.html", context)
    filters = [
        {
            "label": str(label),
            "href": here
            + (
                f"?{query}"
                if (query := urlencode({k: v for k, v in (("kind", key), ("q", text)) if v}))
                else ""
            ),
            "active": key == kind,
        }
        for key, (label, _) in ROOMS.items()
    ]
    context |= {**head(request, id, "timeline"), "filters": filters, "q": text, "kind": kind, "here": here}
    return page(request, "accounts/timeline.html", context)

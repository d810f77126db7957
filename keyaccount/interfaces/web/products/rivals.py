"""Who we compete with: one list for everybody, kept by those who work deals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal, access_to, opened
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.products.listing import views
from keyaccount.interfaces.web.routes import route

MOST = 500


@require_GET
def rivals(request: HttpRequest) -> HttpResponse:
    """Those in use, by name; those put away below them."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    access = access_to(by, "rival")
    if not access.fields:
        raise Refused()
    may = {verb: access.may(verb) for verb in ("create", "edit", "archive")}
    rows = opened(by, "rival", archived=True).order_by("name_sort", "pk")[:MOST]
    told = [_row(row, may) for row in rows]
    context = {
        "rows": sorted(told, key=lambda one: bool(one["archived"])),
        "views": views("products:rivals"),
        "add": route("contracts:add", "rival") if may["create"] else "",
    }
    return page(request, "products/rivals.html", context)


def _row(row: Any, may: dict[str, bool]) -> dict[str, Any]:
    used = row.archived_at is None
    return {
        "name": row.name,
        "note": row.note,
        "archived": not used,
        "edit": route("contracts:change", "rival", row.pk) if may["edit"] and used else "",
        "archive": route("products:rival_archive", row.pk) if may["archive"] and used else "",
        "restore": route("products:rival_restore", row.pk) if may["archive"] and not used else "",
    }


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put it away; what was said of it on the maps stays."""
    archive_record(by=request.principal, at=clock.now(), entity="rival", id=id)  # type: ignore[attr-defined]
    return done(say("已停用"), undo=route("products:rival_restore", id), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="rival", id=id, restore=True)  # type: ignore[attr-defined]
    return done(say("已启用"), reload="#main")

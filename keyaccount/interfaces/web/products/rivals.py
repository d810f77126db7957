"""Who we compete with: one list for everybody, kept by those who work deals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal, access_to
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.interfaces.web.products.listing import LIMIT, views
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.list_records import list_records


@require_GET
def rivals(request: HttpRequest) -> HttpResponse:
    """Those in use; `?archived=1` adds those put away."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    access = access_to(by, "rival")
    if not access.fields:
        raise Refused()
    archived = bool(request.GET.get("archived"))
    asked = {"limit": [LIMIT], **({"archived": ["1"]} if archived else {})}
    found = list_records(by, "rival", asked, default_sort="name", count=False)
    context = {
        "rows": [_row(row, access.may("edit"), access.may("archive")) for row in found.rows],
        "views": views("products:rivals"),
        "add": route("contracts:add", "rival") if access.may("create") else "",
        "archived": archived,
    }
    return page(request, "products/rivals.html", context)


def _row(row: Any, edit: bool, archive: bool) -> dict[str, Any]:
    verb = "restore" if row.archived else "archive"
    return {
        "name": row.values["name"],
        "note": row.values.get("note", ""),
        "archived": row.archived,
        "edit": route("contracts:change", "rival", row.id) if edit and not row.archived else "",
        "verb": verb,
        "move": route(f"products:rival_{verb}", row.id) if archive else "",
    }


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put it away; what was said of it on the maps stays."""
    archive_record(by=request.principal, at=clock.now(), entity="rival", id=id)  # type: ignore[attr-defined]
    return done(say("已停用"), undo=route("products:rival_restore", id), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    try:
        archive_record(by=request.principal, at=clock.now(), entity="rival", id=id, restore=True)  # type: ignore[attr-defined]
    except Invalid as error:
        return told(error.problems[0].message)
    return done(say("已启用"), reload="#main")

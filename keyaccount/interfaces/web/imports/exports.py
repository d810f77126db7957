"""Exports: asked for from a list or from here, made at once when small, fetched for a day."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal
from keyaccount.actions.exporting.run_export import run_export
from keyaccount.actions.exporting.start_export import start_export
from keyaccount.actions.shared import storing
from keyaccount.base import clock
from keyaccount.base.errors import Missing
from keyaccount.interfaces.web.imports.files import attached
from keyaccount.interfaces.web.imports.telling import BUSY, export_line, kind_of, state_of
from keyaccount.interfaces.web.imports.working import AT_ONCE
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.queries.library.runs import my_export


@require_POST
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Export the list the reader looks at: narrowed as its address is, or to the chosen rows (`ids`)."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    params = _params(request)
    few = export_rows(by, kind, params).count <= AT_ONCE
    form = request.POST.get("format") or "xlsx"
    run = start_export(by=by, at=clock.now(), kind=kind, params=params, format=form)
    if few:
        run = run_export(id=run.pk, now=clock.now, rows=export_rows)
    name = "imports:export_file" if run.state == "done" else "imports:export_show"
    if request.headers.get("HX-Request"):
        return done("", redirect=reverse(name, args=[run.pk]))
    return HttpResponseRedirect(reverse("imports:export_show", args=[run.pk]))


def _params(request: HttpRequest) -> dict[str, list[str]]:
    """The filters of the list that was looked at (from its address, or sent along as `query`), or the chosen rows."""
    if chosen := request.POST.getlist("ids"):
        return {"ids": chosen}
    address = urlsplit(request.headers.get("HX-Current-URL", "")).query
    query = QueryDict(request.POST.get("query") or address)
    return {name: kept for name in query if (kept := [v for v in query.getlist(name) if v.strip()])}


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the export is, and the file when it is there."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_export(by, id)
    context: dict[str, Any] = {"run": run, "line": export_line(run), "kind": str(kind_of(run))}
    return page(request, "imports/export.html", {**context, "busy": run.state in BUSY})


@require_GET
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """Asked for every second; when the work is over, the page is loaded anew."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_export(by, id)
    if run.state not in BUSY:
        return done("", redirect=reverse("imports:export_show", args=[id]))
    return page(request, "imports/export_bar.html", {"run": run, "state": state_of(run)[0]})


@require_GET
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The file, for its member alone and for a day."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_export(by, id)
    by.must("export.run")
    if run.document is None or run.expires_at is None or run.expires_at < clock.now():
        raise Missing()
    return attached(storing.path_of(run.document.digest), run.document.name)

"""Taking a list out: what the reader sees of it, as a file."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from keyaccount.access import Principal
from keyaccount.actions.exporting.run_export import run_export
from keyaccount.actions.exporting.start_export import start_export
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports.working import SMALL
from keyaccount.interfaces.web.lists import Params, ids_of, params_of
from keyaccount.interfaces.web.pages import done, told
from keyaccount.queries.library.export_rows import LISTS, export_rows

PAGES = {
    "accounts": "accounts:list",
    "pools": "pools:list",
    "people": "people:list",
    "members": "settings:members:list",
}


@require_POST
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole list, as the page that was looked at narrows and sorts it."""
    return _export(request, kind, _looked_at(request, kind))


@require_POST
def export_chosen(request: HttpRequest, kind: str) -> HttpResponse:
    """Only the rows that were ticked."""
    ids = ids_of(request.POST)
    if not ids:
        raise Invalid(Problem("required", say("请先选择要导出的行")))
    return _export(request, kind, {**_looked_at(request, kind), "ids": [str(id) for id in ids]})


def _looked_at(request: HttpRequest, kind: str) -> Params:
    """The query of the list page the reader came from: htmx keeps its address up to date."""
    came = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    there = kind in PAGES and came.path == reverse(PAGES[kind])
    params = params_of(QueryDict(came.query) if there else request.GET)
    return {name: values for name, values in params.items() if name not in ("cursor", "at", "columns", "format")}


def _export(request: HttpRequest, kind: str, params: Params) -> HttpResponse:
    """A small list is there at once; a long one waits for the worker."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    by.must("export.run")
    if kind not in LISTS:
        raise Missing()
    small = export_rows(by, kind, params).count <= SMALL
    format = request.GET.get("format") or "xlsx"
    run = start_export(by=by, at=clock.now(), kind=kind, params=params, format=format)
    if small:
        run = run_export(id=run.pk, now=clock.now, rows=export_rows)
    if small and run.state == "done":
        return done("", redirect=reverse("imports:exported", args=[run.pk]))
    told(request, say("正在导出，好了在这里下载"), "info")
    return done("", redirect=reverse("imports:list"))

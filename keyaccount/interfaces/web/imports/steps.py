"""One import, step by step; its address stays the same from the columns to the result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal
from keyaccount.actions.importing.cancel_import import cancel_import
from keyaccount.actions.importing.draft_import import reread_import, revise_import
from keyaccount.actions.importing.start_import import begin_import, try_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports import showing
from keyaccount.interfaces.web.imports.columns import Chosen, kept, reading, sent
from keyaccount.interfaces.web.imports.words import ACTIVE
from keyaccount.interfaces.web.imports.working import work_if_small
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.queries.library.runs import my_import
from keyaccount.records.library.models import ImportRun


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The step at which the import is."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if run.state == "draft":
        return _columns(request, run, kept(by, run))
    if run.state in ACTIVE:
        return page(request, "imports/running.html", showing.running(by, run))
    if run.options.get("dry_run"):
        return page(request, "imports/checked.html", showing.checked(by, run))
    return page(request, "imports/result.html", showing.ended(by, run))


@require_GET
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far it is; at the end the page turns to what came out."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if run.state not in ACTIVE:
        return done("", redirect=_address(run))
    return page(request, "imports/progress.html", showing.running(by, run))


@require_POST
def read(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read the file as the person says."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    try:
        run = reread_import(by=by, at=clock.now(), id=id, reading=reading(request.POST))
    except Invalid as error:
        run = my_import(by, id)
        return _columns(request, run, kept(by, run), error)
    return HttpResponseRedirect(_address(run))


@require_POST
def attempt(request: HttpRequest, id: UUID) -> HttpResponse:
    """Try the columns as mapped: nothing is stored."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if "survey" not in run.options:
        return HttpResponseRedirect(_address(run))
    chosen = sent(request.POST, run)
    try:
        run = try_import(by=by, at=clock.now(), id=id, mapping=chosen.mapping, options=chosen.options)
    except Invalid as error:
        return _columns(request, run, chosen, error)
    work_if_small(run)
    return HttpResponseRedirect(_address(run))


@require_POST
def revise(request: HttpRequest, id: UUID) -> HttpResponse:
    run = revise_import(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    return HttpResponseRedirect(_address(run))


@require_POST
def begin(request: HttpRequest, id: UUID) -> HttpResponse:
    """Do it."""
    run = begin_import(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    work_if_small(run)
    return HttpResponseRedirect(_address(run))


@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop it; what was only being tried is thrown away."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = cancel_import(by=by, at=clock.now(), id=id)
    if run.state == "cancelled":
        return done("", redirect=_address(run))
    told(request, say("已放弃，没有写入任何数据"))
    return done("", redirect=reverse("imports:list"))


@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the whole import back."""
    run = undo_import(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    if "survey" in run.options:
        work_if_small(run)
    return done("", redirect=_address(run))


def _address(run: ImportRun) -> str:
    return reverse("imports:show", args=[run.pk])


def _columns(request: HttpRequest, run: ImportRun, chosen: Chosen, error: Invalid | None = None) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    context: dict[str, Any] = showing.mapping(by, run, chosen, error.problems if error else ())
    return page(request, "imports/columns.html", context, status=422 if error else 200)

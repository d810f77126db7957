"""The signed paper of a contract, filed and handed out; putting a contract away."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from keyaccount.actions.contracts.file_copy import Copy, file_copy
from keyaccount.actions.contracts.read_copy import read_copy
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import clauses, say
from keyaccount.interfaces.web.pages import done, told
from keyaccount.interfaces.web.routes import route


@require_POST
def file(request: HttpRequest, id: UUID) -> HttpResponse:
    """File what was dropped, or tell why not; the contract's page again."""
    given = request.FILES.get("file")
    try:
        if given is None or given.file is None:
            raise Invalid(Problem("required", say("请选择文件"), field="file"))
        copy = Copy(given.name or "", given.content_type or "", given.file)  # type: ignore[arg-type]
        file_copy(by=request.principal, at=clock.now(), id=id, copy=copy)  # type: ignore[attr-defined]
    except Invalid as error:
        told(request, clauses(p.message for p in error.problems), "bad")
    else:
        told(request, say("已存入签订件"))
    return HttpResponseRedirect(route("contracts:show", id))


@require_GET
def download(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The signed paper as a download under its own name; on record."""
    copy = read_copy(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    response = FileResponse(
        copy.path.open("rb"),
        as_attachment=True,
        filename=copy.name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put the contract away; the toast takes it back."""
    archive_record(by=request.principal, at=clock.now(), entity="contract", id=id)  # type: ignore[attr-defined]
    return done(say("已归档"), undo=route("contracts:restore", id), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="contract", id=id, restore=True)  # type: ignore[attr-defined]
    return done(say("已恢复"), reload="#main")

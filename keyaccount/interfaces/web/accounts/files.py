"""Documents of an account: filed by dropping them here, handed out as downloads only, each on record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.actions.accounts.add_file import add_file
from keyaccount.actions.accounts.read_file import read_file
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.queries.accounts.files import account_files


def files(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: the tab. POST: file what was dropped."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return _upload(request, id)
        except Invalid as error:
            problems = error.problems
    context: dict[str, Any] = head(request, id, "files")
    if not context["inside"]:
        raise Missing()
    context |= {
        "files": account_files(request.principal, id),  # type: ignore[attr-defined]
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/files.html", context, status=422 if problems else 200)


def _upload(request: HttpRequest, id: UUID) -> HttpResponse:
    given = request.FILES.get("file")
    if given is None or given.file is None:
        raise Invalid(Problem("required", say("请选择文件"), field="file"))
    made = add_file(
        by=request.principal,  # type: ignore[attr-defined]
        at=clock.now(),
        account=id,
        name=given.name or "",
        media_type=given.content_type or "",
        content=given.file,  # type: ignore[arg-type]
        title=request.POST.get("title", "").strip(),
    )
    told(request, say("已存入 {name}", name=made.title))
    return HttpResponseRedirect(reverse("accounts:files", args=[id]))


@require_GET
def download(request: HttpRequest, id: UUID, file: UUID) -> HttpResponseBase:
    """The content as an attachment under its own name; a browser never runs it on our address."""
    content = read_file(by=request.principal, at=clock.now(), id=file, account=id)  # type: ignore[attr-defined]
    response = FileResponse(
        content.path.open("rb"),
        as_attachment=True,
        filename=content.name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def archive(request: HttpRequest, id: UUID, file: UUID) -> HttpResponse:
    """Put a file away; the toast takes it back."""
    archive_record(by=request.principal, at=clock.now(), entity="file", id=file)  # type: ignore[attr-defined]
    return done(say("已移除文件"), undo=reverse("accounts:file_restore", args=[id, file]), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID, file: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="file", id=file, restore=True)  # type: ignore[attr-defined]
    return done(say("已恢复文件"), reload="#main")

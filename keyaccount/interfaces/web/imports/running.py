"""An import at work: started, looked at, stopped, taken back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal
from keyaccount.actions.importing.cancel_import import cancel_import
from keyaccount.actions.importing.resume_import import resume_import
from keyaccount.actions.importing.start_import import begin_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports.telling import BUSY, state_of
from keyaccount.interfaces.web.imports.working import work_if_small, working_on
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.queries.library.runs import my_import


@require_POST
def begin(request: HttpRequest, id: UUID) -> HttpResponse:
    """Do what was tried; a small file at once."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    work_if_small(begin_import(by=by, at=clock.now(), id=id))
    return HttpResponseRedirect(reverse("imports:show", args=[id]))


@require_GET
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """The bar alone, asked for every second; when the work is over, the page is loaded anew."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if run.state not in BUSY:
        return done("", redirect=reverse("imports:show", args=[id]))
    return page(request, "imports/bar.html", {"run": run, "state": state_of(run)[0], **working_on(by, run)})


@require_POST
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop between two chunks; a draft is thrown away."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    try:
        run = cancel_import(by=by, at=clock.now(), id=id)
    except Invalid as error:
        told(request, error, "bad")
        return done("", redirect=reverse("imports:show", args=[id]))
    gone = run.state != "cancelled"
    told(request, say("已放弃这次导入") if gone else say("已取消。处理过的行保留着，可以整批撤销"))
    return done("", redirect=reverse("imports:list") if gone else reverse("imports:show", args=[id]))


@require_POST
def resume(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go on with what halted; a small one at once."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    work_if_small(resume_import(by=by, at=clock.now(), id=id))
    return HttpResponseRedirect(reverse("imports:show", args=[id]))


@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the whole import back; a small one at once."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    work_if_small(undo_import(by=by, at=clock.now(), id=id))
    return done("", redirect=reverse("imports:show", args=[id]))

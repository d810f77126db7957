"""The signed paper of a contract: filed here."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from keyaccount.actions.contracts.file_copy import Copy, file_copy
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import clauses, say
from keyaccount.interfaces.web.pages import told
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

"""A new import: what it holds, and its file."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import kinds_for
from keyaccount.actions.importing.draft_import import draft_import
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import page
from keyaccount.records.library.models import ImportRun
from keyaccount.tables.reading import LIMITS

ACCEPT = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt,.vcf,.json,.zip,.gz"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?kind=` is chosen beforehand. A file that cannot be taken is told with its reason."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kinds = kinds_for(by)
    if not kinds:
        raise Refused()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            run = _upload(request, by)
        except Invalid as error:
            problems = error.problems
        else:
            return HttpResponseRedirect(reverse("imports:show", args=[run.pk]))
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    context = {
        "kinds": [(kind, str(label)) for kind, label in kinds.items()],
        "kind": asked if asked in kinds else next(iter(kinds)),
        "accept": ACCEPT,
        "most_mb": settings.UPLOAD_LIMIT >> 20,
        "most_rows": LIMITS.rows,
        "problems": problems,
    }
    return page(request, "imports/new.html", context, status=422 if problems else 200)


def _upload(request: HttpRequest, by: Principal) -> ImportRun:
    given = request.FILES.get("file")
    if given is None or given.file is None:
        raise Invalid(Problem("required", say("请选择文件"), field="file"))
    return draft_import(
        by=by,
        at=clock.now(),
        kind=request.POST.get("kind", ""),
        name=given.name or "",
        media_type=given.content_type or "",
        content=given.file,  # type: ignore[arg-type]
    )

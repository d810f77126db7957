"""From a file to a trial: choose it, see how it was read, say what its columns mean, look at what would happen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import KINDS, kinds_for, proposed
from keyaccount.actions.importing.draft_import import draft_import, reread_import, revise_import
from keyaccount.actions.importing.start_import import try_import
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Problem, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports import asking, telling
from keyaccount.interfaces.web.imports.working import work_if_small, working_on
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.library.runs import my_import, told_groups, told_rows
from keyaccount.records.library.models import ImportRun
from keyaccount.tables.reading import ENCODINGS, LIMITS

PROBLEMS = 20
REFUSED = 50


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose what to import and the file; `?kind=` chooses beforehand."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kinds = kinds_for(by)
    if not kinds:
        raise Refused()
    given = request.FILES.get("file")
    kind = (request.POST if request.method == "POST" else request.GET).get("kind") or next(iter(kinds))
    if request.method != "POST":
        return _new(request, kind)
    try:
        if given is None:
            raise Invalid(Problem("required", say("请选择文件"), field="file"))
        run = draft_import(
            by=by,
            at=clock.now(),
            kind=kind,
            name=given.name or "",
            media_type=given.content_type or "",
            content=given,  # type: ignore[arg-type]
        )
    except Invalid as error:
        return _new(request, kind, error.problems, status=422)
    return _to(run.pk)


def _new(
    request: HttpRequest, kind: str, problems: Iterable[Problem] = (), *, status: int = 200
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    context = {
        "kinds": [(key, str(label)) for key, label in kinds_for(by).items()],
        "kind": kind,
        "megabytes": settings.UPLOAD_LIMIT >> 20,
        "most_rows": f"{LIMITS.most_rows:,}",
        "problems": [str(p.message) for p in problems],
        "steps": _steps("file"),
    }
    return page(request, "imports/new.html", context, status=status)


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The page that fits how far the import is."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if run.state == "draft":
        return _columns(request, run, run.mapping or proposed(by, run.kind, run.options["survey"]["header"]))
    words, tone = telling.state_of(run)
    trial = bool(run.options.get("dry_run"))
    context: dict[str, Any] = {"run": run, "kind": str(KINDS[run.kind]), "state": words, "tone": tone}
    context |= {"trial": trial, "steps": _steps("preview" if trial else "done")}
    if run.state in telling.BUSY:
        return page(request, "imports/running.html", {**context, **working_on(by, run)})
    context["figures"] = telling.counted(run)
    if trial:
        context["rows"] = telling.told_lines(told_groups(by, run, most=PROBLEMS))
    else:
        context["rows"] = telling.told_lines(told_rows(by, run, outcomes=["refused", "kept"], most=REFUSED))
    return page(request, "imports/checked.html" if trial else "imports/result.html", context)


@require_POST
def read(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read the file in another way: other sheet, encoding, delimiter, line of headings."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    try:
        run = reread_import(by=by, at=clock.now(), id=id, reading=asking.reading(request.POST))
    except Invalid as error:
        run = my_import(by, id)
        if "survey" not in run.options:  # handed in by a program: it has no columns to choose
            raise Missing() from None
        return _columns(request, run, run.mapping, error.problems, request.POST)
    return _to(run.pk)


@require_POST
def attempt(request: HttpRequest, id: UUID) -> HttpResponse:
    """Try the import with these columns: at once when the file is small, else in the background."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if "survey" not in run.options:
        return _to(run.pk)
    mapping = asking.mapping(request.POST, run.options["survey"]["header"])
    try:
        options = asking.options(request.POST, run)
        run = try_import(by=by, at=clock.now(), id=id, mapping=mapping, options=options)
    except Invalid as error:
        return _columns(request, run, mapping, error.problems, request.POST)
    work_if_small(run)
    return _to(run.pk)


@require_POST
def revise(request: HttpRequest, id: UUID) -> HttpResponse:
    """Back from the trial to the columns."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    revise_import(by=by, at=clock.now(), id=id)
    return _to(id)


def _columns(
    request: HttpRequest,
    run: ImportRun,
    mapping: dict[str, str],
    problems: Iterable[Problem] = (),
    typed: QueryDict | None = None,
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    survey, shown = run.options["survey"], list(problems)
    context = {
        "run": run,
        "kind": str(KINDS[run.kind]),
        "survey": survey,
        "columns": asking.columns(by, run, mapping),
        "asked": asking.asked(by, run, typed),
        "encodings": [(name, name) for name in ENCODINGS],
        "delimiters": asking.DELIMITERS,
        "sheets": [(name, name) for name, _hidden in survey["sheets"]],
        "problems": [{"field": "", "message": str(p.message)} for p in shown],
        "steps": _steps("columns"),
    }
    return page(request, "imports/columns.html", context, status=422 if shown else 200)


def _steps(now: str) -> list[dict[str, str]]:
    labels = {"file": say("选文件"), "columns": say("对应列"), "preview": say("预览"), "done": say("导入")}
    names = list(labels)
    place = names.index(now)
    states = ["done" if n < place else "now" if n == place else "todo" for n in range(len(names))]
    return [{"label": str(labels[name]), "state": state} for name, state in zip(names, states, strict=True)]


def _to(id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("imports:show", args=[id]))

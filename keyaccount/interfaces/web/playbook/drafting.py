"""Writing the next edition: the parts directors change most in forms, the whole of it as text, and publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.library import edition_draft as acts
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Problem, Refused
from keyaccount.base.language import EN, ZH_HANS, ZH_HANT, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.deals.asking import field
from keyaccount.interfaces.web.pages import page, told
from keyaccount.interfaces.web.playbook.editions import differing
from keyaccount.playbook import reader, rewriting
from keyaccount.playbook.comparing import compare
from keyaccount.playbook.problems import EditionErrors
from keyaccount.playbook.rewriting import Editable
from keyaccount.queries.library.editions import draft as stored_draft
from keyaccount.records.library.models import EditionDraft

TONGUES = {ZH_HANS: say("简体"), ZH_HANT: say("繁体"), EN: say("英文")}
LONG = ("ask", "hint", "meaning", "advice", "text", "body", "note")
MOST_BYTES = 4_000_000


def _draft(request: HttpRequest) -> tuple[Principal, EditionDraft]:
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.may(acts.FUNCTION):
        raise Refused()
    found = stored_draft(by)
    if found is None:
        raise Missing()
    return by, found


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    acts.begin_draft(by=by, at=clock.now())
    return redirect("playbook:draft")


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What the draft changes, and where to change more."""
    _, draft = _draft(request)
    return _shown(request, draft)


def _shown(request: HttpRequest, draft: EditionDraft, problems: Iterable[Problem] = ()) -> HttpResponse:
    running = edition_in_force()
    errors: tuple[Any, ...] = ()
    differences: tuple[Any, ...] = ()
    sections: list[dict[str, Any]] = []
    try:
        wanted = reader.read(draft.source, str(say("草稿")))
        differences = tuple(one for one in compare(running, wanted) if one.path != "number")
        sections = [
            {"key": name, "label": str(rewriting.SECTIONS[name]), "entries": rows}
            for name, rows in rewriting.entries(draft.source)
        ]
    except EditionErrors as bad:
        errors = bad.errors
    known = [{"field": "", "message": str(p.message)} for p in problems]
    context = {
        "draft": draft,
        "running": running,
        "differences": differing(differences),
        "errors": errors,
        "sections": sections,
        "problems": known,
    }
    return page(request, "playbook/draft.html", context, status=422 if known else 200)


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, address: str) -> HttpResponse:
    """GET: the fields of one entry. POST: store them, or with `remove` take the entry out."""
    by, draft = _draft(request)
    offered = rewriting.fields(draft.source, address)
    if request.method == "GET":
        return _entry(request, draft, address, offered)
    typed, problems = _typed(request, offered)
    version = int(request.POST.get("version") or 0) if request.POST.get("version", "").isdigit() else 0
    try:
        if problems:
            raise Invalid(*problems)
        values = None if "remove" in request.POST else typed
        acts.change_draft(by=by, at=clock.now(), address=address, values=values, version=version)
    except Invalid as bad:
        return _entry(request, draft, address, offered, typed, bad.problems)
    told(request, say("草稿已改"))
    return redirect("playbook:draft")


def _typed(request: HttpRequest, offered: list[Editable]) -> tuple[dict[str, Any], list[Problem]]:
    found: dict[str, Any] = {}
    problems = []
    for one in offered:
        raw = request.POST.get(one.name, "").strip()
        if one.kind == "flag":
            found[one.name] = bool(raw)
        elif one.kind == "text":
            found[one.name] = raw.replace("\r\n", "\n")
            if not raw:
                problems.append(Problem("required", say("三种语言都要写"), field=one.name))
        else:
            found[one.name] = raw
            try:
                found[one.name] = int(raw)
            except ValueError:
                problems.append(Problem("number", say("请填整数"), field=one.name))
    return found, problems


def _entry(
    request: HttpRequest,
    draft: EditionDraft,
    address: str,
    offered: list[Editable],
    typed: dict[str, Any] | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    known = list(problems)
    wrong = {p.field: str(p.message) for p in known}
    names = {one.name for one in offered}
    row = next((e for _, rows in rewriting.entries(draft.source) for e in rows if e.address == address), None)
    context = {
        "draft": draft,
        "address": address,
        "entry": row,
        "section": str(rewriting.SECTIONS[address.split("/")[0]]),
        "controls": [_control(one, (typed or {}).get(one.name, one.value), wrong) for one in offered],
        "problems": [
            {"field": p.field if p.field in names else "", "message": _told(p, names)} for p in known
        ],
    }
    return page(request, "playbook/entry.html", context, status=422 if known else 200)


def _told(problem: Problem, names: set[str]) -> str:
    """At a field its message alone; elsewhere with the place in the document."""
    if problem.field in names or not problem.row:
        return str(problem.message)
    return str(
        say("第 {row} 行 {key}：{message}", row=problem.row, key=problem.field, message=problem.message)
    )


def _control(one: Editable, value: Any, wrong: dict[str, str]) -> dict[str, Any]:
    label = (
        one.label
        if not one.language
        else say("{label}（{language}）", label=one.label, language=TONGUES[one.language])
    )
    if one.of and one.of in rewriting.GROUPS:
        label = say("{group}：{label}", group=rewriting.GROUPS[one.of], label=one.label)
    long = one.name.split(".")[0] in LONG
    kind = {"flag": "checkbox", "number": "number"}.get(one.kind, "textarea" if long else "text")
    attrs = {"rows": 2} if kind == "textarea" else {}
    return field(one.name, label, kind, value, error=wrong.get(one.name, ""), attrs=attrs)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """The whole document: in the page or as a file. It is kept as typed; what is wrong with it is told with its lines."""
    by, draft = _draft(request)
    if request.method == "GET":
        return page(request, "playbook/text.html", {"draft": draft, "source": draft.source, "errors": ()})
    version = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else 0
    given = request.FILES.get("file")
    source = request.POST.get("source", "").replace("\r\n", "\n")
    try:
        if given is not None:
            source = _decoded(given)
        draft = acts.write_draft(by=by, at=clock.now(), source=source, version=version)
        reader.read(source, str(say("草稿")))
    except EditionErrors as bad:
        context = {"draft": draft, "source": source, "errors": bad.errors}
        return page(request, "playbook/text.html", context, status=422)
    except Invalid as bad:
        context = {
            "draft": draft,
            "source": source,
            "errors": (),
            "problems": [{"field": "", "message": str(p.message)} for p in bad.problems],
        }
        return page(request, "playbook/text.html", context, status=422)
    told(request, say("草稿已改"))
    return redirect("playbook:draft")


def _decoded(given: Any) -> str:
    if given.size > MOST_BYTES:
        raise Invalid(Problem("too_long", say("文件太大"), field="file"))
    try:
        return str(given.read().decode("utf-8-sig")).replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Invalid(Problem("encoding", say("文件要用 UTF-8 保存"), field="file")) from None


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    _, draft = _draft(request)
    name = "playbook-draft.toml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(draft.source, content_type="application/toml; charset=utf-8", headers=headers)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    by, draft = _draft(request)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else 0
    try:
        made = acts.publish_draft(by=by, at=clock.now(), version=version)
    except EditionErrors:
        return _shown(request, draft, [Problem("edition", say("草稿里还有错误，改好才能发布"))])
    except Invalid as bad:
        return _shown(request, draft, bad.problems)
    told(request, say("第 {n} 版已发布。新建的商机用它，进行中的留在原来的版本上", n=made.number))
    return redirect("playbook:editions")


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    by, _ = _draft(request)
    acts.drop_draft(by=by, at=clock.now())
    told(request, say("草稿已丢弃"))
    return redirect("playbook:editions")

"""Papers for customers as Word and PDF, and the page where templates, placeholders and our own details are kept (PRO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import Principal, access_to, opened
from keyaccount.actions.contracts.add_template import add_template
from keyaccount.actions.contracts.read_template import fill_sample, read_template, standard_template
from keyaccount.actions.contracts.write_paper import File, write_paper
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import EN, current, say
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.interfaces.web.products.listing import views
from keyaccount.interfaces.web.routes import route
from keyaccount.papers.slots import KINDS, LISTS, SCALARS, ListSlot, Slot


@require_GET
def write(request: HttpRequest, kind: str, id: UUID, ending: str) -> HttpResponse:
    """The paper as a download; on record."""
    chosen = request.GET.get("template") or None
    by: Principal = request.principal  # type: ignore[attr-defined]
    return _attached(write_paper(by=by, at=clock.now(), kind=kind, id=id, ending=ending, template=chosen))


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """GET: templates, placeholders, our details. POST: check an uploaded template and keep it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            _take_in(request, by)
        except Invalid as error:
            problems = error.problems
        else:
            told(request, say("已存入模板"))
            return HttpResponseRedirect(route("papers:list"))
    may, ours = access_to(by, "paper").may("create"), opened(by, "letterhead").order_by("created_at").first()
    asked = request.POST or request.GET
    context = {
        "views": views("papers:list"),
        "kinds": [_kind(by, key, may) for key in KINDS],
        "choices": [(key, str(label)) for key, label in KINDS.items()],
        "kind": asked.get("kind", "quote"),
        "name": asked.get("name", ""),
        "is_default": asked.get("is_default") == "1",
        "may": may,
        "ours": _ours(by, ours),
        "edit_ours": _edit_ours(ours) if access_to(by, "letterhead").may("edit") else "",
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "contracts/papers.html", context, status=422 if problems else 200)


def _take_in(request: HttpRequest, by: Principal) -> None:
    if not access_to(by, "paper").may("create"):
        raise Refused()
    given = request.FILES.get("file")
    if given is None:
        raise Invalid(Problem("required", say("请选择文件"), field="file"))
    add_template(
        by=by,
        at=clock.now(),
        kind=request.POST.get("kind", ""),
        name=request.POST.get("name", ""),
        file_name=given.name or "",
        content=given.read(),
        is_default=request.POST.get("is_default") == "1",
    )


def _kind(by: Principal, kind: str, may: bool) -> dict[str, Any]:
    """One kind of paper: our template, those of the company, and what they may ask for."""
    rows = (
        opened(by, "paper").filter(kind=kind).select_related("document").order_by("-is_default", "name", "pk")
    )
    return {
        "key": kind,
        "label": str(KINDS[kind]),
        "standard": {name: route("papers:standard", kind, name) for name in ("docx", "sample", "pdf")},
        "rows": [
            {
                "name": row.name,
                "is_default": row.is_default,
                "at": row.updated_at,
                "file": route("papers:file", row.pk),
                "preview": route("papers:preview", row.pk),
                "edit": route("contracts:change", "paper", row.pk) if may else "",
                "archive": route("papers:archive", row.pk) if may else "",
            }
            for row in rows
        ],
        "slots": [_slot(one) for one in SCALARS[kind]],
        "lists": [_list(one) for one in LISTS[kind]],
    }


def _written(slot: Slot | ListSlot) -> str:
    """A slot as it is written in a template in the reader's language."""
    return slot.key if current() == EN else slot.name.msgid


def _slot(slot: Slot) -> dict[str, str]:
    return {"text": "{{ " + _written(slot) + " }}", "label": str(slot.name), "sample": slot.sample}


def _list(rows: ListSlot) -> dict[str, Any]:
    row = "row" if current() == EN else "行"
    return {
        "label": str(rows.name),
        "begin": "{%tr for " + f"{row} in {_written(rows)}" + " %}",
        "end": "{%tr endfor %}",
        "columns": [
            {"text": "{{ " + f"{row}.{_written(one)}" + " }}", "label": str(one.name)} for one in rows.columns
        ],
    }


def _ours(by: Principal, row: Any) -> list[dict[str, str]]:
    fields = access_to(by, "letterhead").fields
    names = ("name", "address", "phone", "tax_number", "bank", "bank_account")
    return [
        {"name": n, "label": str(fields[n].label), "value": getattr(row, n, "")} for n in names if n in fields
    ]


def _edit_ours(row: Any) -> str:
    return route("contracts:change", "letterhead", row.pk) if row else route("contracts:add", "letterhead")


@require_GET
def template_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The template as it was uploaded."""
    return _attached(read_template(by=request.principal, id=id))  # type: ignore[attr-defined]


@require_GET
def preview(request: HttpRequest, id: UUID) -> HttpResponse:
    """The template filled with made-up values."""
    return _attached(fill_sample(by=request.principal, id=id))  # type: ignore[attr-defined]


@require_GET
def standard_file(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """The template we bring (docx), or it filled with made-up values (sample, pdf)."""
    return _attached(standard_template(kind=kind, ending=ending))


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a template away; the toast takes it back."""
    archive_record(by=request.principal, at=clock.now(), entity="paper", id=id)  # type: ignore[attr-defined]
    return done(say("已停用模板"), undo=route("papers:restore", id), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="paper", id=id, restore=True)  # type: ignore[attr-defined]
    return done(say("已启用模板"), reload="#main")


def _attached(file: File) -> HttpResponse:
    """A download under its own name, in any script; never shown on our address."""
    plain = file.name.encode("ascii", "ignore").decode() or "file"
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain.replace(chr(34), '')}\"; filename*=UTF-8''{quote(file.name)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def ways(by: Principal, kind: str, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """{record: entries of the menu in which its paper is taken out}: PDF, Word, and each further template by name."""
    others = opened(by, "paper").filter(kind=kind, is_default=False).order_by("name", "pk")
    named = [(str(say("Word：{name}", name=row.name)), f"docx?template={row.pk}", "file") for row in others]
    known = [("PDF", "pdf", "file-text"), ("Word", "docx", "file"), *named]
    return {
        id: [
            {"label": label, "href": _at(kind, id, end), "icon": icon, "attrs": {"download": ""}}
            for label, end, icon in known
        ]
        for id in ids
    }


def _at(kind: str, id: UUID, end: str) -> str:
    ending, _, query = end.partition("?")
    return route("papers:write", kind, id, ending) + (f"?{query}" if query else "")

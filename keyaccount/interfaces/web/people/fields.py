"""Changing one field of a person where it stands; two editors see both versions."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Kind, Principal
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.base.language import clauses
from keyaccount.interfaces.web.forms import control, plain, typed
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.show_record import show_record

REACH = ("mobile", "phone", "email", "wechat", "private_phone")
WHO = ("name", "honorific", "gender", "english_name", "is_key", "source", "note", "external_id")


def told(name: str, context: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the `fact` macro."""
    person = context["person"]
    editable = context["may"]["edit"] and name in person.writable
    return {
        "name": name,
        "label": str(person.fields[name].label),
        "value": context["said"][name],
        "href": reverse("people:field", args=[person.id, name]) if editable else "",
        "kind": str(person.fields[name].kind),
    }


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """GET: the editor (`?show=1`: back to the value). POST: save; 422 with the reason, 409 with both versions."""
    context = _context(request, id)
    if name not in context["person"].fields:
        raise Missing()
    if request.method != "POST":
        return _fact(request, context, name) if "show" in request.GET else _editor(request, context, name)
    try:
        _save(request, context, name)
    except Invalid as error:
        return _editor(request, context, name, error)
    except Conflict as error:
        return _conflict(request, context, name, error)
    return _fact(request, _context(request, id), name)


def _context(request: HttpRequest, id: UUID) -> dict[str, Any]:
    by: Principal = request.principal  # type: ignore[attr-defined]
    person = show_record(by, "person", id)
    said = {n: words(f, person.values[n], person.names) for n, f in person.fields.items()}
    return {
        "person": person,
        "said": said,
        "may": {"edit": bool(person.writable) and person.row.archived_at is None},
    }


def _save(request: HttpRequest, context: dict[str, Any], name: str) -> None:
    version = request.POST.get("version", "")
    edit_record(
        by=request.principal,  # type: ignore[attr-defined]
        at=clock.now(),
        entity="person",
        id=context["person"].id,
        raw=typed(request.POST, [context["person"].fields[name]]),
        version=int(version) if version.isdigit() else None,
        seen=_seen(request, name),
    )


def _seen(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """What the editor showed before typing; nothing when it was not sent or cannot be read."""
    try:
        return {name: json.loads(request.POST["seen"])} if request.POST.get("seen") else None
    except ValueError:
        return None


def _fact(request: HttpRequest, context: dict[str, Any], name: str) -> HttpResponse:
    return page(request, "people/fact.html", {"told": told(name, context), "id": context["person"].id})


def _editor(
    request: HttpRequest, context: dict[str, Any], name: str, error: Invalid | None = None
) -> HttpResponse:
    person = context["person"]
    if not told(name, context)["href"]:
        raise Refused()
    found = person.fields[name]
    value = typed(request.POST, [found]).get(name, "") if error else person.values[name]
    sealed = found.kind is Kind.SEALED
    shown = {
        **control(found, value, person.names),
        "error": str(clauses(p.message for p in error.problems)) if error else "",
        "seen": request.POST.get("seen", "")
        if error
        else ""
        if sealed
        else json.dumps(plain(found, value), ensure_ascii=False),
        "version": request.POST.get("version") if error else person.version,
    }
    return page(
        request,
        "people/editor.html",
        {"told": shown, "action": request.path, "id": person.id},
        status=422 if error else 200,
    )


def _conflict(request: HttpRequest, context: dict[str, Any], name: str, error: Conflict) -> HttpResponse:
    found = context["person"].fields[name]
    rows = [
        {
            "name": name,
            "label": str(found.label),
            **{side: words(found, getattr(crossed, side), {}) for side in ("mine", "theirs", "base")},
            "mine_value": plain(found, crossed.mine),
            "theirs_value": plain(found, crossed.theirs),
        }
        for crossed in error.conflicts
    ]
    return page(
        request,
        "people/conflict.html",
        {"rows": rows, "version": error.version, "action": request.path},
        status=409,
    )

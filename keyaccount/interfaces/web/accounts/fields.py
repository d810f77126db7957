"""Changing one field of an account, or one fact of its dossier, where it stands."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Field, Kind
from keyaccount.actions.accounts.record_fact import record_fact
from keyaccount.actions.accounts.tag_accounts import named_tags
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Problem, Refused
from keyaccount.base.language import clauses, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.accounts import dossier
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.forms import control, plain, typed, version_of
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.shown import moment
from keyaccount.interfaces.web.values import words
from keyaccount.queries.accounts.dossier import account_dossier
from keyaccount.queries.records.names import names_for, names_of
from keyaccount.records.accounts.choices import FACT_SOURCE

SOURCES = [(key, label) for key, label in FACT_SOURCE.items()]


def field(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """GET: the editor (`?show=1`: back to the value). POST: save; 422 with the reason, 409 with both versions."""
    context = head(request, id, "show")
    if name not in context["account"].fields:
        raise Missing()
    if request.method != "POST":
        return _fact(request, context, name) if "show" in request.GET else _editor(request, context, name)
    try:
        _save(request, context, name)
    except Invalid as error:
        return _editor(request, context, name, error)
    except Conflict as error:
        return _conflict(request, context, name, error)
    return _fact(request, head(request, id, "show"), name)


def _save(request: HttpRequest, context: dict[str, Any], name: str) -> None:
    by, field, row = request.principal, context["account"].fields[name], context["row"]  # type: ignore[attr-defined]
    raw = typed(request.POST, [field])
    at = clock.now()
    if field.kind is Kind.TAGS:
        raw[name] = named_tags(by=by, at=at, tags=raw[name])
    seen = {name: json.loads(request.POST["seen"])} if request.POST.get("seen") else None
    options = (
        {"origin": request.POST.get("source", "")} if request.POST.get("source", "") in FACT_SOURCE else {}
    )
    edit_record(
        by=by,
        at=at,
        entity="account",
        id=row.pk,
        raw=raw,
        version=version_of(request.POST),
        seen=seen,
        options=options,
    )


def _fact(request: HttpRequest, context: dict[str, Any], name: str) -> HttpResponse:
    """The value again, as the dossier or the registered part shows it."""
    shown = account_dossier(request.principal, context["row"], today=context["today"])  # type: ignore[attr-defined]
    items = [item for group in shown.groups for item in group.items if item.field == name]
    told = dossier.told_item(items[0], context) if items else dossier.told_field(name, context)
    return page(request, "accounts/fields/fact.html", {"told": told})


def _editor(
    request: HttpRequest, context: dict[str, Any], name: str, error: Invalid | None = None
) -> HttpResponse:
    account = context["account"]
    if name not in account.writable or not context["may"]["edit"]:
        raise Refused()
    field = account.fields[name]
    value = typed(request.POST, [field]).get(name, "") if error else account.values[name]
    stamp = context["row"].stamps.get(name) or ["", "", ""]
    seen = (
        [str(v) for v in account.values[name]]
        if field.kind is Kind.TAGS
        else plain(field, account.values[name])
    )
    told = {
        **control(field, value, account.names),
        "error": str(clauses(p.message for p in error.problems)) if error else "",
        "seen": request.POST.get("seen") if error else json.dumps(seen, ensure_ascii=False),
        "version": request.POST.get("version") if error else account.version,
        "sources": SOURCES if field.kind not in (Kind.TAGS,) else [],
        "source": request.POST.get("source", "") if error else (stamp[2] if len(stamp) > 2 else ""),
    }
    return page(
        request,
        "accounts/fields/editor.html",
        {"told": told, "action": request.path},
        status=422 if error else 200,
    )


def _conflict(request: HttpRequest, context: dict[str, Any], name: str, error: Conflict) -> HttpResponse:
    """Somebody else changed the field meanwhile: mine, theirs and what both began with, to choose from."""
    field, by = context["account"].fields[name], request.principal  # type: ignore[attr-defined]
    rows = []
    for crossed in error.conflicts:
        values = [{name: _read(field, v)} for v in (crossed.mine, crossed.theirs, crossed.base)]
        names = names_of(by, [field], values) if field.kind is not Kind.TAGS else context["account"].names
        mine, theirs, base = (words(field, v[name], names) for v in values)
        row = {"name": name, "label": str(field.label), "mine": mine, "theirs": theirs, "base": base}
        rows.append(
            {**row, "mine_value": plain(field, crossed.mine), "theirs_value": plain(field, crossed.theirs)}
        )
    row = context["row"]
    told = {
        "rows": rows,
        "version": error.version,
        "action": request.path,
        "who": names_for(by, "member", [row.updated_by]).get(row.updated_by, "") if row.updated_by else "",
        "at": moment(row.updated_at),
    }
    return page(request, "accounts/fields/conflict.html", told, status=409)


def _read(field: Field, value: Any) -> Any:
    """A value that came back from the form as text, as it is stored."""
    number = field.kind in (Kind.INTEGER, Kind.MONTH) and isinstance(value, str)
    return (int(value) if value.isdecimal() and len(value) < 10 else None) if number else value


def fact(request: HttpRequest, id: UUID, item: str) -> HttpResponse:
    """GET: the form for a statement on a dossier item. POST: record it; the old statement is kept in the history."""
    by = request.principal  # type: ignore[attr-defined]
    context = head(request, id, "show")
    known = next((i for i in edition_in_force().dossier.items if i.key == item and i.source == "fact"), None)
    if known is None or not context["inside"]:
        raise Missing()
    error = None
    if request.method == "POST":
        raw = {k: request.POST.get(k, "") for k in ("text", "source", "said_by", "observed_on")}
        try:
            record_fact(by=by, at=clock.now(), raw={**raw, "account": str(id), "item": item})
        except Invalid as refused:
            error = refused
    if (request.method == "POST" and not error) or "show" in request.GET:
        return _recorded(request, context, item)
    if not context["may"]["fact"]:
        raise Refused()
    return _fact_form(request, context, item, error)


def _recorded(request: HttpRequest, context: dict[str, Any], item: str) -> HttpResponse:
    shown = account_dossier(request.principal, context["row"], today=context["today"])  # type: ignore[attr-defined]
    found = next((i for group in shown.groups for i in group.items if i.verdict.item.key == item), None)
    if found is None:
        raise Missing()
    return page(request, "accounts/fields/fact.html", {"told": dossier.told_item(found, context)})


def _fact_form(
    request: HttpRequest, context: dict[str, Any], key: str, error: Invalid | None
) -> HttpResponse:
    item = edition_in_force().item(key)
    shown = account_dossier(request.principal, context["row"], today=context["today"])  # type: ignore[attr-defined]
    kept = next((i.fact for group in shown.groups for i in group.items if i.verdict.item.key == key), None)
    values = (
        request.POST
        if error
        else {
            "text": kept.text if kept else "",
            "source": kept.source if kept else "",
            "said_by": kept.said_by if kept else "",
            "observed_on": context["today"].isoformat(),
        }
    )
    problems: list[Problem] = list(error.problems) if error else []
    told = {
        "key": key,
        "label": str(item.label),
        "ask": str(item.ask),
        "values": values,
        "sources": SOURCES,
        "errors": {p.field: str(p.message) for p in problems},
        "hint": str(say("谁说的、哪份材料")),
    }
    return page(
        request,
        "accounts/fields/fact_form.html",
        {"told": told, "action": request.path},
        status=422 if error else 200,
    )

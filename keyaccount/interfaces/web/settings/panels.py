"""A small record in the side panel: make it or change it, with its problems beside the fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Field, Principal, access_to, policy_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Refused
from keyaccount.base.language import Say
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record

After = Callable[[Any], HttpResponse]


def new_record(
    request: HttpRequest, entity: str, names: Sequence[str], title: Say, after: After
) -> HttpResponse:
    """GET: the empty form; POST: make the record and answer with `after(row)`."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not access_to(by, entity).may("create"):
        raise Refused()
    fields = [policy_of(entity).by_name[name] for name in names]
    if request.method != "POST":
        return _draw(request, title, fields, {n: request.GET.get(n, "") for n in names})
    raw = typed(request.POST, fields)
    try:
        row = create_record(by=by, at=clock.now(), entity=entity, raw=raw)
    except Invalid as error:
        return _draw(request, title, fields, raw, error)
    return after(row)


def change_record(
    request: HttpRequest, entity: str, id: UUID, names: Sequence[str], title: Say, after: After
) -> HttpResponse:
    """GET: the form with what is stored; POST: save and answer with `after(row)`."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, entity, id)
    if not kept.writable:
        raise Refused()
    fields = [policy_of(entity).by_name[name] for name in names]
    if request.method != "POST":
        return _draw(request, title, fields, kept.values, version=kept.version)
    raw, version = typed(request.POST, fields), request.POST.get("version", "")
    started = int(version) if version.isdigit() else None
    try:
        row = edit_record(by=by, at=clock.now(), entity=entity, id=id, raw=raw, version=started)
    except (Invalid, Conflict) as error:
        newer = error.version if isinstance(error, Conflict) else version
        return _draw(request, title, fields, raw, error, version=newer)
    return after(row)


def _draw(
    request: HttpRequest,
    title: Say,
    fields: Sequence[Field],
    values: Any,
    error: Invalid | Conflict | None = None,
    *,
    version: Any = "",
) -> HttpResponse:
    problems = error.problems if error else ()
    names = names_of(request.principal, fields, [_ids(fields, values)])  # type: ignore[attr-defined]
    shown = controls(fields, values, names, problems)
    context = {
        "title": title,
        "fields": shown,
        "problems": problems,
        "version": version,
        "action": request.get_full_path(),
    }
    return page(
        request,
        "settings/panel.html",
        context,
        status=409 if isinstance(error, Conflict) else 422 if error else 200,
    )


def _ids(fields: Sequence[Field], values: Any) -> dict[str, Any]:
    """The references among the values, as far as they are ids."""
    found = {}
    for field in fields:
        if field.ref and values.get(field.name):
            try:
                found[field.name] = UUID(str(values[field.name]))
            except ValueError:
                continue
    return found

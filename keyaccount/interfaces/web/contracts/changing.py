"""Adding, changing and deleting what hangs on a deal's offering, a contract, a price list: one panel for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Field, Principal, access_to, found, may_attach, policy_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.contracts.parts import PARTS, Part, account_of, of_contract
from keyaccount.interfaces.web.deals.parts import near_account
from keyaccount.interfaces.web.forms import controls, typed, version_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record


def part_of(entity: str) -> Part:
    """How the entity is changed. Raises `Missing` for what is not changed here."""
    if entity not in PARTS:
        raise Missing()
    return PARTS[entity]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, entity: str, parent: UUID | None = None) -> HttpResponse:
    """GET: the empty form, filled from the address where it says something. POST: the new record."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    part, access = part_of(entity), access_to(by, entity)
    if not access.may("create"):
        raise Refused()
    known = access.writable()
    free = parent is None and part.parent
    fields = [known[name] for name in ((part.parent, *part.fields) if free else part.fields) if name in known]
    if not fields:
        raise Refused()
    account = _hung_on(by, entity, part, parent) if parent else None
    panel = partial(_panel, contract=parent if part.parent == "contract" else None)
    if request.method != "POST":
        given = {f.name: request.GET[f.name] for f in fields if f.name in request.GET}
        return panel(request, part.add, fields, {**part.begun(), **given}, account)
    raw = typed(request.POST, fields)
    hung = {part.parent: str(parent)} if parent else {}
    try:
        made = (part.make or partial(create_record, entity=entity))(
            by=by, at=clock.now(), raw={**raw, **hung}
        )
    except Invalid as error:
        return panel(request, part.add, fields, raw, account, problems=error.problems)
    return done(say("已保存"), reload="#main", redirect=part.then(made) if part.then else "")


def _hung_on(by: Principal, entity: str, part: Part, parent: UUID) -> Any:
    """The customer behind the record it is to hang on. Raises `Missing`, or `Refused` where nothing may be hung."""
    policy = policy_of(entity)
    ref = policy.by_name[part.parent].ref
    if not may_attach(by, entity, found(by, ref, parent)):
        raise Refused()
    return account_of(by, ref, parent)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, entity: str, id: UUID) -> HttpResponse:
    """A panel with the record's fields; POST saves them, crossed changes are told and nothing is lost."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    part, kept = part_of(entity), show_record(by, entity, id)
    fields = [kept.fields[name] for name in part.fields if name in kept.writable and name in kept.fields]
    if not fields:
        raise Refused()
    account = account_of(by, entity, id)
    panel = partial(_panel, contract=kept.values.get("contract"))
    if request.method != "POST":
        return panel(request, part.change, fields, kept.values, account, version=kept.version)
    raw, version = typed(request.POST, fields), version_of(request.POST)
    try:
        edit_record(by=by, at=clock.now(), entity=entity, id=id, raw=raw, version=version)
    except Invalid as error:
        return panel(request, part.change, fields, raw, account, version=version, problems=error.problems)
    except Conflict as error:
        crossed = _crossed(by, entity, error)
        return panel(request, part.change, fields, raw, account, version=error.version, problems=crossed)
    return done(say("已保存"), reload="#main")


@require_POST
def remove(request: HttpRequest, entity: str, id: UUID) -> HttpResponse:
    """Delete the record."""
    part_of(entity)
    remove_record(by=request.principal, at=clock.now(), entity=entity, id=id)  # type: ignore[attr-defined]
    return done(say("已删除"), reload="#main")


def _crossed(by: Principal, entity: str, error: Conflict) -> tuple[Problem, ...]:
    """What somebody else wrote meanwhile, one problem a field."""
    known = policy_of(entity).by_name
    return tuple(
        Problem("conflict", _told(by, known[one.field], one.theirs), field=one.field)
        for one in error.conflicts
    )


def _told(by: Principal, field: Field, theirs: Any) -> Say:
    text = words(field, theirs, names_of(by, [field], [{field.name: theirs}]))
    return say("{label}刚被别人改成“{value}”；再保存一次就以你的为准", label=field.label, value=text)


def _panel(
    request: HttpRequest,
    title: Say,
    fields: list[Field],
    values: Mapping[str, Any],
    account: Any,
    *,
    contract: Any = None,
    version: int | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    drawn = controls(fields, values, names_of(by, fields, [values]), problems)
    near_account(drawn, account)
    of_contract(by, drawn, contract)
    context = {
        "title": title,
        "action": request.get_full_path(),
        "controls": drawn,
        "version": version,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/record.html", context, status=422 if problems else 200)

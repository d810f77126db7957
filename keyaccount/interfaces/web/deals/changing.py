"""Changing a deal: its own fields in two groups, and what hangs on it (needs, products, our team), in one panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Field, Principal, access_to, found, may_attach, policy_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.deals.parts import near_account
from keyaccount.interfaces.web.forms import controls, typed, version_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record

GROUPS: dict[str, tuple[str, ...]] = {
    "deal": tuple(
        "name amount currency sign_on pay_on source urgency importance originator need_person reason "
        "external_id note".split()
    ),
    "budget": tuple("budget_state budget_amount budget_year budget_source budget_person budget_on".split()),
}
GROUP_TITLES = {"deal": say("修改商机资料"), "budget": say("客户的预算")}
FIELDS: dict[str, tuple[str, ...]] = {
    "need": tuple(
        "statement person unit priority kind scope checked_by checked_on gap_effort gap_price gap_on note".split()
    ),
    "opportunity_line": ("product", "quantity", "unit_price", "note"),
    "opportunity_member": ("member", "role"),
    "decision_step": tuple("route kind name unit person usual_days due_on state done_on needs sort".split()),
    "reason": ("person", "sentence", "need", "safety", "proof", "choices"),
}
TITLES: dict[str, tuple[Say, Say]] = {
    "need": (say("添加需求"), say("修改需求")),
    "opportunity_line": (say("添加产品"), say("修改产品")),
    "opportunity_member": (say("添加成员"), say("调整成员角色")),
    "decision_step": (say("添加决策步骤"), say("修改决策步骤")),
    "reason": (say("添加选我们的理由"), say("修改选我们的理由")),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "need": {"priority": "should", "kind": "function", "scope": "unchecked"},
    "opportunity_line": {"quantity": 1},
    "decision_step": {"route": "sign", "kind": "other", "state": "waiting", "usual_days": 5},
}


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID, group: str) -> HttpResponse:
    """A panel with some of the deal's own fields; POST saves them, crossed changes are told and nothing is lost."""
    if group not in GROUPS:
        raise Missing()
    return _change(request, "opportunity", id, id, GROUP_TITLES[group], GROUPS[group])


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID, entity: str, record: UUID) -> HttpResponse:
    """The same for one record that hangs on the deal."""
    title = _title(entity, 1)
    hangs_on(request.principal, entity, record, id)  # type: ignore[attr-defined]
    return _change(request, entity, record, id, title, FIELDS[entity])


def hangs_on(by: Principal, entity: str, record: UUID, deal: UUID) -> None:
    """Raise `Missing` unless the record is one of the deal in the address."""
    if found(by, entity, record).opportunity_id != deal:
        raise Missing()


def _title(entity: str, which: int) -> Say:
    if entity not in FIELDS:
        raise Missing()
    return TITLES[entity][which]


def _change(
    request: HttpRequest, entity: str, record: UUID, deal: UUID, title: Say, names: tuple[str, ...]
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, entity, record)
    fields = [kept.fields[name] for name in names if name in kept.writable and name in kept.fields]
    if not fields:
        raise Refused()
    if request.method != "POST":
        return _panel(request, deal, title, fields, kept.values, version=kept.version)
    raw, version = typed(request.POST, fields), version_of(request.POST)
    try:
        edit_record(by=by, at=clock.now(), entity=entity, id=record, raw=raw, version=version)
    except Invalid as error:
        return _panel(request, deal, title, fields, raw, version=version, problems=error.problems)
    except Conflict as error:
        return _panel(
            request, deal, title, fields, raw, version=error.version, problems=_crossed(by, entity, error)
        )
    return done(say("已保存"), reload="#main")


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


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID, entity: str) -> HttpResponse:
    """GET: the empty form. POST: the new record."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    title, access = _title(entity, 0), access_to(by, entity)
    if not access.may("create"):
        raise Refused()
    if not may_attach(by, entity, found(by, "opportunity", id)):
        raise Refused()
    known = access.writable()
    fields = [known[name] for name in FIELDS[entity] if name in known]
    if request.method != "POST":
        return _panel(request, id, title, fields, DEFAULTS.get(entity, {}))
    raw = typed(request.POST, fields)
    try:
        create_record(by=by, at=clock.now(), entity=entity, raw={**raw, "opportunity": str(id)})
    except Invalid as error:
        return _panel(request, id, title, fields, raw, problems=error.problems)
    return done(say("已保存"), reload="#main")


@require_POST
def remove(request: HttpRequest, id: UUID, entity: str, record: UUID) -> HttpResponse:
    """Delete the record; the toast brings it back with the same values."""
    _title(entity, 0)
    hangs_on(request.principal, entity, record, id)  # type: ignore[attr-defined]
    kept = remove_record(by=request.principal, at=clock.now(), entity=entity, id=record)  # type: ignore[attr-defined]
    values = {name: kept[name] for name in FIELDS[entity] if kept.get(name) not in (None, "")}
    undo = route("deals:again", id, entity) + "?" + urlencode(values, doseq=True)
    return done(say("已删除"), undo=undo, reload="#main")


@require_POST
def again(request: HttpRequest, id: UUID, entity: str) -> HttpResponse:
    """Undo of a removal: the record anew, from the values in the address."""
    _title(entity, 0)
    fields = [policy_of(entity).by_name[name] for name in FIELDS[entity]]
    raw = typed(request.GET, fields, complete=False)
    create_record(by=request.principal, at=clock.now(), entity=entity, raw={**raw, "opportunity": str(id)})  # type: ignore[attr-defined]
    return done(say("已恢复"), reload="#main")


def _panel(
    request: HttpRequest,
    deal: UUID,
    title: Say,
    fields: list[Field],
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    account = show_record(by, "opportunity", deal).values["account"]
    drawn = controls(fields, values, names_of(by, fields, [values]), problems)
    near_account(drawn, account)
    context = {
        "title": title,
        "action": request.path,
        "controls": drawn,
        "version": version,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/record.html", context, status=422 if problems else 200)

"""Small records that hang on an account (department, address, seat, share, post, result): one panel for all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from keyaccount.access import Field, access_to, policy_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.forms import controls, typed, version_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record

FIELDS: dict[str, tuple[str, ...]] = {
    "unit": ("name", "function", "parent", "note"),
    "address": ("kind", "region", "street", "postcode", "country", "is_main"),
    "team_seat": ("member", "role", "level", "until"),
    "share": ("member", "department", "team", "level", "until", "reason"),
    "post": ("person", "unit", "title", "rank", "reports_to", "started_on", "ended_on"),
    "result": ("month", "received", "margin", "currency"),
}
TITLES: dict[str, tuple[Say, Say]] = {
    "unit": (say("添加部门"), say("修改部门")),
    "address": (say("添加地址"), say("修改地址")),
    "team_seat": (say("添加团队成员"), say("调整团队权限")),
    "share": (say("共享这个客户"), say("调整共享")),
    "post": (say("登记任职"), say("修改任职")),
    "result": (say("登记月度业绩"), say("修改月度业绩")),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "address": {"country": "CN", "kind": "office"},
    "team_seat": {"level": "read"},
    "share": {"level": "read"},
    "result": {"currency": "CNY"},
}


def _fields(request: HttpRequest, entity: str) -> list[Field]:
    if entity not in FIELDS:
        raise Missing()
    known = access_to(request.principal, entity).writable()  # type: ignore[attr-defined]
    return [known[name] for name in FIELDS[entity] if name in known]


def _panel(
    request: HttpRequest,
    account: UUID,
    entity: str,
    values: dict[str, Any],
    *,
    edited: bool,
    version: int | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    by, fields = request.principal, _fields(request, entity)  # type: ignore[attr-defined]
    show_record(by, "account", account)
    drawn = controls(fields, values, names_of(by, fields, [values]), problems)
    for one in drawn:
        if "url" in one["attrs"] and one["attrs"]["url"].rsplit("/", 1)[-1] in ("unit", "person"):
            one["attrs"]["url"] += f"?account={account}"
    context = {
        "title": TITLES[entity][edited],
        "action": request.path,
        "controls": drawn,
        "version": version,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/record.html", context, status=422 if problems else 200)


def add(request: HttpRequest, id: UUID, entity: str) -> HttpResponse:
    """GET: the empty form. POST: the new record."""
    by, fields = request.principal, _fields(request, entity)  # type: ignore[attr-defined]
    if request.method != "POST":
        if not access_to(by, entity).may("create"):
            raise Refused()
        given = {f.name: request.GET[f.name] for f in fields if f.name in request.GET}
        return _panel(request, id, entity, {**DEFAULTS.get(entity, {}), **given}, edited=False)
    raw = typed(request.POST, fields)
    try:
        create_record(by=by, at=clock.now(), entity=entity, raw={**raw, "account": str(id)})
    except Invalid as error:
        return _panel(request, id, entity, raw, edited=False, problems=error.problems)
    return done(say("已保存"), reload="#main")


def change(request: HttpRequest, id: UUID, entity: str, record: UUID) -> HttpResponse:
    """GET: the record in its form. POST: save; what crossed with somebody else's change is told and nothing is lost."""
    by, fields = request.principal, _fields(request, entity)  # type: ignore[attr-defined]
    if request.method != "POST":
        kept = show_record(by, entity, record)
        if not kept.writable:
            raise Refused()
        return _panel(request, id, entity, kept.values, edited=True, version=kept.version)
    raw, version = typed(request.POST, fields), version_of(request.POST)
    try:
        edit_record(by=by, at=clock.now(), entity=entity, id=record, raw=raw, version=version)
    except Invalid as error:
        return _panel(request, id, entity, raw, edited=True, version=version, problems=error.problems)
    except Conflict as error:
        crossed = tuple(
            Problem("conflict", _told(entity, c.field, c.theirs), field=c.field) for c in error.conflicts
        )
        return _panel(request, id, entity, raw, edited=True, version=error.version, problems=crossed)
    return done(say("已保存"), reload="#main")


def _told(entity: str, name: str, theirs: Any) -> Say:
    label = policy_of(entity).by_name[name].label
    return say("{label}刚被别人改成“{value}”；再保存一次就以你的为准", label=label, value=theirs)


@require_POST
def remove(request: HttpRequest, id: UUID, entity: str, record: UUID) -> HttpResponse:
    """Delete the record; the toast brings it back with the same values."""
    by, fields = request.principal, _fields(request, entity)  # type: ignore[attr-defined]
    kept = remove_record(by=by, at=clock.now(), entity=entity, id=record)
    values = {f.name: kept[f.name] for f in fields if kept.get(f.name) not in (None, "")}
    undo = reverse("accounts:again", args=[id, entity]) + "?" + urlencode(values, doseq=True)
    return done(say("已删除"), undo=undo, reload="#main")


@require_POST
def again(request: HttpRequest, id: UUID, entity: str) -> HttpResponse:
    """Undo of a removal: the record anew, from the values in the address."""
    raw = typed(request.GET, _fields(request, entity), complete=False)
    create_record(by=request.principal, at=clock.now(), entity=entity, raw={**raw, "account": str(id)})  # type: ignore[attr-defined]
    return done(say("已恢复"), reload="#main")

"""The side panel in which a statement is written down or corrected; a refusal keeps all that was typed (INT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Field, Principal, access_to
from keyaccount.actions.intelligence.edit_intelligence import edit_intelligence
from keyaccount.actions.intelligence.record_intelligence import record_intelligence
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.deals.parts import near_account
from keyaccount.interfaces.web.forms import controls, typed, version_of
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.intelligence.telling import alike
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record

FIELDS = tuple(
    "account opportunity statement about about_person about_rival source_kind source_person source_name "
    "learned_from how learned_on reliability credibility expires_on secret".split()
)
HELP = {
    "statement": say("只写一件事，写事实，不写猜测"),
    "about_person": say("关于人的情报要写明是谁"),
    "source_person": say("客户方的人说的，选他本人"),
    "source_name": say("资料的名称、同事或伙伴的名字"),
    "learned_from": say("消息转了几道手，写他听谁说的；同一个源头的不算互相印证"),
    "how": say("例如：拜访时当面说、饭后聊起、公告第 3 页"),
    "reliability": say("这个来源以往可靠不可靠，从 A 到 F"),
    "credibility": say("这一条本身像不像真的，从 1 到 6"),
    "expires_on": say("过了这天就要重新打听；不填就一直有效"),
    "secret": say("设了以后，只有你和你指定的人知道有这条情报"),
}
_COPIED = ("account", "opportunity", "about", "about_person", "about_rival", "source_kind", "source_person")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET: the form, with what the address gives. POST: the statement; others like it are then shown beside it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    access = access_to(by, "intelligence")
    if not access.may("record"):
        raise Refused()
    known = access.writable()
    fields = [known[name] for name in FIELDS if name in known]
    title = say("记一条情报")
    if request.method != "POST":
        given = {name: request.GET[name] for name in _COPIED if request.GET.get(name)}
        start = {"learned_on": clock.day_of(clock.now()), "source_kind": "person", "about": "account"}
        return _panel(request, title, fields, start | given)
    raw = typed(request.POST, fields)
    try:
        row = record_intelligence(by=by, at=clock.now(), raw=raw)
    except Invalid as error:
        return _panel(request, title, fields, raw, problems=error.problems)
    near = alike(by, clock.day_of(clock.now()), row, limit=1)
    if near.rows:
        told(request, say("已记下。下面有说同一件事的情报，对照一下"))
        return done("", redirect=route("intelligence:show", row.pk) + "#compare")
    return done(say("已记下"), reload="#main")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Correct a statement; crossed changes are told and nothing is lost."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, "intelligence", id)
    access = access_to(by, "intelligence")
    if not access.allows(kept.row, "record") or kept.row.withdrawn_at:
        raise Refused()
    known = access.writable(kept.row)
    hidden = {"account"} | ({"secret"} if kept.row.owner_id != by.id else set())
    fields = [known[name] for name in FIELDS if name in known and name not in hidden]
    title, near = say("修改情报"), kept.row.account_id
    if request.method != "POST":
        return _panel(request, title, fields, kept.values, version=kept.version, near=near)
    raw, version = typed(request.POST, fields), version_of(request.POST)
    try:
        edit_intelligence(by=by, at=clock.now(), id=id, raw=raw, version=version)
    except Invalid as error:
        return _panel(request, title, fields, raw, version=version, near=near, problems=error.problems)
    except Conflict as error:
        again, problems = error.version, error.problems
        return _panel(request, title, fields, raw, version=again, near=near, problems=problems)
    return done(say("已保存"), reload="#main")


def _panel(
    request: HttpRequest,
    title: Say,
    fields: list[Field],
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    near: Any = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    drawn = controls(fields, values, names_of(by, fields, [values]), problems)
    for one in drawn:
        one["help"] = str(HELP.get(one["name"], ""))
    near_account(drawn, near or values.get("account"))
    context = {
        "title": title,
        "action": request.path,
        "controls": drawn,
        "version": version,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/record.html", context, status=422 if problems else 200)

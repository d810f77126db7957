"""The posts a person holds, from–to (PPL-1): who moves to another customer stays the same person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Principal, found, policy_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.people.showing import head
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record

NEW = ("account", "title", "rank", "started_on", "ended_on", "is_primary")
EDIT = ("unit", "title", "rank", "reports_to", "started_on", "ended_on", "is_primary")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, id: UUID) -> HttpResponse:
    """A panel with an empty post; POST adds it."""
    context = head(request, id)
    if not context["may"]["edit"]:
        raise Refused()
    if request.method != "POST":
        return _panel(request, say("添加任职"), NEW, {"is_primary": False})
    raw = typed(request.POST, _fields(NEW))
    try:
        create_record(by=request.principal, at=clock.now(), entity="post", raw={**raw, "person": str(id)})  # type: ignore[attr-defined]
    except Invalid as error:
        return _panel(request, say("添加任职"), NEW, raw, error)
    return done(say("已添加任职"), reload="#main")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID, post: UUID) -> HttpResponse:
    """A panel with the post; POST saves it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, "post", post)
    if kept.row.person_id != id:
        raise Missing()
    if not kept.writable:
        raise Refused()
    if request.method != "POST":
        return _panel(
            request, say("修改任职"), EDIT, kept.values, account=kept.row.account_id, version=kept.version
        )
    raw, version = typed(request.POST, _fields(EDIT)), request.POST.get("version", "")
    at = clock.now()
    try:
        edit_record(
            by=by, at=at, entity="post", id=post, raw=raw, version=int(version) if version.isdigit() else None
        )
    except (Invalid, Conflict) as error:
        newer = error.version if isinstance(error, Conflict) else version
        return _panel(request, say("修改任职"), EDIT, raw, error, account=kept.row.account_id, version=newer)
    return done(say("已保存"), reload="#main")


@require_POST
def end(request: HttpRequest, id: UUID, post: UUID) -> HttpResponse:
    """The post ends today."""
    _of(request, id, post)
    at = clock.now()
    raw = {"ended_on": clock.day_of(at).isoformat()}
    edit_record(by=request.principal, at=at, entity="post", id=post, raw=raw)  # type: ignore[attr-defined]
    return done(say("已结束这段任职"), reload="#main")


@require_POST
def remove(request: HttpRequest, id: UUID, post: UUID) -> HttpResponse:
    """The post was entered by mistake."""
    _of(request, id, post)
    remove_record(by=request.principal, at=clock.now(), entity="post", id=post)  # type: ignore[attr-defined]
    return done(say("已删除"), reload="#main")


def _of(request: HttpRequest, id: UUID, post: UUID) -> None:
    if found(request.principal, "post", post).person_id != id:  # type: ignore[attr-defined]
        raise Missing()


def _fields(names: tuple[str, ...]) -> list[Any]:
    return [policy_of("post").by_name[name] for name in names]


def _panel(
    request: HttpRequest,
    title: Say,
    names: tuple[str, ...],
    values: Any,
    error: Invalid | Conflict | None = None,
    *,
    account: UUID | None = None,
    version: Any = "",
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems = error.problems if error else ()
    fields = _fields(names)
    shown = controls(fields, values, names_of(by, fields, [_ids(values, names)]), problems)
    for one in shown:
        if one["name"] in ("unit", "reports_to") and account:
            one["attrs"]["url"] += f"?account={account}"
    context = {
        "title": title,
        "fields": shown,
        "problems": problems,
        "version": version,
        "action": request.path,
    }
    status = 409 if isinstance(error, Conflict) else 422 if error else 200
    return page(request, "people/post.html", context, status=status)


def _ids(values: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The references among the values, as far as they are ids."""
    found_ids = {}
    for name in names:
        if policy_of("post").by_name[name].ref and values.get(name):
            try:
                found_ids[name] = UUID(str(values[name]))
            except ValueError:
                continue
    return found_ids

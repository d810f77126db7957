"""Keep, correct, show and remove what is known of somebody's life."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Principal, found, policy_of
from keyaccount.actions.profiles.edit_profile import edit_profile
from keyaccount.actions.profiles.entries import FIELDS, months_on
from keyaccount.actions.profiles.keep_profile import keep_profile
from keyaccount.actions.profiles.remove_profile import remove_profile
from keyaccount.actions.profiles.reveal_profile import reveal_profile
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.base.language import Say, say
from keyaccount.facts.profiles import may_reveal
from keyaccount.interfaces.web.forms import controls, typed, version_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.profiles.showing import profile_entry
from keyaccount.records.people.choices import PROFILE
from keyaccount.records.people.models import ProfileEntry

USUAL_MONTHS = 24


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, id: UUID) -> HttpResponse:
    """A panel with an empty entry; POST keeps it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not may_reveal(by, found(by, "person", id)):
        raise Refused()
    at = clock.now()
    if request.method != "POST":
        today = clock.day_of(at)
        given = {"observed_on": today, "retain_until": months_on(today, USUAL_MONTHS)}
        return _panel(request, say("登记个人情况"), given)
    raw = _raw(request)
    try:
        keep_profile(by=by, at=at, person=id, raw=raw)
    except Invalid as error:
        return _panel(request, say("登记个人情况"), raw, error)
    return done(say("已登记"), reload="#main")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID, entry: UUID) -> HttpResponse:
    """A panel with the entry, without its text; POST saves it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row = _entry(request, id, entry)
    if request.method != "POST":
        given = {name: getattr(row, name) for name in (*FIELDS, "source_note") if name != "sealed"}
        return _panel(request, say("修改个人情况"), given, row=row)
    raw = _raw(request)
    try:
        edit_profile(by=by, at=clock.now(), id=entry, raw=raw, version=version_of(request.POST))
    except (Invalid, Conflict) as error:
        return _panel(request, say("修改个人情况"), raw, error, row=row)
    return done(say("已保存"), reload="#main")


@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, id: UUID, entry: UUID) -> HttpResponse:
    """Ask what for, then show the text once."""
    row = _entry(request, id, entry)
    context: dict[str, Any] = {"id": id, "entry": row, "kind": PROFILE.get(row.kind, ""), "problems": []}
    if request.method != "POST":
        return page(request, "profiles/reveal.html", context)
    purpose = request.POST.get("purpose", "")
    try:
        text = reveal_profile(by=request.principal, at=clock.now(), id=entry, purpose=purpose)  # type: ignore[attr-defined]
    except Invalid as error:
        context |= {"problems": error.problems, "purpose": purpose}
        return page(request, "profiles/reveal.html", context, status=422)
    return page(request, "profiles/reveal.html", {**context, "text": text})


@require_POST
def remove(request: HttpRequest, id: UUID, entry: UUID) -> HttpResponse:
    """The entry goes for good."""
    _entry(request, id, entry)
    remove_profile(by=request.principal, at=clock.now(), id=entry)  # type: ignore[attr-defined]
    return done(say("已删除"), reload="#main")


def _entry(request: HttpRequest, id: UUID, entry: UUID) -> ProfileEntry:
    """`Missing` for who may not know of it, `Refused` for who sees it masked."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row = profile_entry(by, id, entry)
    if row is None:
        raise Missing()
    if not may_reveal(by, row.person):
        raise Refused()
    return row


def _raw(request: HttpRequest) -> dict[str, Any]:
    fields = [policy_of("profile_entry").by_name[name] for name in FIELDS]
    return {**typed(request.POST, fields), "source_note": request.POST.get("source_note", "")}


def _panel(
    request: HttpRequest,
    title: Say,
    given: dict[str, Any],
    error: Invalid | Conflict | None = None,
    *,
    row: ProfileEntry | None = None,
) -> HttpResponse:
    problems = error.problems if error else ()
    fields = [policy_of("profile_entry").by_name[name] for name in FIELDS]
    shown = controls(fields, given, {}, problems)
    text = next(one for one in shown if one["name"] == "sealed")
    text |= {"kind": "textarea", "value": given.get("sealed", ""), "attrs": {"rows": 4, "maxlength": 1000}}
    for one in shown if row is None else ():
        if one["kind"] == "select":
            one["options"] = [("", str(say("请选择"))), *one["options"]]
    if row:
        text |= {"required": False, "placeholder": str(say("留空表示不改"))}
    version = error.version if isinstance(error, Conflict) else row.version if row else ""
    context = {
        "title": title,
        "fields": shown,
        "note": given.get("source_note", ""),
        "note_error": next((p.message for p in problems if p.field == "source_note"), ""),
        "problems": problems,
        "version": version,
        "action": request.path,
    }
    status = 409 if isinstance(error, Conflict) else 422 if error else 200
    return page(request, "profiles/entry.html", context, status=status)

"""The audit log with its filters in the address."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.settings.devices import device_name
from keyaccount.interfaces.web.streams import without_actor
from keyaccount.queries.accounts.timeline import Happening
from keyaccount.queries.org.audit import GROUPS, audit_log
from keyaccount.queries.records.names import names_for

NAMES = ("actor", "group", "first", "last")


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """`?actor=`, `?group=`, `?first=`, `?last=`, `?cursor=`."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    given = {name: request.GET.get(name, "").strip() for name in NAMES}
    problems: Any = ()
    found = None
    try:
        found = audit_log(by, **_read(given), cursor=request.GET.get("cursor", ""))
    except Invalid as error:
        problems = error.problems
    kept = {name: value for name, value in given.items() if value}
    following = (
        f"{reverse('settings:audit')}?{urlencode({**kept, 'cursor': found.next})}"
        if found and found.next
        else ""
    )
    context = {
        "rows": [(row, _sentence(row.happening), device_name(row.device)) for row in found.rows]
        if found
        else [],
        "given": given,
        "actors": _actor(by, given["actor"]),
        "groups": [(key, str(label)) for key, (label, _) in GROUPS.items()],
        "next": following,
        "first": not request.GET.get("cursor"),
        "problems": problems,
        "lookup": reverse("lookups:records", args=["member"]),
    }
    return page(request, "settings/audit.html", context, status=422 if problems else 200)


def _sentence(one: Happening) -> str:
    """What was done, without the name that stands in the column of who did it."""
    values = {**one.sentence.values, "what": ""} if one.actor == one.label else one.sentence.values
    return without_actor(Say(one.sentence.msgid, values))


def _read(given: dict[str, str]) -> dict[str, Any]:
    try:
        days = {name: date.fromisoformat(given[name]) if given[name] else None for name in ("first", "last")}
        return {"actor": UUID(given["actor"]) if given["actor"] else None, "group": given["group"], **days}
    except ValueError:
        raise Invalid(
            Problem("bad_filter", say("筛选条件看不懂，日期例如 2026-11-22"), field="first")
        ) from None


def _actor(by: Principal, id: str) -> list[tuple[str, str]]:
    try:
        return [(str(key), name) for key, name in names_for(by, "member", [UUID(id)]).items()] if id else []
    except ValueError:
        return []

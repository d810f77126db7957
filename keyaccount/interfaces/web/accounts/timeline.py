"""Everything that happened with the customer, newest first (ACC-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.values import words
from keyaccount.queries.accounts.timeline import ChangeShown, Happening, account_timeline
from keyaccount.queries.records.names import names_of

ROOMS: dict[str, tuple[Say, tuple[str, ...]]] = {
    "": (say("全部"), ()),
    "note": (say("记事"), ("note",)),
    "account": (say("客户资料"), ("account", "address", "team_seat", "share", "result")),
    "people": (say("人员"), ("person", "post", "unit")),
    "fact": (say("档案事实"), ("fact",)),
    "file": (say("文件"), ("file",)),
}
ICONS = {
    "account": "building", "note": "note", "person": "user", "post": "briefcase", "unit": "sitemap", "fact": "list-details",
    "file": "paperclip", "address": "map-pin", "team_seat": "users-group", "share": "share", "result": "coin",
}
MARKS: dict[str, tuple[str, str]] = {
    "account.created": ("plus", "accent"),
    "account.claimed": ("hand-grab", "good"),
    "account.assigned": ("arrows-exchange", ""),
    "account.transferred": ("arrows-exchange", ""),
    "account.released": ("inbox", "warn"),
    "account.reclaimed": ("inbox", "warn"),
    "account.judged": ("crown", "accent"),
    "account.verified": ("check", ""),
    "account.merged": ("git-merge", ""),
    "account.unmerged": ("git-merge", ""),
    "account.archived": ("trash", "warn"),
    "note.created": ("message", "good"),
    "person.created": ("user-plus", ""),
    "person.revealed": ("eye", "warn"),
}
WEEKDAYS = (say("周一"), say("周二"), say("周三"), say("周四"), say("周五"), say("周六"), say("周日"))


@require_GET
def timeline(request: HttpRequest, id: UUID) -> HttpResponse:
    """The tab; with `cursor` only the next part, for the reader who arrived at the end."""
    by = request.principal  # type: ignore[attr-defined]
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    kind = kind if kind in ROOMS else ""
    cursor = request.GET.get("cursor", "")
    stream = account_timeline(by, id, cursor=cursor, rooms=ROOMS[kind][1], text=text)
    here = reverse("accounts:timeline", args=[id])
    kept = {name: value for name, value in (("kind", kind), ("q", text)) if value}
    context: dict[str, Any] = {
        "days": days(by, stream.happenings),
        "more": f"{here}?{urlencode({**kept, 'cursor': stream.next})}" if stream.next else "",
    }
    if cursor and request.headers.get("HX-Request"):
        return page(request, "accounts/timeline_more.html", context)
    filters = [
        {
            "label": str(label),
            "href": here + (f"?{query}" if (query := urlencode({k: v for k, v in (("kind", key), ("q", text)) if v})) else ""),
            "active": key == kind,
        }
        for key, (label, _) in ROOMS.items()
    ]
    context |= {**head(request, id, "timeline"), "filters": filters, "q": text, "kind": kind, "here": here}
    return page(request, "accounts/timeline.html", context)


def days(by: Principal, happenings: Iterable[Happening]) -> list[dict[str, Any]]:
    """Happenings by day for the `timeline` macro; people's and companies' pages share it."""
    kept = list(happenings)
    named = [change for happening in kept for change in happening.changes]
    values = [{change.field.name: value} for change in named for value in (change.old, change.new) if value]
    names = names_of(by, {c.field.name: c.field for c in named}.values(), values)
    found: dict[date, list[dict[str, Any]]] = {}
    for happening in kept:
        local = timezone.localtime(happening.at)
        found.setdefault(local.date(), []).append(_entry(happening, local, names))
    today = clock.day_of(clock.now())
    return [{"label": day_label(day, today), "entries": entries} for day, entries in found.items()]


def _entry(happening: Happening, at: datetime, names: dict[str, dict[Any, str]]) -> dict[str, Any]:
    sentence = str(happening.sentence)
    actor = happening.actor if happening.actor and sentence.startswith(happening.actor) else ""
    icon, tone = MARKS.get(happening.kind, (ICONS.get(happening.entity, "history"), ""))
    return {
        "icon": icon,
        "tone": tone,
        "actor": actor,
        "sentence": sentence[len(actor) :].strip(),
        "text": happening.text or "；".join(_changed(change, names) for change in happening.changes),
        "href": reverse("people:show", args=[happening.object_id]) if happening.entity == "person" and happening.object_id else "",
        "time": at.strftime("%H:%M"),
    }


def _changed(change: ChangeShown, names: dict[str, dict[Any, str]]) -> str:
    """坐席量 4,800 → 5,200"""
    old, new = (words(change.field, value, names) if value is not None else "" for value in (change.old, change.new))
    empty = str(say("空"))
    return f"{change.field.label} {old[:80] or empty} → {new[:80] or empty}"


def day_label(day: date, today: date) -> str:
    """今天 11 月 22 日 周日"""
    weekday = WEEKDAYS[day.weekday()]
    if day.year != today.year:
        return str(say("{year} 年 {month} 月 {day} 日 {weekday}", year=day.year, month=day.month, day=day.day, weekday=weekday))
    told = say("{month} 月 {day} 日 {weekday}", month=day.month, day=day.day, weekday=weekday)
    if day == today:
        return str(say("今天 {day}", day=told))
    return str(say("昨天 {day}", day=told)) if (today - day).days == 1 else str(told)

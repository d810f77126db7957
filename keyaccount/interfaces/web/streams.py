"""Happenings as the timeline macro draws them: by day, with icon, sentence and what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from keyaccount.access import Kind, Principal
from keyaccount.base import clock
from keyaccount.base.language import Say, clauses, say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.values import words
from keyaccount.queries.accounts.timeline import ChangeShown, Happening
from keyaccount.queries.records.names import names_for

ICONS = {
    "account": "building",
    "person": "user",
    "post": "briefcase",
    "unit": "hierarchy",
    "note": "note",
    "file": "paperclip",
    "fact": "list-details",
    "address": "map-pin",
    "team_seat": "users-group",
    "share": "share",
    "result": "coin",
    "member": "id",
    "token": "key",
    "import": "database-import",
    "export": "database-export",
    "department": "sitemap",
    "pool": "inbox",
    "tag": "tag",
    "industry": "tag",
    "team": "users-group",
    "edition": "book",
    "contact": "message",
    "task": "checklist",
}
TONES = {
    "created": "good",
    "imported": "good",
    "judged": "accent",
    "reclaimed": "warn",
    "released": "warn",
    "removed": "warn",
}


def days(
    by: Principal, happenings: Iterable[Happening], *, at: datetime, accounts: bool = True
) -> list[dict[str, Any]]:
    """`days` of the timeline macro, newest first. `accounts`: name the customer of each entry and lead there."""
    kept, found = list(happenings), []
    names = names_for(by, "account", {h.account_id for h in kept if h.account_id}) if accounts else {}
    for day, entries in groupby(kept, key=lambda h: timezone.localtime(h.at).date()):
        found.append(
            {"label": _day(day, clock.day_of(at)), "entries": [_entry(by, h, names) for h in entries]}
        )
    return found


def _day(day: date, today: date) -> str:
    relative = shown.ago(day)
    return relative if day == today else f"{relative} · {day.isoformat()}"


def _entry(by: Principal, one: Happening, names: Mapping[Any, str]) -> dict[str, Any]:
    room, _, verb = one.kind.partition(".")
    account = names.get(one.account_id, "")
    changes = str(clauses(_change(by, change) for change in one.changes))
    return {
        "icon": ICONS.get(room, "history"),
        "tone": TONES.get(verb, ""),
        "actor": one.actor if "who" in one.sentence.values and "{who}" in one.sentence.msgid else "",
        "sentence": without_actor(one.sentence),
        "text": "\n".join(part for part in (one.text, changes) if part),
        "href": _href(one, account),
        "time": timezone.localtime(one.at).strftime("%H:%M"),
        "place": _place(one, account),
    }


def without_actor(sentence: Say) -> str:
    """The sentence after its actor, who is drawn apart."""
    return str(Say(sentence.msgid, {**sentence.values, "who": ""})).strip()


def _change(by: Principal, change: ChangeShown) -> str:
    field = change.field
    if field.kind in (Kind.REF, Kind.TAGS, Kind.SEALED, Kind.LONG):
        return str(field.label)
    old, new = (words(field, value, {}, unit=by.member.money_unit) for value in (change.old, change.new))
    return str(
        say("{field}：{old} → {new}", field=field.label, old=old or say("未填"), new=new or say("未填"))
    )


def _href(one: Happening, account: str) -> str:
    """Where the sentence leads: to the person or the customer it names."""
    if account and one.entity == "person" and one.object_id:
        return reverse("people:show", args=[one.object_id])
    return reverse("accounts:show", args=[one.account_id]) if account and account == one.label else ""


def _place(one: Happening, account: str) -> dict[str, str] | None:
    """The customer at which it happened, where the sentence does not say it."""
    if not account or account == one.label:
        return None
    return {"label": account, "href": reverse("accounts:show", args=[one.account_id])}

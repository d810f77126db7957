"""Everything that happened with an account or a person, in one stream, as its reader may see it (ACC-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Field, FieldClass, Principal, access_to, everything, found, opened, policies
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.facts.profiles import forget, unforgotten
from keyaccount.queries.deals.telling import deal_words
from keyaccount.queries.records.names import names_for
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.kinds import KINDS
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.choices import TIE

PAGE = 30
_WHY = "the account was opened for the reader; the entries of what was merged into it belong to it"
_BY_ITSELF = ("task.created", "opportunity.judged")  # of these, what nobody did stays off the page of the day


@dataclass(frozen=True)
class ChangeShown:
    """One field of a change, old and new as stored; only fields the reader may read."""

    field: Field
    old: Any
    new: Any


@dataclass(frozen=True)
class Happening:
    """One entry of the stream. `text` is what somebody wrote, `changes` what was changed."""

    id: int
    at: datetime
    kind: str
    actor: str
    sentence: Say
    text: str
    changes: list[ChangeShown]
    entity: str
    object_id: UUID | None
    account_id: UUID | None
    label: str


@dataclass(frozen=True)
class Stream:
    """One page, newest first; `next` continues it ("" at its end)."""

    happenings: list[Happening]
    next: str


def account_timeline(
    by: Principal,
    id: UUID | str,
    *,
    cursor: str = "",
    rooms: Sequence[str] = (),
    text: str = "",
    limit: int = PAGE,
) -> Stream:
    """The stream of one account, of what was merged into it too; `rooms` keeps kinds such as note or person."""
    account = found(by, "account", id, archived=True)
    classes = access_to(by, "account").classes(account)
    merged = everything(Account, why=_WHY).filter(merged_into=account.pk).values_list("id", flat=True)
    mine = Q(account_id=account.pk) | Q(account_id__in=list(merged)) if merged else Q(account_id=account.pk)
    return _stream(by, mine, classes, cursor=cursor, rooms=rooms, text=text, limit=limit)


def person_timeline(by: Principal, id: UUID | str, *, cursor: str = "", limit: int = PAGE) -> Stream:
    """The stream of one person, without what happened at customers whose inside the reader doesn't see."""
    person = found(by, "person", id, archived=True)
    classes = access_to(by, "person").classes(person)
    seen = opened(by, "account", klass=FieldClass.INTERNAL, archived=True).values("pk")
    mine = Q(person_id=person.pk) & (Q(account_id=None) | Q(account_id__in=seen))
    return _stream(by, mine, classes, cursor=cursor, rooms=(), text="", limit=limit)


def recent_happenings(by: Principal, *, limit: int = 15, cursor: str = "") -> Stream:
    """What people did lately on all accounts the reader sees beyond the public fields; the night's work shows elsewhere."""
    seen = opened(by, "account", klass=FieldClass.INTERNAL, archived=True).values("pk")
    classes = frozenset({FieldClass.PUBLIC, FieldClass.INTERNAL})
    lately = Q(account_id__in=seen) & ~Q(kind__in=_BY_ITSELF, actor_id=None)
    return _stream(by, lately, classes, cursor=cursor, rooms=(), text="", limit=limit)


def _stream(
    by: Principal,
    mine: Q,
    classes: frozenset[FieldClass],
    *,
    cursor: str,
    rooms: Sequence[str],
    text: str,
    limit: int,
) -> Stream:
    rows = everything(Entry, why=_WHY).filter(mine, field_class__in=[int(c) for c in classes])
    rows = rows.exclude(entity__in=unknown_to(by))
    if rooms:
        rows = rows.filter(entity__in=list(rooms))
    if text:
        rows = unforgotten(rows.filter(_holding(text)))
    if cursor:
        at, last = _read(cursor)
        rows = rows.filter(Q(at__lte=at) & (Q(at__lt=at) | Q(id__lt=last)))
    entries = list(rows.order_by("-at", "-id")[: limit + 1])
    more = len(entries) > limit
    entries = entries[:limit]
    following = f"{entries[-1].at.isoformat()}_{entries[-1].id}" if more else ""
    return Stream(shown(by, entries, classes), following)


def unknown_to(by: Principal) -> list[str]:
    """Entities of which the reader may know no row at all: quotes for finance, limits of a negotiation for most."""
    return [
        entity
        for entity, policy in policies().items()
        if policy.floor > FieldClass.PUBLIC and not access_to(by, entity).reaches(policy.floor)
    ]


def _holding(text: str) -> Q:
    """Entries in whose shown words the text stands. All of `data` would also tell of fields that are not shown."""
    return (
        Q(label__icontains=text) | Q(data__reason__icontains=text) | Q(data__changes__text__1__icontains=text)
    )


def _read(cursor: str) -> tuple[datetime, int]:
    at, _, last = cursor.rpartition("_")
    try:
        return datetime.fromisoformat(at), int(last)
    except ValueError:
        raise Invalid(Problem("bad_cursor", say("翻页位置已失效，请从第一页开始"), field="cursor")) from None


def shown(by: Principal, entries: Iterable[Entry], classes: frozenset[FieldClass]) -> list[Happening]:
    """Entries with sentences and names, fields outside `classes` left out."""
    kept = list(entries)
    forget(kept)
    actors = names_for(by, "member", {e.actor_id for e in kept if e.actor_id})
    return [_happening(e, actors, classes) for e in kept]


def _happening(entry: Entry, actors: Mapping[Any, str], classes: frozenset[FieldClass]) -> Happening:
    data: dict[str, Any] = entry.data
    actor = actors.get(entry.actor_id, "") if entry.actor_id else str(say("系统"))
    changes = _changes(entry, classes)
    written = entry.entity in ("note", "contact")
    label = _tied(entry) if entry.entity == "tie" else entry.label
    note = next((c.new for c in changes if written and c.field.name == "text"), "")
    words = {
        "who": actor,
        "what": label,
        "to": data.get("to_name", ""),
        "other": data.get("other_name", ""),
        "tier": _tier(str(data["tier"])) if "tier" in data else "",
        **deal_words(data),
    }
    return Happening(
        id=entry.pk,
        at=entry.at,
        kind=entry.kind,
        actor=actor,
        sentence=say(KINDS[entry.kind].msgid, **words),
        text=note or str(data.get("reason", "")),
        changes=[] if entry.kind.endswith(".created") or entry.entity == "note" else changes,
        entity=entry.entity,
        object_id=entry.object_id,
        account_id=entry.account_id,
        label=label,
    )


def _tied(entry: Entry) -> str:
    """The label of a tie, with its kind in the reader's words: it is stored in those of the source language."""
    kind = TIE.get(str(entry.data.get("kind", "")))
    return entry.label.replace(f" {kind.msgid} ", f" {kind} ", 1) if kind else entry.label


def _changes(entry: Entry, classes: frozenset[FieldClass]) -> list[ChangeShown]:
    policy = policies().get(entry.entity)
    fields = policy.by_name if policy else {}
    changed = entry.data.get("changes", {})
    return [
        ChangeShown(fields[name], old, new)
        for name, (old, new) in changed.items()
        if name in fields and fields[name].klass in classes
    ]


def _tier(key: str) -> Any:
    return next((t.label for t in edition_in_force().tiers if t.key == key), key)

"""Who may see, hand out and erase what is personal, and whether somebody was erased; one answer for action and page."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from keyaccount.access import FieldClass, Principal, access_to, everything
from keyaccount.base.language import say
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Person

LOOKED = ("person.revealed", "person.reported")
_WORDS = ("changes", "removed", "reason", "value", "evidence", "text")
_WHY = "whether somebody was erased before, whoever did it"


def reads_sensitive(by: Principal, row: Person) -> bool:
    """Whether they may know that there is a profile at all."""
    return FieldClass.PERSONAL in access_to(by, "person").classes(row)


def may_reveal(by: Principal, row: Person) -> bool:
    """Whether the person's sealed values may be shown to them in clear."""
    access = access_to(by, "person")
    return access.may("reveal") and FieldClass.PERSONAL in access.classes(row, write=True)


def may_report(by: Principal, row: Person) -> bool:
    """Whether by function and by holding the customer: who may reveal or erase."""
    access = access_to(by, "person")
    return (access.may("reveal") or access.may("erase")) and bool(access.classes(row, write=True, held=True))


def may_erase(by: Principal, row: Person) -> bool:
    return access_to(by, "person").allows(row, "erase")


def is_erased(id: UUID) -> bool:
    """Whether the person was erased."""
    return everything(Entry, why=_WHY).filter(entity="person", object_id=id, kind="person.erased").exists()


def forget(entries: Iterable[Entry]) -> None:
    """Of entries about somebody erased, before they are shown: leave out the name, what was written and what changed.

    The sealed rows stay as they are; this is how no page shows them any more.
    """
    about = {entry: _named(entry) for entry in entries}
    ids: set[str] = set().union(*about.values())
    if not ids:
        return
    erased = everything(Entry, why=_WHY).filter(person_id__in=ids, kind="person.erased")
    gone = {str(id) for id in erased.values_list("person_id", flat=True)}
    for entry, named in about.items():
        if named & gone and entry.kind != "person.erased":
            entry.label = str(say("已删除的联系人"))
            entry.data = {key: value for key, value in entry.data.items() if key not in _WORDS}


def unforgotten(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries whose words may be searched: none about somebody erased."""
    erased = everything(Entry, why=_WHY).filter(kind="person.erased", person_id__isnull=False)
    gone = list(erased.values_list("person_id", flat=True))
    told = rows.exclude(entity="tie", data__other__in=[str(id) for id in gone]) if gone else rows
    return told.exclude(person_id__in=gone)


def _named(entry: Entry) -> set[str]:
    """Whom an entry names: its person, and the other end of a tie."""
    other = entry.data.get("other") if entry.entity == "tie" else None
    return {str(id) for id in (entry.person_id, other) if id}

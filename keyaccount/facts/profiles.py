"""Who may see, hand out and erase what is personal, and whether somebody was erased; one answer for action and page."""

from __future__ import annotations

from uuid import UUID

from keyaccount.access import FieldClass, Principal, access_to, everything
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Person

LOOKED = ("person.revealed", "person.reported")
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

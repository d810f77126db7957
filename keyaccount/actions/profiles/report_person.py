"""Somebody asks what we hold about them (PIPL art. 45): one report, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found, opened, policy_of
from keyaccount.actions.profiles.entries import key_of
from keyaccount.actions.profiles.reporting import Line, Section, Telling, cards, looked, named
from keyaccount.actions.shared import journaling, sealing
from keyaccount.actions.shared.verbs import stated
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.facts.profiles import may_report, may_reveal
from keyaccount.records.people.models import Person


@dataclass(frozen=True)
class Report:
    """What is held: sections without an item are left out. `complete`: the maker may read the sensitive part too."""

    name: str
    at: datetime
    purpose: str
    complete: bool
    sections: list[Section]


@transaction.atomic
def report_person(*, by: Principal, at: datetime, id: UUID | str, purpose: str) -> Report:
    """The report; the journal keeps who made it, when and what for.

    Raises `Missing`, `Refused` or `Invalid` (no purpose).
    """
    row: Person = found(by, "person", id, archived=True)
    if not may_report(by, row):
        raise Refused()
    told = stated(purpose, say("请写明谁在什么时候提出的要求"))
    return report_of(by, row, at=at, purpose=told)


def report_of(by: Principal, row: Person, *, at: datetime, purpose: str) -> Report:
    """The report itself, on record; in clear what the maker may reveal, the rest of the sensitive part not at all."""
    telling, complete = Telling(by), may_reveal(by, row)
    sections = [
        Section("person", policy_of("person").label, [_contact(telling, row, complete)]),
        *named(telling, row),
        cards(telling, row),
    ]
    if complete:
        sections += [_profile(telling, row), looked(row)]
    journaling.write(
        "person.reported",
        by=by,
        at=at,
        entity="person",
        object_id=row.pk,
        label=row.name,
        account_id=row.account_id,
        person_id=row.pk,
        data={"purpose": purpose},
    )
    return Report(row.name, at, purpose, complete, [one for one in sections if one.items])


def _contact(telling: Telling, row: Person, complete: bool) -> list[Line]:
    lines = telling.lines("person", row)
    if complete and row.private_phone:
        label = str(policy_of("person").by_name["private_phone"].label)
        lines.append((label, sealing.unseal(row.private_phone, owner=row.pk)))
    return lines


def _profile(telling: Telling, row: Person) -> Section:
    items = []
    for entry in opened(telling.by, "profile_entry").filter(person=row).order_by("kind", "pk"):
        text = sealing.unseal_under(key_of(row.pk), entry.sealed, entry=entry.pk)
        lines = [(str(say("内容")), text), *telling.lines("profile_entry", entry)]
        items.append([*lines, (str(say("出处")), entry.source_note)] if entry.source_note else lines)
    return Section("profile_entry", policy_of("profile_entry").label, items)

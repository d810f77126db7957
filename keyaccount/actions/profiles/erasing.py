"""The parts of an erasure, room by room. None says what it found: who erases need not be one who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.actions.shared import indexing
from keyaccount.records.accounts.models import Note
from keyaccount.records.deals.models import Intelligence, Reason, Stakeholder, StakeholderValue
from keyaccount.records.library.models import ImportRow
from keyaccount.records.people.models import Insider, KinTie, Person, PersonKey, Post, ProfileEntry, Tie

_WHY = "an erasure takes everything about the person, also what who carries it out may not see"
NAME = "已删除的联系人"
GONE = "（已按本人要求删除）"
BLANKED = (
    "english_name",
    "honorific",
    "gender",
    "mobile",
    "phone",
    "email",
    "wechat",
    "note",
    "external_id",
    "source",
)
_THEIR_WORDS = ("win", "criteria", "concerns")


def drop_sensitive(person: Person) -> None:
    """Profile with its key, kinship, and what only named readers know, without a word about it."""
    everything(PersonKey, why=_WHY).filter(person=person).delete()
    everything(ProfileEntry, why=_WHY).filter(person=person).delete()
    everything(KinTie, why=_WHY).filter(Q(person=person) | Q(other=person)).delete()
    everything(Insider, why=_WHY).filter(person=person).delete()


def blank_power(person: Person) -> None:
    """On every map: their own words and all evidence; the notes on ties; what the reasons written for them say of them."""
    cards = everything(Stakeholder, why=_WHY).filter(person=person)
    said = everything(StakeholderValue, why=_WHY)
    said.filter(stakeholder__in=cards, attribute__in=_THEIR_WORDS).update(value=None)
    said.filter(Q(stakeholder__in=cards) | Q(source_person=person)).exclude(evidence="").update(evidence="")
    everything(Tie, why=_WHY).filter(Q(person=person) | Q(other=person)).exclude(note="").update(note="")
    everything(Reason, why=_WHY).filter(person=person).update(person=None, need="", safety="")


def blank_intelligence(person: Person, *, at: datetime) -> None:
    """Statements about them are withdrawn and no longer say anything; those they only told stand without their words."""
    rows = everything(Intelligence, why=_WHY)
    about: dict[str, Any] = {"statement": GONE, "how": GONE, "source_name": "", "withdrawn_why": GONE}
    theirs = rows.filter(about_person=person)
    theirs.filter(withdrawn_at=None).update(withdrawn_at=at)
    theirs.update(**about, updated_at=at)
    rows.filter(source_person=person).exclude(how=GONE).update(how=GONE, source_name="")


def blank_traces(person: Person) -> None:
    """Notes written about them, and what an import had found in their fields before: no undo brings it back."""
    notes = everything(Note, why=_WHY).filter(person_id=person.pk)
    indexing.unindex("note", notes.values_list("pk", flat=True))
    notes.update(text=GONE)
    posts = everything(Post, why=_WHY).filter(person=person).values("pk")
    mine = Q(entity="person", object_id=person.pk) | Q(entity="post", object_id__in=posts)
    for row in everything(ImportRow, why=_WHY).filter(mine):
        row.before = {"+": row.before["+"]} if row.before and "+" in row.before else None
        row.reason = ""
        row.save(update_fields=["before", "reason"])

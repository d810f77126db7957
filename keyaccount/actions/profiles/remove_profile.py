"""An entry of a profile is no longer needed (PPL-2): it goes for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything, found
from keyaccount.actions.profiles.entries import tell
from keyaccount.records.people.models import Person, PersonKey, ProfileEntry

_WHY = "a key without entries seals nothing and goes with the last of them"


@transaction.atomic
def remove_profile(*, by: Principal, at: datetime, id: UUID | str) -> UUID:
    """The id of the person it was about. Raises `Missing` or `Refused`."""
    person: UUID = found(by, "profile_entry", id).person_id
    hold([person])
    row: ProfileEntry = changeable(by, "profile_entry", id, verb="keep")
    tell("profile_entry.removed", row, by=by, at=at)
    row.delete()
    drop_idle_keys([person])
    return person


def hold(people: Collection[UUID]) -> None:
    """Lock the persons, before any entry: who keeps a new one meanwhile waits, or is waited for and then seen."""
    list(everything(Person, why=_WHY).filter(pk__in=people).order_by("pk").select_for_update().only("pk"))


def drop_idle_keys(people: Collection[UUID]) -> None:
    """Drop the keys of those who have no entry left; they are held, so that nobody is keeping one unseen."""
    idle = everything(PersonKey, why=_WHY).filter(person_id__in=people)
    kept = everything(ProfileEntry, why=_WHY).filter(person_id__in=people).values("person_id")
    idle.exclude(person_id__in=kept).delete()

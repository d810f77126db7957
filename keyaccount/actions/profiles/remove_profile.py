"""An entry of a profile is no longer needed (PPL-2): it goes for good."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.profiles.entries import tell
from keyaccount.records.people.models import PersonKey, ProfileEntry

_WHY = "a key without entries seals nothing and goes with the last of them"


@transaction.atomic
def remove_profile(*, by: Principal, at: datetime, id: UUID | str) -> UUID:
    """The id of the person it was about. Raises `Missing` or `Refused`."""
    row: ProfileEntry = changeable(by, "profile_entry", id, verb="keep")
    person: UUID = row.person_id
    tell("profile_entry.removed", row, by=by, at=at)
    row.delete()
    drop_idle_keys([person])
    return person


def drop_idle_keys(people: list[UUID]) -> None:
    """Drop the keys of those who have no entry left."""
    kept = everything(ProfileEntry, why=_WHY).filter(person_id__in=people).values("person_id")
    everything(PersonKey, why=_WHY).filter(person_id__in=people).exclude(person_id__in=kept).delete()

"""Keep one thing of a person's life that was told, with purpose, legal basis, source and the day it is to be gone (PPL-2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, attachable
from keyaccount.actions.profiles.entries import key_of, taken, tell
from keyaccount.actions.shared import sealing
from keyaccount.base.ids import new_id
from keyaccount.records.people.models import Person, ProfileEntry


@transaction.atomic
def keep_profile(*, by: Principal, at: datetime, person: UUID | str, raw: Mapping[str, Any]) -> ProfileEntry:
    """The new entry. `raw`: kind, sealed (the text), purpose, basis, source, observed_on, retain_until, source_note.

    Raises `Missing`, `Refused` (only who may also reveal it) or `Invalid`: nothing about children, health, religion and
    politics is taken, and nothing for longer than 36 months.
    """
    whose: Person = attachable(by, "profile_entry", person, verb="keep")
    values = taken(by, raw, at=at, row=None)
    id = new_id()
    text = values.pop("sealed")
    row = ProfileEntry(
        id=id,
        person=whose,
        account_id=whose.account_id,
        sealed=sealing.seal_under(key_of(whose.pk, at=at), text, entry=id),
        created_at=at,
        created_by=by.id,
        updated_at=at,
        updated_by=by.id,
        **values,
    )
    row.save(force_insert=True)
    tell("profile_entry.kept", row, by=by, at=at)
    return row

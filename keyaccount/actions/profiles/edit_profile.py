"""Correct an entry of a profile, or agree on another day for it to be gone (PPL-2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, found, policy_of
from keyaccount.actions.profiles.entries import key_of, taken, tell
from keyaccount.actions.shared import changing, sealing
from keyaccount.records.people.models import ProfileEntry


@transaction.atomic
def edit_profile(
    *, by: Principal, at: datetime, id: UUID | str, raw: Mapping[str, Any], version: int | None = None
) -> ProfileEntry:
    """The entry with its new values; an empty text leaves the old one. Raises `Missing`, `Refused`, `Invalid`, `Conflict`."""
    row: ProfileEntry = changeable(by, "profile_entry", id, verb="keep")
    found(by, "person", row.person_id)
    values = taken(by, raw, at=at, row=row)
    note = values.pop("source_note", row.source_note)
    policy = policy_of("profile_entry")
    changing.settle_crossed(policy, row, values, version=version, seen=None)
    changed = sorted(changing.difference(policy, row, values))
    if not changed and note == row.source_note:
        return row
    if text := values.pop("sealed", ""):
        row.sealed = sealing.seal_under(key_of(row.person_id), text, entry=row.pk)
    changing.put(policy, row, values)
    row.source_note = note
    row.version += 1
    row.updated_at, row.updated_by = at, by.id
    row.save(force_update=True)
    tell("profile_entry.edited", row, by=by, at=at, fields=changed)
    return row

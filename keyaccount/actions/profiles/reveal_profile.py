"""Show an entry of a profile in clear, on record (PPL-2, PIPL)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import FieldClass, Principal, changeable
from keyaccount.actions.profiles.entries import key_of
from keyaccount.actions.shared import journaling, sealing
from keyaccount.actions.shared.verbs import stated
from keyaccount.base.language import say
from keyaccount.records.people.models import ProfileEntry


@transaction.atomic
def reveal_profile(*, by: Principal, at: datetime, id: UUID | str, purpose: str) -> str:
    """The text, for those who may also change it; the journal keeps who, when and what for, in the same transaction.

    Raises `Missing`, `Refused` or `Invalid` (no purpose).
    """
    row: ProfileEntry = changeable(by, "profile_entry", id, verb="keep")
    told = stated(purpose, say("请写明查看的用途"))
    journaling.write(
        "person.revealed",
        by=by,
        at=at,
        entity="profile_entry",
        object_id=row.pk,
        label=row.person.name,
        account_id=row.account_id,
        person_id=row.person_id,
        klass=FieldClass.PERSONAL,
        data={"field": row.kind, "purpose": told},
    )
    return sealing.unseal_under(key_of(row.person_id), row.sealed, entry=row.pk)

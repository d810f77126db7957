"""Show an entry of a profile in clear, on record (PPL-2, PIPL)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import FieldClass, Principal, changeable
from keyaccount.actions.profiles.entries import key_of
from keyaccount.actions.shared import cleaning, journaling, sealing
from keyaccount.actions.shared.cleaning import NotTaken
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.people.models import ProfileEntry


@transaction.atomic
def reveal_profile(*, by: Principal, at: datetime, id: UUID | str, purpose: str) -> str:
    """The text, for those who may also change it; the journal keeps who, when and what for, in the same transaction.

    Raises `Missing`, `Refused` or `Invalid` (no purpose).
    """
    row: ProfileEntry = changeable(by, "profile_entry", id, verb="keep")
    try:
        told = cleaning.text(purpose, limit=200)
    except NotTaken as bad:
        raise Invalid(Problem(bad.code, bad.message, field="purpose")) from None
    if not told:
        raise Invalid(Problem("required", say("请写明查看的用途"), field="purpose"))
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

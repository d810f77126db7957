"""Show a sealed value of a person, on record (PPL-2, PIPL)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import FieldClass, Principal, access_to, found
from keyaccount.actions.shared import journaling, sealing
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.people.models import Person


@transaction.atomic
def reveal_person(*, by: Principal, at: datetime, id: UUID | str, purpose: str) -> str:
    """The private phone in clear, for those who may change it; the journal keeps who, when and what for.

    Without a journal entry there is no value: both happen in one transaction.
    """
    person: Person = found(by, "person", id)
    access = access_to(by, "person")
    if not access.may("reveal") or FieldClass.PERSONAL not in access.classes(person, write=True):
        raise Refused()
    if not purpose.strip():
        raise Invalid(Problem("required", say("请写明查看的用途"), field="purpose"))
    journaling.write(
        "person.revealed",
        by=by,
        at=at,
        entity="person",
        object_id=person.pk,
        label=person.name,
        account_id=person.account_id,
        person_id=person.pk,
        data={"field": "private_phone", "purpose": purpose},
    )
    return sealing.unseal(person.private_phone, owner=person.pk) if person.private_phone else ""

"""The person behind a placeholder was found; what was assumed of the place stays with it (PPL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.maps import only_card, open_card, person_of, say_of, tell
from keyaccount.records.deals.models import Stakeholder

_WHY = "the map was opened for change just above"


@transaction.atomic
def identify_placeholder(
    *, by: Principal, at: datetime, id: UUID | str, person: UUID | str | None, name: str = ""
) -> Stakeholder:
    """The card with its person, or with somebody new by `name`; with neither a placeholder again.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    place, card = open_card(by, id)
    if name and not person:
        person = create_person(by=by, at=at, raw={"name": name, "account": place.account.pk}).pk
    row = person_of(by, place, person) if person else None
    if row:
        only_card(place, card, row.pk)
    card.person = row
    everything(Stakeholder, why=_WHY).filter(pk=card.pk).update(person=row)
    say_of(card, "person", str(row.pk) if row else None, by=by, at=at)
    tell("valued", place, card, by=by, at=at, attribute="person", value=str(row.pk) if row else None)
    return card

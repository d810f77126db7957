"""The person behind a placeholder was found; what was assumed of the place stays with it (PPL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.power.maps import open_card, person_of, refused, say_of, tell
from keyaccount.base.language import say
from keyaccount.records.deals.models import Stakeholder

_WHY = "the map was opened for change just above"


@transaction.atomic
def identify_placeholder(
    *, by: Principal, at: datetime, id: UUID | str, person: UUID | str | None
) -> Stakeholder:
    """The card with its person; with None a placeholder again. Raises `Missing`, `Refused` or `Invalid`."""
    place, card = open_card(by, id)
    row = person_of(by, place, person) if person else None
    if row:
        others = everything(Stakeholder, why=_WHY).filter(**place.of, person=row, removed_at=None)
        if others.exclude(pk=card.pk).exists():
            raise refused("person", say("这个人已经在地图上"), "taken")
    card.person = row
    everything(Stakeholder, why=_WHY).filter(pk=card.pk).update(person=row)
    say_of(card, "person", str(row.pk) if row else None, by=by, at=at)
    tell("valued", place, card, by=by, at=at, attribute="person", value=str(row.pk) if row else None)
    return card

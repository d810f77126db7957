"""Put somebody of the customer on a map (PPL-4, PPL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from keyaccount.access import Principal, everything
from keyaccount.actions.power.maps import new_card, open_map, person_of, say_of, tell
from keyaccount.records.deals.models import Stakeholder

_WHY = "the map was opened for change just above"


@transaction.atomic
def place_person(
    *,
    by: Principal,
    at: datetime,
    person: UUID | str,
    account: UUID | str | None = None,
    deal: UUID | str | None = None,
) -> Stakeholder:
    """The person's place on the map; one taken off comes back with all that was known. Twice changes nothing.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    place = open_map(by, account=account, deal=deal)
    row = person_of(by, place, person)
    kept = everything(Stakeholder, why=_WHY).filter(**place.of, person=row)
    card: Stakeholder | None = kept.order_by(F("removed_at").desc(nulls_first=True)).first()
    if card and card.removed_at is None:
        return card
    if card is None:
        card = new_card(by, at, place, row)
        say_of(card, "person", str(row.pk), by=by, at=at)
    else:
        card.removed_at = None
        everything(Stakeholder, why=_WHY).filter(pk=card.pk).update(removed_at=None)
    say_of(card, "shown", True, by=by, at=at)
    tell("placed", place, card, by=by, at=at)
    return card

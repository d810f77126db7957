"""Take a card off the map; the person stays what they are, and all that was said of them (PPL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.power.maps import only_card, open_card, say_of, tell
from keyaccount.records.deals.models import Stakeholder

_WHY = "the map was opened for change just above"


@transaction.atomic
def remove_stakeholder(*, by: Principal, at: datetime, id: UUID | str, restore: bool = False) -> Stakeholder:
    """The card, off the map or back on it; twice changes nothing.

    Raises `Missing`, `Refused` or, where the person has another card by now, `Invalid`.
    """
    place, card = open_card(by, id, gone=True)
    if bool(card.removed_at) != restore:
        return card
    if restore:
        only_card(place, card, card.person_id)
    card.removed_at = None if restore else at
    everything(Stakeholder, why=_WHY).filter(pk=card.pk).update(removed_at=card.removed_at)
    say_of(card, "shown", restore, by=by, at=at)
    tell("placed" if restore else "removed", place, card, by=by, at=at)
    return card

"""Take the turn of a recurring job: of any number of workers one gets it, once."""

from __future__ import annotations

from django.db import transaction

from keyaccount.access import everything
from keyaccount.records.journal.models import Slot

_WHY = "the turns of recurring jobs belong to no one"


@transaction.atomic
def take_turn(*, name: str, slot: int) -> bool:
    """Whether the turn is the caller's. Later turns close earlier ones, so that a slow clock repeats nothing."""
    turns = everything(Slot, why=_WHY).filter(name=name)
    if turns.filter(slot__gte=slot).exists():
        return False
    _, mine = turns.get_or_create(name=name, slot=slot)
    if mine:
        turns.filter(slot__lt=slot).delete()
    return mine

"""One tiny write that really commits: the proof that the database can be written."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import everything
from keyaccount.records.journal.models import Slot

NAME = "heartbeat"


@transaction.atomic
def beat(*, at: datetime) -> None:
    """Leave the current second in the database; raises Django's DatabaseError when it cannot be written."""
    second = int(at.timestamp())
    slots = everything(Slot, why="the heartbeat belongs to nobody")
    slots.filter(name=NAME, slot__lt=second).delete()
    slots.bulk_create([Slot(name=NAME, slot=second)], ignore_conflicts=True)

"""Seal the journal: chain batches of entries by their hashes, so that a later change shows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import everything
from keyaccount.facts.seals import COLUMNS, FIRST, digest
from keyaccount.records.journal.models import Entry, Seal

BATCH = 5_000
_WHY = "the seal covers everything that happened"


@transaction.atomic
def seal_journal(*, at: datetime, up_to: int) -> Seal | None:
    """Seal the next batch of entries with id ≤ `up_to`; None when all of them are sealed.

    The caller passes the highest id it saw a while ago: entries of transactions still open then have committed by now.
    """
    last = everything(Seal, why=_WHY).select_for_update().order_by("-last_entry").first()
    begun = last.last_entry if last else 0
    rows = everything(Entry, why=_WHY).filter(id__gt=begun, id__lte=up_to).order_by("id")
    batch = list(rows.values(*COLUMNS)[:BATCH])
    if not batch:
        return None
    previous = last.digest if last else FIRST
    seal = Seal(
        first_entry=batch[0]["id"],
        last_entry=batch[-1]["id"],
        count=len(batch),
        previous=previous,
        digest=digest(previous, batch),
        at=at,
    )
    seal.save(force_insert=True)
    return seal


def newest_entry() -> int:
    """The highest id written so far."""
    return everything(Entry, why=_WHY).order_by("-id").values_list("id", flat=True).first() or 0

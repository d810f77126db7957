"""Check the seals of the journal: any sealed entry that was changed, removed or slipped in shows here."""

from __future__ import annotations

from dataclasses import dataclass

from keyaccount.access import everything
from keyaccount.facts.seals import COLUMNS, FIRST, digest
from keyaccount.records.journal.models import Entry, Seal

_WHY = "verification reads all of the journal and shows none of it"


@dataclass(frozen=True)
class SealCheck:
    """What the check found: seals and entries that hold, entries not sealed yet, and the broken seals' id ranges.

    `head` is the newest digest; kept elsewhere it also shows when whole seals were cut off the end.
    """

    seals: int
    entries: int
    unsealed: int
    broken: list[tuple[int, int]]
    head: str


def verify_seals() -> SealCheck:
    """Recompute every seal from the entries as they stand."""
    previous, entries, broken, last, count = FIRST, 0, [], 0, 0
    for seal in everything(Seal, why=_WHY).order_by("last_entry").iterator():
        rows = everything(Entry, why=_WHY).filter(id__gt=last, id__lte=seal.last_entry).order_by("id")
        batch = list(rows.values(*COLUMNS))
        whole = (
            len(batch) == seal.count and seal.previous == previous and digest(previous, batch) == seal.digest
        )
        if not whole:
            broken.append((seal.first_entry, seal.last_entry))
        previous, last, count, entries = seal.digest, seal.last_entry, count + 1, entries + len(batch)
    unsealed = everything(Entry, why=_WHY).filter(id__gt=last).count()
    return SealCheck(count, entries, unsealed, broken, previous)

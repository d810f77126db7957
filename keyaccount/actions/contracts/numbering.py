"""Numbers by rule: KA-2026-0001 and so on, per year, without gaps and without twins."""

from __future__ import annotations

from datetime import datetime

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.records.contracts.models import Contract, Numbering, Quote

_WHY = "a number is taken once in the company, whoever sees the record"
_USED = {"KA": Contract, "QC": Contract, "Q": Quote}


def next_number(series: str, at: datetime) -> str:
    """The next number of the series (`KA` contracts, `QC` opening contracts, `Q` quotes) in the year of `at`."""
    return next_numbers(series, at, 1)[0]


def next_numbers(series: str, at: datetime, count: int) -> list[str]:
    """So many in a row. The series' row is held until the transaction ends: the next writer waits, and a failed one gives
    its numbers back. A number that somebody typed by hand is passed over."""
    if not count:
        return []
    key = f"{series}-{day_of(at).year}"
    rows = everything(Numbering, why=_WHY)
    rows.get_or_create(key=key)
    kept = rows.select_for_update().get(pk=key)
    found: list[str] = []
    while len(found) < count:
        wanted = [f"{key}-{kept.last + n:04d}" for n in range(1, count - len(found) + 1)]
        typed = everything(_USED[series], why=_WHY).filter(number__in=wanted)
        taken = set(typed.values_list("number", flat=True))
        kept.last += len(wanted)
        found += [number for number in wanted if number not in taken]
    kept.save(update_fields=["last"])
    return found

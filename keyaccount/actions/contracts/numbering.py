"""Numbers by rule: KA-2026-0001 and so on, per year, without gaps and without twins."""

from __future__ import annotations

from datetime import datetime

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.records.contracts.models import Contract, Numbering, Quote

_WHY = "a number is taken once in the company, whoever sees the record"
_USED = {"KA": Contract, "Q": Quote}


def next_number(series: str, at: datetime) -> str:
    """The next number of the series (`KA` contracts, `Q` quotes) in the year of `at`.

    Its row is held until the transaction ends: the next writer waits, and a failed one gives its number back. A number
    that somebody typed by hand is passed over.
    """
    key = f"{series}-{day_of(at).year}"
    rows = everything(Numbering, why=_WHY)
    rows.get_or_create(key=key)
    kept = rows.select_for_update().get(pk=key)
    while True:
        kept.last += 1
        number = f"{key}-{kept.last:04d}"
        if not everything(_USED[series], why=_WHY).filter(number=number).exists():
            break
    kept.save(update_fields=["last"])
    return number

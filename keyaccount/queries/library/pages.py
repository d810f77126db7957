"""What only the pages of imports and exports ask."""

from __future__ import annotations

from keyaccount.access import Principal, everything
from keyaccount.base.errors import Missing
from keyaccount.records.library.models import ImportRow, ImportRun

_CHANGING = ("created", "updated", "merged")
_WHY = "how far the member's own import is taken back"


def taken_back(by: Principal, run: ImportRun) -> tuple[int, int]:
    """(rows taken back, rows to take back) of an import being undone. Raises `Missing` for somebody else's."""
    if run.member_id != by.id:
        raise Missing()
    pending = everything(ImportRow, why=_WHY).filter(run=run, outcome__in=_CHANGING).count()
    total = sum(run.counts.get(name, 0) for name in _CHANGING)
    return max(total - pending, 0), total

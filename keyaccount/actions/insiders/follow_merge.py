"""Insiders follow their customer through a merge and back, without a word of it to anybody not named (INS-3, ACC-4).

What moved is kept in each insider's own log, not with the merge, whose rows others read.
"""

from __future__ import annotations

from datetime import datetime

from keyaccount.access import everything
from keyaccount.actions.insiders.keeping import tell
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Insider, InsiderLog

_WHY = "both accounts were opened for change; insiders move unseen by who merges"


def follow_merge(dropped: Account, kept: Account, at: datetime) -> None:
    """Point the insiders of `dropped` at `kept`."""
    for row in everything(Insider, why=_WHY).filter(account=dropped):
        everything(Insider, why=_WHY).filter(pk=row.pk).update(account=kept)
        tell(row, "moved", by=None, at=at, out=dropped.pk, into=kept.pk)


def follow_back(dropped: Account, kept: Account, at: datetime) -> None:
    """Undo `follow_merge` for those that still are where it put them."""
    lines = everything(InsiderLog, why=_WHY).filter(kind="moved", insider__account=kept)
    told = {"out": str(dropped.pk), "into": str(kept.pk)}
    moved = {line.insider_id: line.insider for line in lines.select_related("insider") if line.data == told}
    for row in moved.values():
        everything(Insider, why=_WHY).filter(pk=row.pk).update(account=dropped)
        tell(row, "moved_back", by=None, at=at, out=kept.pk, into=dropped.pk)

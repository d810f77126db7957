"""A note is a follow-up: it moves the account's and the person's last follow-up, and with it the day of reclaim (ACC-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Person

_WEIGHED = ("owner_id", "department_id", "held_since", "followed_at", "reclaim_on", "tier", "status")
_WHY = "the account was opened for change when the note was written"


def follow_up(*, account: UUID, person: UUID | None, on: datetime, at: datetime) -> None:
    """Take in that somebody was in touch `on` that moment; what is older than the last one known changes nothing."""
    on = min(on, at)
    older = Q(followed_at=None) | Q(followed_at__lt=on)
    if person:
        everything(Person, why=_WHY).filter(older, pk=person).update(followed_at=on)
    rows = everything(Account, why=_WHY).filter(older, pk=account)
    row: Account | None = rows.select_for_update().only(*_WEIGHED).order_by().first()
    if row is not None:
        row.followed_at = on
        if row.owner_id:
            HoldingBook().refresh(row, at)
        rows.update(followed_at=on, reclaim_on=row.reclaim_on)

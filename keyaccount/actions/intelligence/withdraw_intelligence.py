"""Take back a statement that should not count any more. It stays readable, with the reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.intelligence.keeping import opened_for, tell, words
from keyaccount.actions.shared.verbs import put
from keyaccount.base.language import say
from keyaccount.records.deals.models import Intelligence


@transaction.atomic
def withdraw_intelligence(*, by: Principal, at: datetime, id: UUID | str, why: str) -> Intelligence:
    """The withdrawn statement; it confirms and disputes nothing from now on. Raises `Missing`, `Refused` or `Invalid`."""
    row = opened_for(by, id)
    put(row, by=by, at=at, withdrawn_at=at, withdrawn_why=words("why", say("撤回原因"), why))
    tell("intelligence.withdrawn", row, by=by, at=at)
    return row

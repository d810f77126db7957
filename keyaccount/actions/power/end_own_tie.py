"""One of us faces one of them no longer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.power.tying import end, open_tie, tell_own
from keyaccount.records.people.models import OwnTie


@transaction.atomic
def end_own_tie(*, by: Principal, at: datetime, id: UUID | str) -> OwnTie:
    """The tie, ended. Raises `Missing` or `Refused`."""
    row: OwnTie = open_tie(by, "own_tie", id)
    end(row, by=by, at=at)
    tell_own("own_tie.ended", row, by=by, at=at)
    return row

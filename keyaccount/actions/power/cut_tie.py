"""A tie holds no longer (PPL-3); it stays in the history of the map."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.power.tying import end, open_tie, tell_tie
from keyaccount.records.people.models import Tie


@transaction.atomic
def cut_tie(*, by: Principal, at: datetime, id: UUID | str) -> Tie:
    """The tie, ended. Raises `Missing` or `Refused`."""
    row: Tie = open_tie(by, "tie", id)
    end(row, by=by, at=at)
    tell_tie("tie.cut", row, by=by, at=at)
    return row

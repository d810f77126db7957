"""A tie of kinship was wrong, or is not needed any more (PPL-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.power.tying import end, open_tie
from keyaccount.actions.profiles.draw_kin import tell_kin
from keyaccount.records.people.models import KinTie


@transaction.atomic
def cut_kin(*, by: Principal, at: datetime, id: UUID | str) -> KinTie:
    """The tie, ended. Raises `Missing` or `Refused`."""
    row: KinTie = open_tie(by, "kin_tie", id)
    end(row, by=by, at=at)
    tell_kin("kin_tie.cut", row, by=by, at=at)
    return row

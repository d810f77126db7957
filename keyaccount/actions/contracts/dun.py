"""A step of asking for the money was done (PAY-2)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.records.create_record import create_record
from keyaccount.records.contracts.models import DunningStep


@transaction.atomic
def dun(*, by: Principal, at: datetime, id: UUID | str, key: str, on: date, note: str = "") -> DunningStep:
    """`key`: a step of the playbook; `id`: the instalment. Raises `Missing`, `Refused` or `Invalid`."""
    raw = {"instalment": id, "key": key, "done_on": on, "note": note}
    made: DunningStep = create_record(by=by, at=at, entity="dunning_step", raw=raw)
    return made

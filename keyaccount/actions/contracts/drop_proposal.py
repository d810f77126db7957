"""Put a proposal out of use; it stays to be read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Proposal


@transaction.atomic
def drop_proposal(*, by: Principal, at: datetime, id: UUID | str) -> Proposal:
    """Raises `Missing`, `Refused` or `Invalid`."""
    row: Proposal = changeable(by, "proposal", id)
    must_be(row, [state for state in choices.PROPOSAL_STATE if state != "dropped"], choices.PROPOSAL_STATE)
    move(row, "proposal.dropped", by=by, at=at, state="dropped")
    deal_changed(row.opportunity_id, at, by)
    return row

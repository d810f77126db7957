"""The customer confirmed a proposal (PRO-1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be, not_future
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Proposal


@transaction.atomic
def settle_proposal(*, by: Principal, at: datetime, id: UUID | str, on: date) -> Proposal:
    """Only what was presented can be confirmed. Raises `Missing`, `Refused` or `Invalid`."""
    row: Proposal = changeable(by, "proposal", id)
    must_be(row, ("presented",), choices.PROPOSAL_STATE)
    not_future(on, at, "on")
    move(row, "proposal.settled", by=by, at=at, state="settled", settled_on=on, data={"on": on})
    deal_changed(row.opportunity_id, at, by)
    return row

"""The customer accepted the quote that was sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Quote


@transaction.atomic
def accept_quote(*, by: Principal, at: datetime, id: UUID | str) -> Quote:
    """Raises `Missing`, `Refused` or `Invalid`."""
    row: Quote = changeable(by, "quote", id)
    must_be(row, ("sent",), choices.QUOTE_STATE)
    move(row, "quote.accepted", by=by, at=at, state="accepted")
    deal_changed(row.opportunity_id, at, by)
    return row

"""An approved quote went to the customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Quote


@transaction.atomic
def send_quote(*, by: Principal, at: datetime, id: UUID | str) -> Quote:
    """Raises `Missing`, `Refused` or `Invalid`."""
    row: Quote = changeable(by, "quote", id)
    must_be(row, ("approved",), choices.QUOTE_STATE)
    move(row, "quote.sent", by=by, at=at, state="sent")
    deal_changed(row.opportunity_id, at, by)
    return row

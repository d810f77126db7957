"""Put a quote out of use, also one in approval; it stays to be read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Quote


@transaction.atomic
def drop_quote(*, by: Principal, at: datetime, id: UUID | str) -> Quote:
    """Raises `Missing`, `Refused` or `Invalid`."""
    row: Quote = changeable(by, "quote", id)
    must_be(row, ("draft", "asking", "approved", "refused", "sent", "accepted"), choices.QUOTE_STATE)
    move(row, "quote.dropped", by=by, at=at, state="dropped")
    deal_changed(row.opportunity_id, at, by)
    return row

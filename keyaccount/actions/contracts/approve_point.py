"""Approve a concession beyond the limit (NEG-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts.models import NegotiationPoint


@transaction.atomic
def approve_point(*, by: Principal, at: datetime, id: UUID | str) -> NegotiationPoint:
    """Raises `Missing`, `Refused` or `Invalid` when there is nothing to approve."""
    row: NegotiationPoint = changeable(by, "negotiation_point", id, verb="approve")
    if not row.beyond_limit or row.approved_at:
        raise Invalid(Problem("state", say("这个要点不需要批准"), field="beyond_limit"))
    given = {"given": row.given, "got": row.got}
    move(row, "negotiation_point.approved", by=by, at=at, approved_by=by.member, approved_at=at, data=given)
    deal_changed(row.opportunity_id, at, by)
    return row

"""Send a contract on the customer's way to signature (CON-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.actions.contracts.planning import plan_must_match
from keyaccount.actions.contracts.routes import begin_next
from keyaccount.base.clock import day_of
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract


@transaction.atomic
def send_to_route(*, by: Principal, at: datetime, id: UUID | str) -> Contract:
    """The instalments must add up to the contract's amount; the first step of the route begins.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    row: Contract = changeable(by, "contract", id)
    must_be(row, ("draft",), choices.CONTRACT_STATE)
    plan_must_match(row)
    move(row, "contract.sent", by=by, at=at, state="route")
    begin_next(row, "sign", day_of(at), by=by, at=at)
    deal_changed(row.opportunity_id, at, by)
    return row

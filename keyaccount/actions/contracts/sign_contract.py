"""Both sides signed (CON-1): from here on it counts as signed, not yet as received."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.file_copy import Copy, keep_copy
from keyaccount.actions.contracts.moving import deal_changed, move, must_be, not_future
from keyaccount.actions.contracts.planning import plan_must_match
from keyaccount.actions.contracts.routes import finish_all
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract


@transaction.atomic
def sign_contract(
    *, by: Principal, at: datetime, id: UUID | str, on: date, copy: Copy | None = None
) -> Contract:
    """Signed on a day; what is left of the signing route is through with it. `copy` is the signed paper as a file.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    row: Contract = changeable(by, "contract", id, verb="sign")
    must_be(row, ("route",), choices.CONTRACT_STATE)
    not_future(on, at, "on")
    plan_must_match(row)
    if copy is not None:
        keep_copy(row, copy, by=by, at=at)
    finish_all(row, "sign", on, by=by, at=at)
    move(row, "contract.signed", by=by, at=at, state="signed", signed_on=on, data={"on": on})
    deal_changed(row.opportunity_id, at, by)
    return row

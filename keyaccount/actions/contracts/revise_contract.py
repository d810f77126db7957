"""Take a contract back from the route to change it: a new version of it (CON-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.facts.contract_versions import content_of
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, RouteStep

_WHY = "the contract was opened for change just above"


@transaction.atomic
def revise_contract(*, by: Principal, at: datetime, id: UUID | str) -> Contract:
    """A draft again with the next version number; the signing route starts anew and what the version said
    is kept. What is signed is not revised: a change
    of it is a contract of its own. Raises `Missing`, `Refused` or `Invalid`."""
    row: Contract = changeable(by, "contract", id)
    must_be(row, ("route",), choices.CONTRACT_STATE)
    number, was = row.version_number + 1, content_of(row)
    steps = everything(RouteStep, why=_WHY).filter(contract=row, route="sign")
    steps.update(state="waiting", began_on=None, done_on=None, updated_at=at)
    data = {"number": number, "amount": row.amount, "was": was}
    move(row, "contract.revised", by=by, at=at, state="draft", version_number=number, data=data)
    deal_changed(row.opportunity_id, at, by)
    return row

"""What an instalment waited for has happened: delivery, acceptance, or the end of the retention time (PAY-1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.contracts.moving import deal_changed, move, must_be, not_future
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import SIGNED
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Instalment

_WHY = "retention money follows from the acceptance of the same contract"


@transaction.atomic
def trigger_instalment(*, by: Principal, at: datetime, id: UUID | str, on: date) -> Instalment:
    """It is due `days_after` that day. Acceptance also starts the time of the retention money (质保金) not yet begun.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    row: Instalment = changeable(by, "instalment", id, verb="trigger")
    must_be(row.contract, SIGNED, choices.CONTRACT_STATE)
    not_future(on, at, "on")
    if row.trigger == "date" or row.triggered_on is not None:
        raise Invalid(Problem("state", say("这一期按日期应收，或条件早已满足"), field="trigger"))
    _trigger(row, on, by=by, at=at)
    if row.trigger == "acceptance":
        rows = everything(Instalment, why=_WHY).select_for_update()
        waiting = rows.filter(contract_id=row.contract_id, trigger="retention", triggered_on=None)
        for other in waiting.order_by("pk"):
            _trigger(other, on, by=by, at=at)
    deal_changed(row.contract.opportunity_id, at, by)
    return row


def _trigger(row: Instalment, on: date, *, by: Principal, at: datetime) -> None:
    due = on + timedelta(days=row.days_after)
    move(
        row, "instalment.triggered", by=by, at=at, triggered_on=on, due_on=due, data={"on": on, "due_on": due}
    )

"""Take a lost deal up again (STG-3). A won one reopens by itself when its money goes back (`settle`)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import required, step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def reopen_opportunity(*, by: Principal, at: datetime, id: UUID | str, note: str) -> Opportunity:
    """The deal, open in the stage where it was lost. Raises `Missing`, `Refused` or `Invalid`."""
    deal: Opportunity = changeable(by, "opportunity", id, verb="advance")
    if deal.state != "lost":
        raise Invalid(Problem("state", say("只有输单的商机可以重新打开")))
    why = required(note, "note", say("请写明为什么重新打开"))
    found = refresh([deal], at)[deal.pk]
    step(found, "reopen", by=by, at=at, note=why)
    tell("reopened", deal, by=by, at=at, reason=why)
    refresh([deal], at)
    return deal

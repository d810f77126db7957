"""Take a deal back to an earlier stage, with the reason (STG-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import must_be, required, step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def step_back(*, by: Principal, at: datetime, id: UUID | str, to: str, reason: str) -> Opportunity:
    """The deal in the stage `to`, which must come before its own. Raises `Missing`, `Refused` or `Invalid`."""
    deal: Opportunity = changeable(by, "opportunity", id, verb="advance")
    must_be(deal, "open")
    why = required(reason, "reason", say("请写明退回的原因"))
    found = refresh([deal], at)[deal.pk]
    path = found.pipeline
    if to not in {stage.key for stage in path.stages[: path.rank(deal.stage) - 1]}:
        raise Invalid(Problem("choice", say("只能退回到前面的阶段"), field="to"))
    step(found, "back", by=by, at=at, to=to, note=why)
    tell("stepped-back", deal, by=by, at=at, stage=to, reason=why)
    refresh([deal], at)
    return deal

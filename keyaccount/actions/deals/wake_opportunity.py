"""Take a shelved deal up again, by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def wake_opportunity(*, by: Principal, at: datetime, id: UUID | str) -> Opportunity:
    """The deal, open in the stage where it stood; its days there begin anew. Raises `Missing`, `Refused` or `Invalid`."""
    deal: Opportunity = changeable(by, "opportunity", id, verb="advance")
    if deal.state != "shelved":
        raise Invalid(Problem("state", say("只有搁置的商机可以重新启动")))
    found = refresh([deal], at)[deal.pk]
    step(found, "wake", by=by, at=at)
    tell("woken", deal, by=by, at=at)
    refresh([deal], at)
    return deal

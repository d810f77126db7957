"""A deal is lost (STG-3): why, to whom; kept so that it can be learnt from, and taken up again if things change."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import must_be, step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def lose_opportunity(
    *, by: Principal, at: datetime, id: UUID | str, reason: str, note: str = "", lost_to: str = ""
) -> Opportunity:
    """The deal, lost, for a reason of its edition. Raises `Missing`, `Refused` or `Invalid`."""
    deal: Opportunity = changeable(by, "opportunity", id, verb="advance")
    must_be(deal, "open", "shelved")
    found = refresh([deal], at)[deal.pk]
    if reason not in {one.key for one in found.edition.loss_reasons}:
        raise Invalid(Problem("choice", say("请选择输单的原因"), field="reason"))
    rival = lost_to.strip()
    if len(rival) > 120:
        message = say("最多 {limit} 个字，现在是 {n} 个", limit=120, n=len(rival))
        raise Invalid(Problem("too_long", message, field="lost_to"))
    step(found, "lose", by=by, at=at, state="lost", reason=reason, note=note.strip(), lost_to=rival)
    tell("lost", deal, by=by, at=at, reason=reason, lost_to=rival)
    return deal

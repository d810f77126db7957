"""Put a deal aside (STG-3), for a reason of the playbook, with or without a day on which it comes back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.parking import back_on, season_of
from keyaccount.actions.deals.passing import must_be, step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def shelve_opportunity(
    *, by: Principal, at: datetime, id: UUID | str, reason: str, note: str = "", until: date | None = None
) -> Opportunity:
    """The deal, shelved. For want of a budget and without a day it comes back with the customer's budget season.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    deal: Opportunity = changeable(by, "opportunity", id, verb="advance")
    must_be(deal, "open")
    found = refresh([deal], at)[deal.pk]
    if reason not in {one.key for one in found.edition.shelve_reasons}:
        raise Invalid(Problem("choice", say("请选择搁置的原因"), field="reason"))
    if found.stage.signed:
        raise Invalid(Problem("signed", say("合同已签，款项还没收齐，不能搁置")))
    today = day_of(at)
    if until is None and reason == found.edition.qualifying.park_reason:
        season = back_on(season_of(found, today))
        until = season if season > today else None
    if until is not None and until <= today:
        raise Invalid(Problem("past", say("恢复日期要在今天以后"), field="until"))
    step(found, "shelve", by=by, at=at, state="shelved", reason=reason, note=note.strip())
    deal.park_until = until
    deal.save(update_fields=["park_until"])
    tell("shelved", deal, by=by, at=at, reason=reason, until=until)
    return deal

"""Let a condition of a gate go for one deal (STG-2): who may, why, on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import must_be, required
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity, Waiver


@transaction.atomic
def waive_item(*, by: Principal, at: datetime, id: UUID | str, item: str, reason: str) -> Waiver:
    """The waiver for a condition of the stage the deal stands in. Raises `Missing`, `Refused` or `Invalid`."""
    deal: Opportunity = changeable(by, "opportunity", id, verb="waive")
    must_be(deal, "open")
    why = required(reason, "reason", say("请写明豁免的原因"))[:300]
    found = refresh([deal], at)[deal.pk]
    known = {one.key: one for one in found.stage.gate}
    if item not in known:
        raise Invalid(Problem("choice", say("现在这个阶段的关口没有这个条件"), field="item"))
    if not known[item].waivable:
        raise Invalid(Problem("not_waivable", say("这个条件不能豁免"), field="item"))
    if item in found.waived:
        raise Invalid(Problem("waived", say("这个条件已经豁免"), field="item"))
    row = Waiver(
        opportunity=deal,
        stage=deal.stage,
        item=item,
        reason=why,
        created_at=at,
        updated_at=at,
        created_by=by.id,
        updated_by=by.id,
    )
    row.save(force_insert=True)
    journaling.write(
        "waiver.created",
        by=by,
        at=at,
        entity="waiver",
        object_id=row.pk,
        label=str(known[item].label),
        account_id=deal.account_id,
        data={"opportunity": deal.pk, "item": item, "reason": why},
    )
    return row

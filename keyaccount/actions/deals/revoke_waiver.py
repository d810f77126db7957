"""Take a waiver back: the condition counts again from now on; steps already taken stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, found
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.deal_editions import edition_of
from keyaccount.playbook.schema import Edition
from keyaccount.records.deals.models import Opportunity, Waiver


@transaction.atomic
def revoke_waiver(*, by: Principal, at: datetime, id: UUID | str) -> Waiver:
    """The waiver, revoked. Raises `Missing`, `Refused` or `Invalid` when it was before."""
    row: Waiver = found(by, "waiver", id, lock=True)
    deal: Opportunity = changeable(by, "opportunity", row.opportunity_id, verb="waive")
    if row.revoked_at:
        raise Invalid(Problem("revoked", say("这个豁免已经撤销过了")))
    row.revoked_at = row.updated_at = at
    row.updated_by = by.id
    row.version += 1
    row.save(force_update=True)
    journaling.write(
        "waiver.revoked",
        by=by,
        at=at,
        entity="waiver",
        object_id=row.pk,
        label=_label(edition_of(deal), deal, row),
        account_id=deal.account_id,
        data={"opportunity": deal.pk, "item": row.item},
    )
    return row


def _label(edition: Edition, deal: Opportunity, row: Waiver) -> str:
    gates = (item for stage in edition.pipeline(deal.pipeline).stages for item in stage.gate)
    return next((str(item.label) for item in gates if item.key == row.item), row.item)

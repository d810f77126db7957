"""Hand a quote in: within one's own limit it is approved at once, beyond it somebody must decide (PRO-2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import CHANGEABLE_QUOTE, authority_of, needed_authority
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Quote, QuoteLine

_WHY = "the quote was opened for change just above"


@transaction.atomic
def submit_quote(*, by: Principal, at: datetime, id: UUID | str) -> Quote:
    """Raises `Missing`, `Refused` or `Invalid` (no lines; a special price without a reason)."""
    row: Quote = changeable(by, "quote", id)
    must_be(row, CHANGEABLE_QUOTE, choices.QUOTE_STATE)
    if not everything(QuoteLine, why=_WHY).filter(quote=row).exists():
        raise Invalid(Problem("required", say("请先填写报价明细"), field="lines"))
    move(row, "quote.submitted", by=by, at=at, state="asking", data={"discount": row.discount})
    if authority_of(by) >= needed_authority(row):
        move(
            row,
            "quote.approved",
            by=by,
            at=at,
            state="approved",
            decided_by=by.member,
            decided_at=at,
            decided_note="",
        )
    elif not row.special_reason.strip():
        raise Invalid(Problem("required", say("折让超出你的权限，请写明特价理由"), field="special_reason"))
    deal_changed(row.opportunity_id, at, by)
    return row

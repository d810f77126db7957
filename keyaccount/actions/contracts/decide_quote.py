"""Decide on a special price (PRO-2): a manager within the list's limit, a director beyond it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.facts.contracts import authority_of, needed_authority
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Quote


@transaction.atomic
def decide_quote(*, by: Principal, at: datetime, id: UUID | str, approve: bool, note: str = "") -> Quote:
    """Approve, or send back with a reason. Raises `Missing`, `Refused` (whom it is beyond) or `Invalid`."""
    row: Quote = changeable(by, "quote", id, verb="approve")
    must_be(row, ("asking",), choices.QUOTE_STATE)
    if authority_of(by) < needed_authority(row):
        raise Refused(say("折让 {percent}% 超出你的审批权限，请交给销售总监", percent=row.discount))
    if not approve and not note.strip():
        raise Invalid(Problem("required", say("请写明不批准的原因"), field="note"))
    move(
        row,
        "quote.approved" if approve else "quote.refused",
        by=by,
        at=at,
        state="approved" if approve else "refused",
        decided_by=by.member,
        decided_at=at,
        decided_note=note.strip()[:300],
        data={"note": note.strip(), "discount": row.discount},
    )
    deal_changed(row.opportunity_id, at, by)
    return row

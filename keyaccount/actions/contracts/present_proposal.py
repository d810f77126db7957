"""A proposal was presented: when, by whom, to whom (PRO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from keyaccount.access import Principal, access_to, changeable, opened
from keyaccount.actions.contracts.moving import deal_changed, move, must_be, not_future
from keyaccount.actions.visits.log_contact import log_contact
from keyaccount.base.clock import CHINA, day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Proposal


@transaction.atomic
def present_proposal(
    *, by: Principal, at: datetime, id: UUID | str, on: date, persons: Sequence[UUID | str]
) -> Proposal:
    """Presented on a day to at least one person of the customer; again adds to who heard it. It is a meeting with them.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    row: Proposal = changeable(by, "proposal", id, verb="present")
    must_be(row, ("draft", "review", "ready", "presented"), choices.PROPOSAL_STATE)
    not_future(on, at, "on")
    account = row.opportunity.account_id
    theirs = Q(account_id=account) | Q(posts__account_id=account)
    heard = set(opened(by, "person").filter(theirs, pk__in=list(persons)).values_list("pk", flat=True))
    if not heard or len(heard) != len({str(person) for person in persons}):
        raise Invalid(Problem("reference", say("请选择客户方的听众"), field="persons"))
    told = sorted({*row.presented_to, *map(str, heard)})
    move(
        row,
        "proposal.presented",
        by=by,
        at=at,
        state="presented",
        presented_on=on,
        presented_by=by.member,
        presented_to=told,
        data={"on": on, "persons": told},
    )
    _log(by, at, row, on, heard)
    deal_changed(row.opportunity_id, at, by)
    return row


def _log(by: Principal, at: datetime, row: Proposal, on: date, heard: set[UUID]) -> None:
    """Whom we presented to we have met: gates, coverage and ageing read contacts."""
    if not access_to(by, "contact").may("create"):
        return
    happened = at if on == day_of(at) else datetime.combine(on, time(9), CHINA)
    raw = {
        "account": row.opportunity.account_id,
        "opportunity": row.opportunity_id,
        "channel": "meeting",
        "happened_at": happened.isoformat(),
        "text": str(say("讲解方案“{title}”第 {n} 版", title=row.title, n=row.number)),
    }
    log_contact(by=by, at=at, raw=raw, persons=heard)

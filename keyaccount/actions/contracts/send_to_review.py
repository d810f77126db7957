"""Ask colleagues to review a proposal before the customer sees it (PRO-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything, opened
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Proposal, ProposalReview

_WHY = "the proposal was opened for change just above"


@transaction.atomic
def send_to_review(*, by: Principal, at: datetime, id: UUID | str, members: Sequence[UUID | str]) -> Proposal:
    """One pending review for each colleague; who was asked before is asked again. Raises `Missing`, `Refused`, `Invalid`."""
    row: Proposal = changeable(by, "proposal", id)
    must_be(row, ("draft", "review", "ready"), choices.PROPOSAL_STATE)
    asked = set(
        opened(by, "member").filter(pk__in=list(members), is_active=True).values_list("pk", flat=True)
    )
    if not asked or len(asked) != len({str(m) for m in members}):
        raise Invalid(Problem("reference", say("请选择评审人"), field="members"))
    reviews = everything(ProposalReview, why=_WHY).filter(proposal=row, member_id__in=asked)
    known = set(reviews.values_list("member_id", flat=True))
    reviews.update(opinion="pending", updated_at=at, updated_by=by.id)
    everything(ProposalReview, why=_WHY).bulk_create(
        ProposalReview(
            proposal=row,
            member_id=member,
            created_at=at,
            created_by=by.id,
            updated_at=at,
            updated_by=by.id,
        )
        for member in sorted(asked - known)
    )
    move(
        row,
        "proposal.sent-to-review",
        by=by,
        at=at,
        state="review",
        data={"members": sorted(map(str, asked))},
    )
    deal_changed(row.opportunity_id, at, by)
    return row

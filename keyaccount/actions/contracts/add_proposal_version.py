"""A new version of a proposal (PRO-1): a new row with the next number, to be reviewed and presented anew."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, attachable, found, policy_of
from keyaccount.actions.contracts import proposal_rules  # noqa: F401  its rules must be known
from keyaccount.actions.shared import writing
from keyaccount.records.contracts.models import Proposal


@transaction.atomic
def add_proposal_version(*, by: Principal, at: datetime, id: UUID | str) -> Proposal:
    """Raises `Missing` or `Refused`. The older version stays as it is."""
    old: Proposal = found(by, "proposal", id)
    attachable(by, "proposal", old.opportunity_id)
    made: Proposal = writing.insert(
        by=by,
        at=at,
        policy=policy_of("proposal"),
        row=Proposal(document_id=old.document_id),
        values={"opportunity": old.opportunity_id, "title": old.title, "summary": old.summary},
        options={},
    )
    return made

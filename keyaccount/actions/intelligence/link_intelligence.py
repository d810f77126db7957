"""Tie a statement to the record it supports: a deal, a need, a step of deciding, a fact of the dossier (INT-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, found
from keyaccount.actions.intelligence.keeping import opened_for, tell
from keyaccount.actions.shared.verbs import invalid
from keyaccount.base.language import say
from keyaccount.records.deals.models import IntelligenceLink

_WHY = "links of a statement that was opened for change just above"
LINKABLE = ("opportunity", "need", "decision_step", "fact")


@transaction.atomic
def link_intelligence(
    *, by: Principal, at: datetime, id: UUID | str, entity: str, object: UUID | str
) -> IntelligenceLink:
    """The link, made once. The record must be one that `by` sees. Raises `Missing`, `Refused` or `Invalid`."""
    row = opened_for(by, id)
    if entity not in LINKABLE:
        raise invalid("entity", say("情报不能关联这种记录"), "choice")
    target = found(by, entity, object)
    made: IntelligenceLink | None = (
        everything(IntelligenceLink, why=_WHY)
        .filter(intelligence=row, entity=entity, object_id=target.pk)
        .first()
    )
    if made is None:
        made = IntelligenceLink(
            intelligence=row, entity=entity, object_id=target.pk, created_at=at, created_by=by.id
        )
        made.save(force_insert=True)
        tell("intelligence.edited", row, by=by, at=at)
    return made


@transaction.atomic
def unlink_intelligence(*, by: Principal, at: datetime, id: UUID | str, link: UUID | str) -> None:
    """Take a link away; one that is not there is no error. Raises `Missing` or `Refused`."""
    row = opened_for(by, id)
    gone, _ = everything(IntelligenceLink, why=_WHY).filter(intelligence=row, pk=link).delete()
    if gone:
        tell("intelligence.edited", row, by=by, at=at)

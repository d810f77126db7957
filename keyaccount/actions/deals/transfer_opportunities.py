"""Hand deals on to a colleague, with their open tasks; the customer stays with who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything, found
from keyaccount.actions.deals.passing import tell
from keyaccount.actions.shared import indexing
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Member
from keyaccount.records.visits.models import Task

_WHY = "open tasks of a deal go with it to the colleague who takes it on"


@transaction.atomic
def transfer_opportunities(
    *, by: Principal, at: datetime, ids: Sequence[UUID | str], to: UUID | str, note: str = ""
) -> list[Opportunity]:
    """All or none; returns the deals that changed hands. Raises `Missing`, `Refused` or `Invalid`."""
    owner: Member = found(by, "member", to)
    if not owner.is_active:
        raise Invalid(Problem("left", say("{name} 已停用，不能接收商机", name=owner.name), field="to"))
    deals = [changeable(by, "opportunity", id, verb="transfer") for id in dict.fromkeys(map(str, ids))]
    moved = [deal for deal in deals if deal.owner_id != owner.pk]
    for deal in moved:
        tasks = everything(Task, why=_WHY).filter(opportunity=deal, owner_id=deal.owner_id, done_at=None)
        tasks.update(owner=owner, department_id=owner.department_id, updated_at=at)
        deal.owner, deal.department = owner, owner.department
        deal.version += 1
        deal.updated_at, deal.updated_by = at, by.id
        deal.save(force_update=True)
        tell("transferred", deal, by=by, at=at, to=owner.pk, to_name=owner.name, reason=note.strip())
    indexing.index("opportunity", moved)
    return moved

"""Hand a contract on to a colleague who sees it through to the last instalment (CON-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, found
from keyaccount.actions.contracts.moving import move
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts.models import Contract
from keyaccount.records.org.models import Member


@transaction.atomic
def transfer_contract(
    *, by: Principal, at: datetime, id: UUID | str, to: UUID | str, note: str = ""
) -> Contract:
    """The customer stays with who holds it. Raises `Missing`, `Refused` or `Invalid`."""
    row: Contract = changeable(by, "contract", id, verb="transfer")
    if not to:
        raise Invalid(Problem("required", say("请选择交给谁"), field="to"))
    owner: Member = found(by, "member", to)
    if not owner.is_active:
        raise Invalid(Problem("left", say("{name} 已停用，不能接手", name=owner.name), field="to"))
    if owner.pk != row.owner_id:
        told = {"to": owner.pk, "to_name": owner.name, "reason": note.strip()}
        move(row, "contract.transferred", by=by, at=at, owner=owner, department=owner.department, data=told)
    return row

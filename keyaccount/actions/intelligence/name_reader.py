"""Who may know of a secret statement: whom its writer names, and nobody else (field 5.2-15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, everything, found
from keyaccount.actions.intelligence.keeping import opened_for, tell
from keyaccount.actions.shared.verbs import invalid, stamps
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.records.deals.models import Intelligence, IntelligenceReader
from keyaccount.records.org.models import Member

_WHY = "readers of a secret statement that its writer opened"


@transaction.atomic
def name_reader(*, by: Principal, at: datetime, id: UUID | str, member: UUID | str) -> IntelligenceReader:
    """Let a colleague who works with customers know. Raises `Missing`, `Refused` or `Invalid`."""
    row = _own(by, id)
    if not member:
        raise invalid("member", say("请选择成员"), "required")
    colleague: Member = found(by, "member", member)
    if not colleague.is_active or not access_to(Principal(colleague), "intelligence").fields:
        raise invalid("member", say("{name} 看不到情报，不能指定", name=colleague.name), "refused")
    made: IntelligenceReader | None = (
        everything(IntelligenceReader, why=_WHY).filter(intelligence=row, member=colleague).first()
    )
    if made is None:
        made = IntelligenceReader(intelligence=row, member=colleague, **stamps(by, at))
        made.save(force_insert=True)
        tell("intelligence.edited", row, by=by, at=at)
    return made


@transaction.atomic
def drop_reader(*, by: Principal, at: datetime, id: UUID | str, member: UUID | str) -> None:
    """The colleague sees it no more. Raises `Missing` or `Refused`."""
    row = _own(by, id)
    gone, _ = everything(IntelligenceReader, why=_WHY).filter(intelligence=row, member_id=member).delete()
    if gone:
        tell("intelligence.edited", row, by=by, at=at)


def _own(by: Principal, id: UUID | str) -> Intelligence:
    row = opened_for(by, id)
    if not row.secret:
        raise Refused(say("先把这条情报设为只给指定的人看"))
    if row.owner_id != by.id:
        raise Refused(say("只有记录人能改谁看得到"))
    return row

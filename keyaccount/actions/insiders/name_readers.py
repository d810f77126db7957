"""Who else may know: named one by one by the owner, and by nobody else (INS-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, found
from keyaccount.actions.insiders.keeping import owned, tell
from keyaccount.actions.shared.verbs import invalid, stamps
from keyaccount.base.language import say
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import InsiderReader

_WHY = "of an insider that was opened for its owner just above"


@transaction.atomic
def name_reader(*, by: Principal, at: datetime, id: UUID | str, member: UUID | str) -> InsiderReader:
    """Let a colleague know. Raises `Missing`, `Refused` or `Invalid`."""
    row, whom = owned(by, id), trusted(by, member)
    if whom.pk == row.owner_id:
        raise invalid("member", say("负责人不用再指定"), "owner")
    standing: InsiderReader | None = (
        everything(InsiderReader, why=_WHY).filter(insider=row, member=whom).first()
    )
    if standing:
        return standing
    reader = InsiderReader(insider=row, member=whom, **stamps(by, at))
    reader.save(force_insert=True)
    tell(row, "named", by=by.id, at=at, member=whom.pk)
    return reader


@transaction.atomic
def drop_reader(*, by: Principal, at: datetime, id: UUID | str, member: UUID | str) -> None:
    """The colleague knows no more. Raises `Missing` or `Refused`."""
    row = owned(by, id)
    dropped, _ = everything(InsiderReader, why=_WHY).filter(insider=row, member_id=member).delete()
    if dropped:
        tell(row, "dropped", by=by.id, at=at, member=member)


def trusted(by: Principal, member: UUID | str) -> Member:
    """An active member whose role lets them keep insiders. Raises `Missing` or `Invalid`."""
    whom: Member = found(by, "member", member)
    if not whom.is_active:
        raise invalid("member", say("{name} 已停用，请换一位同事", name=whom.name), "inactive")
    if not Principal(whom).may("insider.keep"):
        raise invalid("member", say("{name} 的角色不能接触内线，请换一位同事", name=whom.name), "role")
    return whom

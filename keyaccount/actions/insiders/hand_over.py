"""The record goes to a colleague, or is forgotten wholly (INS-3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.insiders.keeping import opened_by, owned, tell
from keyaccount.actions.insiders.name_readers import trusted
from keyaccount.actions.shared.verbs import invalid, put
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import (
    Insider,
    InsiderLog,
    InsiderNeed,
    InsiderReader,
    InsiderStep,
    InsiderTest,
)

_WHY = "of an insider that was opened for its owner, or a named colleague after the owner left, just above"
_PARTS: tuple[type[Any], ...] = (InsiderTest, InsiderNeed, InsiderStep, InsiderLog)


@transaction.atomic
def hand_over(*, by: Principal, at: datetime, id: UUID | str, member: UUID | str) -> None:
    """A colleague keeps it from now on; who knew until now knows no more, unless named anew.

    By the owner, or by anybody named once the owner is gone. Where the colleague keeps the same person already, both
    records become theirs as one: whoever hands over gets the same answer, so that they don't learn of it. Raises
    `Missing`, `Refused` or `Invalid`.
    """
    row = opened_by(by, id)
    owner: Member = everything(Member, why=_WHY).get(pk=row.owner_id)
    if row.owner_id != by.id and owner.is_active:
        raise Refused(say("只有负责人可以做这件事"))
    whom = trusted(by, member)
    if whom.pk == row.owner_id:
        raise invalid("member", say("现在就是他负责"), "owner")
    everything(InsiderReader, why=_WHY).filter(insider=row).delete()
    theirs = everything(Insider, why=_WHY).filter(owner=whom)
    same: Insider | None = (
        theirs.filter(person_id=row.person_id, person__isnull=False).select_for_update().first()
    )
    if same:
        _join(row, same)
        row.delete()
    else:
        put(row, by=by, at=at, owner=whom, code_name=_free(row.code_name, theirs))
    tell(same or row, "handed", by=by.id, at=at, member=whom.pk)


def _join(row: Insider, same: Insider) -> None:
    for part in _PARTS:
        everything(part, why=_WHY).filter(insider=row).update(insider=same)
    heard = [on for on in (row.heard_on, same.heard_on) if on]
    everything(Insider, why=_WHY).filter(pk=same.pk).update(
        heard_on=max(heard, default=None),
        why="\n\n".join(dict.fromkeys(said for said in (same.why, row.why) if said)),
        risk="\n\n".join(dict.fromkeys(said for said in (same.risk, row.risk) if said)),
    )


def _free(code: str, theirs: Any) -> str:
    """The code name, numbered where the new owner has used it."""
    taken = set(theirs.values_list("code_name", flat=True))
    more = (f"{code[:36]} {n}" for n in range(2, len(taken) + 3))
    return code if code not in taken else next(one for one in more if one not in taken)


@transaction.atomic
def forget(*, by: Principal, id: UUID | str) -> None:
    """Delete the record with all that hangs on it, its log too. Raises `Missing` or `Refused`."""
    owned(by, id).delete()

"""What drawing and cutting ties share."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, everything, found
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Missing, Refused
from keyaccount.records.people.choices import TIE
from keyaccount.records.people.models import OwnTie, Tie

_WHY = "the tie was opened for its editor just above"


def open_tie(by: Principal, entity: str, id: UUID | str) -> Any:
    """A tie or an own tie that still holds, locked for change. Raises `Missing` or `Refused`."""
    row = found(by, entity, id, lock=True)
    if not access_to(by, entity).allows(row, "draw"):
        raise Refused()
    if row.removed_at:
        raise Missing()
    return row


def tell_tie(kind: str, row: Tie, *, by: Principal, at: datetime) -> None:
    target = row.rival.name if row.rival_id and row.rival else row.other.name if row.other else ""
    journaling.write(
        kind,
        by=by,
        at=at,
        entity="tie",
        object_id=row.pk,
        label=f"{row.person.name} {TIE[row.kind].msgid} {target}".strip(),  # put into words by who shows it
        account_id=row.account_id,
        person_id=row.person_id,
        data={
            "tie": row.pk,
            "kind": row.kind,
            "person": row.person_id,
            "other": row.other_id,
            "rival": row.rival_id,
            "weight": row.weight,
            "basis": row.basis,
        },
    )


def tell_own(kind: str, row: OwnTie, *, by: Principal, at: datetime) -> None:
    journaling.write(
        kind,
        by=by,
        at=at,
        entity="own_tie",
        object_id=row.pk,
        label=f"{row.member.name} ↔ {row.person.name}",
        account_id=row.account_id,
        person_id=row.person_id,
        data={
            "tie": row.pk,
            "member": row.member_id,
            "person": row.person_id,
            "level": row.level,
            "wanted": row.wanted,
            "cadence": row.cadence_days,
        },
    )


def end(row: Any, *, by: Principal, at: datetime) -> None:
    """The row holds no longer."""
    everything(type(row), why=_WHY).filter(pk=row.pk).update(removed_at=at, removed_by=by.id)
    row.removed_at, row.removed_by = at, by.id

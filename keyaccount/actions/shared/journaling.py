"""Writing the journal: the one way an action says what happened, in the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.records.journal.kinds import KINDS
from keyaccount.records.journal.models import Entry


def plain(value: Any) -> Any:
    """A value as the journal keeps it: text, number, truth or None; moments and dates in ISO, decimals as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return value


def entry(
    kind: str,
    *,
    by: Principal | None,
    at: datetime,
    entity: str,
    object_id: UUID | None,
    label: str = "",
    account_id: UUID | None = None,
    person_id: UUID | None = None,
    klass: FieldClass = FieldClass.INTERNAL,
    data: Mapping[str, Any] | None = None,
) -> Entry:
    """An entry, not yet written. `kind` must have a sentence; `by` None is the system."""
    if kind not in KINDS:
        raise KeyError(f"journal kind {kind} has no sentence")
    return Entry(
        at=at,
        actor_id=by.id if by else None,
        kind=kind,
        entity=entity,
        object_id=object_id,
        account_id=account_id,
        person_id=person_id,
        label=label[:300],
        field_class=int(klass),
        data={key: plain(value) for key, value in (data or {}).items()},
    )


def write(kind: str, **values: Any) -> Entry:
    """Write one entry (arguments as `entry`)."""
    made = entry(kind, **values)
    made.save(force_insert=True)
    return made


def write_all(entries: list[Entry]) -> None:
    """Write many entries at once, in order."""
    insert_all(Entry, entries)

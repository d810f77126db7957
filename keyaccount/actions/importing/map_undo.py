"""Taking back what an import put on power maps: values first, then ties and places; what was changed since stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.power.cut_tie import cut_tie
from keyaccount.actions.power.remove_stakeholder import remove_stakeholder
from keyaccount.actions.power.undo_value import undo_value
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base.errors import KeyAccountError
from keyaccount.records.library.models import ImportRow


def undo_maps(rows: list[ImportRow], by: Principal, at: datetime) -> None:
    """Set the outcome of every row: undone, or kept where somebody has worked on it since."""
    for row in rows:
        try:
            with transaction.atomic():
                _undo(row.before or {}, row.object_id, by, at)
            row.outcome = "undone"
        except KeyAccountError:
            row.outcome = "kept"


def _undo(before: dict[str, object], card: UUID | None, by: Principal, at: datetime) -> None:
    for value in reversed(list(before.get("values") or [])):  # type: ignore[call-overload]
        undo_value(by=by, at=at, value=value)
    if before.get("tie"):
        cut_tie(by=by, at=at, id=str(before["tie"]))
    if before.get("placed") and card:
        remove_stakeholder(by=by, at=at, id=card)
    if before.get("person"):
        archive_record(by=by, at=at, entity="person", id=str(before["person"]))

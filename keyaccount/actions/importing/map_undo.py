"""Taking back what an import put on power maps: values, ties, seats, places, departments; what was changed since stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.importing.removing import Span, remove
from keyaccount.actions.power.cut_tie import cut_tie
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.remove_stakeholder import remove_stakeholder
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.actions.power.undo_value import undo_value
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base.errors import KeyAccountError
from keyaccount.records.library.models import ImportRow
from keyaccount.records.people.models import Tie

_WHY = "the tie was replaced by this very import, whose owner takes it back"


def undo_maps(rows: list[ImportRow], by: Principal, span: Span, at: datetime) -> None:
    """Set the outcome of every row: undone, or kept where somebody has worked on it since."""
    for row in rows:
        try:
            with transaction.atomic():
                _undo(row.before or {}, row.object_id, by, at)
            row.outcome = "undone"
        except KeyAccountError:
            row.outcome = "kept"
    remove([("unit", UUID(row.before["unit"])) for row in rows if row.before and "unit" in row.before], span)


def _undo(before: dict[str, Any], card: UUID | None, by: Principal, at: datetime) -> None:
    for value in reversed(list(before.get("values") or [])):
        undo_value(by=by, at=at, value=value)
    if before.get("tie"):
        cut_tie(by=by, at=at, id=str(before["tie"]))
    if before.get("was"):
        _draw_again(str(before["was"]), by, at)
    if seat := before.get("seat"):
        whose = {"account": seat["account"], "person": seat["person"]}
        set_seat(by=by, at=at, **whose, change=seat["old"], seen=seat["new"])
    if before.get("placed") and card:
        remove_stakeholder(by=by, at=at, id=card)
    if before.get("person"):
        archive_record(by=by, at=at, entity="person", id=str(before["person"]))


def _draw_again(id: str, by: Principal, at: datetime) -> None:
    """A tie that the import had replaced by one of another weight."""
    was: Tie = everything(Tie, why=_WHY).get(pk=id)
    told = ("weight", "basis", "source", "note", "certainty", "observed_on")
    draw_tie(
        by=by,
        at=at,
        account=was.account_id,
        kind=was.kind,
        person=was.person_id,
        other=was.other_id,
        raw={name: getattr(was, name) for name in told},
    )

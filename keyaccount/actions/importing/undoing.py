"""Taking an import back, last row first, chunk by chunk; repeating it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.importing import outcomes as kept
from keyaccount.actions.importing.deal_undo import deals_of, settle_undone
from keyaccount.actions.importing.map_undo import undo_maps
from keyaccount.actions.importing.money_undo import MONEY, MoneyUndo
from keyaccount.actions.importing.removing import Span, mend_groups, remove
from keyaccount.actions.importing.restoring import Restorer
from keyaccount.actions.importing.rows import CREATED, MERGED, UPDATED
from keyaccount.actions.shared import journaling
from keyaccount.records.library.models import ImportRow, ImportRun

CHUNK = 500
_HANGING = ("answer", "post", "address", "unit", "member", "department", "account")
_WHY = "the member's own import is taken back with all it made"


def take_back(run: ImportRun, by: Principal, now: Callable[[], datetime]) -> None:
    """`counts` gets undone and kept: a record worked on since, or with something hanging on it, is kept."""
    assert run.started_at and run.undone_at
    span = Span(run.started_at, run.undone_at)
    while _chunk(run, by, span, now()):
        pass
    _end(run, by, span, now())


@transaction.atomic
def _chunk(run: ImportRun, by: Principal, span: Span, at: datetime) -> bool:
    """One chunk; False when nothing is left. Changes first, so that what was made and then changed can go."""
    kept.hold(run)
    pending = everything(ImportRow, why=_WHY).filter(run=run, outcome__in=(CREATED, UPDATED, MERGED))
    rows = list(pending.order_by("-number")[:CHUNK])
    if run.kind == "maps":
        undo_maps(rows, by, span, at)
    elif run.kind in MONEY:
        MoneyUndo(rows, by, span).run()
    else:
        deals = deals_of(rows)
        _undo(rows, by, span)
        settle_undone(deals, span)
    everything(ImportRow, why=_WHY).bulk_update(rows, ["outcome"], batch_size=500)
    run.heartbeat_at = at
    run.save(update_fields=["heartbeat_at"])
    return bool(rows)


def _undo(rows: list[ImportRow], by: Principal, span: Span) -> None:
    """Set the outcome of every row: undone or kept."""
    changed = [row for row in rows if row.outcome != CREATED]
    restorer = Restorer(by, span)
    restorer.read([row for row in changed if row.before])
    for row in changed:
        row.outcome = "undone" if restorer.restore(row) else "kept"
    restorer.save()
    made = [row for row in rows if row.outcome == CREATED]
    gone = remove(((row.entity, row.object_id) for row in made if row.object_id), span)
    for row in made:
        row.outcome = "undone" if row.object_id in gone else "kept"
    remove(_also(row for row in rows if row.outcome == "undone"), span)


def _also(rows: Iterable[ImportRow]) -> list[tuple[str, UUID]]:
    """What rows made besides their record, what hangs before what it hangs on."""
    made = [(entity, UUID(pk)) for row in rows for entity, pk in (row.before or {}).get("+", ())]
    return sorted(made, key=lambda one: _HANGING.index(one[0]))


@transaction.atomic
def _end(run: ImportRun, by: Principal, span: Span, at: datetime) -> None:
    kept.hold(run)
    mend_groups()
    rows = everything(ImportRow, why=_WHY).filter(run=run)
    told = {name: rows.filter(outcome=name).count() for name in ("undone", "kept")}
    run.counts, run.state, run.updated_at = {**run.counts, **told}, "undone", at
    run.save(update_fields=["counts", "state", "updated_at"])
    name, pk = run.document.name, run.pk
    journaling.write(
        "import.undone", by=by, at=span.undone, entity="import_run", object_id=pk, label=name, data=told
    )

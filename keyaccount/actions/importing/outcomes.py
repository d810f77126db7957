"""Keeping what became of each row, in the transaction in which it became so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.importing.rows import OUTCOMES, UNCHANGED, UPDATED, Outcome
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base.language import clauses
from keyaccount.records.library.models import ImportRow, ImportRun

_WHY = "the rows of one import, for the worker that has it"


class Superseded(Exception):
    """The import was cancelled, or another worker took it over; what this one was about to store is rolled back."""


def hold(run: ImportRun) -> None:
    """Lock the run until the transaction ends; `Superseded` when it is not mine any more."""
    rows = everything(ImportRun, why=_WHY).select_for_update().filter(pk=run.pk)
    if rows.values_list("state", "version").first() != (run.state, run.version):
        raise Superseded


def begin(run: ImportRun, total: int, warnings: list[str], at: datetime) -> None:
    """How much there is to do."""
    run.total, run.warnings, run.heartbeat_at = total, warnings, at
    run.counts = run.counts or {"read": 0, **dict.fromkeys(OUTCOMES, 0)}
    run.save(update_fields=["total", "warnings", "heartbeat_at", "counts"])


def last_number(run: ImportRun) -> int:
    """The last row that was taken; 0 before the first."""
    rows = everything(ImportRow, why=_WHY).filter(run=run).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def keep(run: ImportRun, made: Sequence[Outcome], at: datetime) -> None:
    """Store what became of a chunk, with progress and counts."""
    hold(run)
    rows = [
        ImportRow(
            run=run,
            number=o.number,
            outcome=o.result,
            entity=o.entity,
            object_id=o.object_id,
            reason=o.reason,
            before=o.kept,
        )
        for o in made
    ]
    insert_all(ImportRow, rows)
    counts = {**run.counts, "read": run.counts["read"] + len(made)}
    for outcome in made:
        counts[outcome.result] += 1
    run.counts, run.done, run.heartbeat_at = counts, run.done + len(made), at
    run.save(update_fields=["done", "counts", "heartbeat_at"])


def objects(run: ImportRun, numbers: Sequence[int]) -> dict[int, UUID]:
    """Row number → the record it became or met."""
    rows = everything(ImportRow, why=_WHY).filter(
        run=run, number__gte=numbers[0], number__lte=numbers[-1], object_id__isnull=False
    )
    return dict(rows.values_list("number", "object_id"))


def amend(run: ImportRun, told: Mapping[int, Outcome], at: datetime) -> None:
    """Add what the second pass found out to the rows of the first."""
    hold(run)
    changed = []
    for row in everything(ImportRow, why=_WHY).filter(run=run, number__in=list(told)):
        outcome = told[row.number]
        if outcome.reason and outcome.reason not in row.reason:
            row.reason = str(clauses(filter(None, (row.reason, outcome.reason))))
        if outcome.result == UPDATED:
            row.before = {**(row.before or {}), **outcome.before}
            if row.outcome == UNCHANGED:
                row.outcome = UPDATED
                run.counts = {
                    **run.counts,
                    UNCHANGED: run.counts[UNCHANGED] - 1,
                    UPDATED: run.counts[UPDATED] + 1,
                }
        changed.append(row)
    everything(ImportRow, why=_WHY).bulk_update(changed, ["reason", "before", "outcome"], batch_size=200)
    run.heartbeat_at = at
    run.save(update_fields=["heartbeat_at", "counts"])

"""Work an import off, chunk by chunk: each chunk is one transaction, so that a crash loses nothing and doubles nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.importing.account_rows import AccountRows
from keyaccount.actions.importing.other_rows import MemberRows, ResultRows
from keyaccount.actions.importing.person_rows import PersonRows
from keyaccount.actions.importing.rows import OUTCOMES, Given, Outcome, given
from keyaccount.actions.shared import journaling, storing
from keyaccount.base.errors import KeyAccountError
from keyaccount.base.language import say
from keyaccount.records.library.models import ImportRow, ImportRun
from keyaccount.records.org.models import Member
from keyaccount.tables.reading import Table, open_table

CHUNK = 1_000
TAKERS: dict[str, Callable[..., Any]] = {
    "accounts": AccountRows,
    "people": PersonRows,
    "members": MemberRows,
    "results": ResultRows,
}
_WHY = "an import runs in the background with the rights its member has now"
Clock = Callable[[], datetime]


class _DryRun(Exception):
    """Rolls a chunk back after its outcomes are known."""


def run_import(*, id: UUID, now: Clock) -> ImportRun:
    """Run (or resume) a waiting import to its end. Safe to call again after a crash; returns the finished run."""
    run: ImportRun = everything(ImportRun, why=_WHY).select_related("document").get(pk=id)
    if run.state not in ("waiting", "running", "linking"):
        return run
    by = Principal(everything(Member, why=_WHY).get(pk=run.member_id))
    try:
        by.must("import.run")
        table = opened_table(run)
        _begin(run, table, now())
        taker = TAKERS[run.kind](by, run.started_at, run.options)
        taker.dry = bool(run.options.get("dry_run"))
        _first_pass(run, table, taker, now)
        if run.state == "running" and not taker.dry:
            _second_pass(run, table, taker, now)
    except KeyAccountError as bad:
        run.state, run.problem = "failed", "；".join([str(p.message) for p in bad.problems] or [str(bad)])
    _end(run, by, now())
    return run


def opened_table(run: ImportRun) -> Table:
    """The file of a run, opened as the member chose."""
    chosen = {k: run.options.get(k) for k in ("sheet", "encoding", "delimiter", "header_row") if run.options.get(k) is not None}
    return open_table(storing.path_of(run.document.digest), run.document.name, **chosen)


def _begin(run: ImportRun, table: Table, at: datetime) -> None:
    run.state = "running"
    run.started_at = run.started_at or at
    run.total, run.heartbeat_at = table.row_count, at
    run.warnings = [str(w) for w in table.warnings]
    run.counts = run.counts or {"read": 0, **dict.fromkeys(OUTCOMES, 0)}
    run.save()


def _rows(run: ImportRun, table: Table, after: int) -> Iterator[list[Given]]:
    """Chunks of rows behind the row number `after`; columns that identify a person come along under "=heading"."""
    identity = [h for h in run.options.get("identity", ()) if h in table.header]
    source = table.rows(after=after)
    while part := list(islice(source, CHUNK)):
        chunk = []
        for row in part:
            one = given(row.number, table.header, row.values, run.mapping)
            one.raw |= {"=" + h: row.values[table.header.index(h)] for h in identity}
            chunk.append(one)
        yield chunk


def _first_pass(run: ImportRun, table: Table, taker: Any, now: Clock) -> None:
    last = everything(ImportRow, why=_WHY).filter(run=run).order_by("-number").values_list("number", flat=True).first()
    for chunk in _rows(run, table, last or 0):
        try:
            with transaction.atomic():
                outcomes = taker.take(chunk)
                if taker.dry:
                    raise _DryRun
                if not _keep(run, outcomes, now()):
                    return
        except _DryRun:
            with transaction.atomic():
                if not _keep(run, outcomes, now()):
                    return


def _keep(run: ImportRun, outcomes: list[Outcome], at: datetime) -> bool:
    """Store what became of the chunk; False when the run was cancelled meanwhile."""
    state = everything(ImportRun, why=_WHY).select_for_update().filter(pk=run.pk).values_list("state", flat=True).get()
    if state == "cancelled":
        run.state = state
        transaction.set_rollback(True)
        return False
    rows = [
        ImportRow(run=run, number=o.number, outcome=o.result, entity=o.entity, object_id=o.object_id, reason=o.reason, before=o.before)
        for o in outcomes
    ]
    everything(ImportRow, why=_WHY).bulk_create(rows, batch_size=500)
    run.done += len(outcomes)
    counts = {**run.counts, "read": run.counts["read"] + len(outcomes)}
    for outcome in outcomes:
        counts[outcome.result] += 1
    run.counts, run.heartbeat_at = counts, at
    run.save(update_fields=["done", "counts", "heartbeat_at"])
    return True


def _second_pass(run: ImportRun, table: Table, taker: Any, now: Clock) -> None:
    """Links that need all rows to be there. Repeating it changes nothing."""
    if "parent" not in run.mapping.values():
        return
    for chunk in _rows(run, table, 0):
        with transaction.atomic():
            for number, note in taker.link(chunk).items():
                row = everything(ImportRow, why=_WHY).filter(run=run, number=number).first()
                if row and note not in row.reason:
                    row.reason = f"{row.reason}；{note}".strip("；")
                    row.save(update_fields=["reason"])
            everything(ImportRun, why=_WHY).filter(pk=run.pk).update(heartbeat_at=now())


@transaction.atomic
def _end(run: ImportRun, by: Principal, at: datetime) -> None:
    if run.state == "running":
        run.state = "done"
    run.finished_at = run.updated_at = at
    run.save()
    if run.state == "done" and not run.options.get("dry_run"):
        journaling.write(
            "import.finished", by=by, at=at, entity="import_run", object_id=run.pk, label=run.document.name, data=dict(run.counts)
        )


def summary(run: ImportRun) -> dict[str, Any]:
    """What the command line and the API tell of a run."""
    told = {"id": str(run.pk), "kind": run.kind, "state": run.state, **run.counts, "warnings": run.warnings}
    return {**told, "problem": run.problem or str(say("无")) if run.state == "failed" else ""}

"""Work an import off, chunk by chunk: each chunk is one transaction, so that a crash loses nothing and doubles nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.importing import outcomes as kept
from keyaccount.actions.importing.account_rows import AccountRows
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.contract_rows import ContractRows
from keyaccount.actions.importing.deal_rows import DealRows
from keyaccount.actions.importing.draft_import import opened_table
from keyaccount.actions.importing.map_rows import MapRows
from keyaccount.actions.importing.member_rows import MemberRows
from keyaccount.actions.importing.outcomes import Superseded
from keyaccount.actions.importing.person_rows import PersonRows
from keyaccount.actions.importing.product_rows import ProductRows
from keyaccount.actions.importing.receipt_rows import ReceiptRows
from keyaccount.actions.importing.receivable_rows import ReceivableRows
from keyaccount.actions.importing.result_rows import ResultRows
from keyaccount.actions.importing.rows import REFUSED, Given, Order, Outcome, blank, given
from keyaccount.actions.importing.undoing import take_back
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import KeyAccountError
from keyaccount.base.language import clauses, say, speaking
from keyaccount.base.memory import no_collecting
from keyaccount.records.library.models import ImportRun
from keyaccount.records.org.models import Member
from keyaccount.tables.reading import Table

CHUNK = 1_000
TAKERS: dict[str, Callable[[Order], Any]] = {
    "accounts": AccountRows,
    "people": PersonRows,
    "members": MemberRows,
    "results": ResultRows,
    "products": ProductRows,
    "deals": DealRows,
    "maps": MapRows,
    "contracts": ContractRows,
    "receivables": ReceivableRows,
    "receipts": ReceiptRows,
}
_WHY = "an import runs in the background with the rights its member has now"
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def run_import(*, id: UUID, now: Clock) -> ImportRun:
    """Run an import, resume it, or take it back, to its end; returns the run as it then is.

    The caller has claimed it. Who calls this for a run that somebody else works on takes it over: the other one notices
    at its next chunk and stores nothing more.
    """
    run = _take_over(id, now())
    if run.state != "running":
        return run
    member = everything(Member, why=_WHY).get(pk=run.member_id)
    by = Principal(member, token_scopes=run.options.get("scopes"))
    with speaking(member.language):
        try:
            if run.undone_at:
                take_back(run, by, now)
            else:
                _work(run, by, now)
        except Superseded:
            run = everything(ImportRun, why=_WHY).select_related("document").filter(pk=id).first() or run
        except KeyAccountError as bad:
            _fail(run, str(clauses([p.message for p in bad.problems] or [bad])), now())
    return run


@transaction.atomic
def _take_over(id: UUID, at: datetime) -> ImportRun:
    """Make the run mine: its version rises, which is what another worker notices."""
    run: ImportRun = everything(ImportRun, why=_WHY).select_for_update().get(pk=id)
    if run.state in ("waiting", "running"):
        run.state, run.version, run.heartbeat_at = "running", run.version + 1, at
        run.started_at = run.started_at or at
        run.save(update_fields=["state", "version", "heartbeat_at", "started_at"])
    return run


def _work(run: ImportRun, by: Principal, now: Clock) -> None:
    must_import(by, run.kind)
    assert run.started_at
    order = Order(by, run.started_at, run.options, dry=bool(run.options.get("dry_run")), run=run.pk)
    with opened_table(run.document, run.options) as table:
        kept.begin(run, table.row_count, [str(w) for w in table.warnings], now())
        taker = _first_pass(run, table, order, now)
        if "parent" in run.mapping.values():
            _second_pass(run, table, taker, now)
    _end(run, by, now())


def _rows(run: ImportRun, table: Table, after: int) -> Iterator[list[Given]]:
    """Chunks of rows behind the row number `after`; columns that identify a person come along under "=heading"."""
    identity = [(h, table.header.index(h)) for h in run.options.get("identity") or () if h in table.header]
    named = {t: v for t, v in (run.options.get("defaults") or {}).items() if not blank(v)}
    source = table.rows(after=after)
    while part := list(islice(source, CHUNK)):
        chunk = [given(row.number, table.header, row.values, run.mapping) for row in part]
        for one, row in zip(chunk, part, strict=True):
            one.raw = {**named, **one.raw}
            one.raw |= {"=" + h: row.values[at] for h, at in identity if not blank(row.values[at])}
        yield chunk


def _first_pass(run: ImportRun, table: Table, order: Order, now: Clock) -> Any:
    taker = TAKERS[run.kind](order)
    for chunk in _rows(run, table, kept.last_number(run)):
        taker = _take(run, taker, order, chunk, now)
    return taker


def _take(run: ImportRun, taker: Any, order: Order, chunk: list[Given], now: Clock) -> Any:
    """Take a chunk; rows the database refuses are found by halving and sent back. Returns the taker to go on with."""
    at = now()
    try:
        with no_collecting(), transaction.atomic():
            kept.keep(run, taker.take(chunk), at)
        return taker
    except (IntegrityError, DataError):
        _log.warning("import %s: rows %s–%s", run.pk, chunk[0].number, chunk[-1].number, exc_info=True)
    taker = TAKERS[run.kind](order)  # what the old one remembers was rolled back
    if len(chunk) == 1:
        why = str(say("这一行没能保存，和别的记录冲突"))
        with transaction.atomic():
            kept.keep(run, [Outcome(chunk[0].number, REFUSED, notes=[why])], at)
        return taker
    half = len(chunk) // 2
    return _take(run, _take(run, taker, order, chunk[:half], now), order, chunk[half:], now)


def _second_pass(run: ImportRun, table: Table, taker: Any, now: Clock) -> None:
    """Links that need all rows to be there. Repeating it changes nothing."""
    for chunk in _rows(run, table, 0):
        at = now()
        with transaction.atomic():
            ids = kept.objects(run, [row.number for row in chunk])
            kept.amend(run, taker.link(chunk, ids), at)


@transaction.atomic
def _end(run: ImportRun, by: Principal, at: datetime) -> None:
    kept.hold(run)
    dry = bool(run.options.get("dry_run"))
    run.state = "checked" if dry else "done"
    run.finished_at = run.updated_at = at
    run.save(update_fields=["state", "finished_at", "updated_at"])
    if not dry:
        journaling.write(
            "import.finished",
            by=by,
            at=at,
            entity="import_run",
            object_id=run.pk,
            label=run.document.name,
            data=dict(run.counts),
        )


def _fail(run: ImportRun, problem: str, at: datetime) -> None:
    run.state, run.problem, run.finished_at, run.updated_at = "failed", problem, at, at
    run.save(update_fields=["state", "problem", "finished_at", "updated_at"])

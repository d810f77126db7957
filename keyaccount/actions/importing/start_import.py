"""Begin an import: the file is stored, the columns are mapped, the run waits for a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, found
from keyaccount.actions.importing.checking import READING, check
from keyaccount.actions.importing.columns import fingerprint, must_import
from keyaccount.actions.importing.date_orders import settle_orders
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import ColumnMapping, Document, ImportRow, ImportRun

_WHY = "a member's own imports and remembered mappings"


@transaction.atomic
def start_import(
    *,
    by: Principal,
    at: datetime,
    kind: str,
    document: Document,
    header: Sequence[str],
    mapping: Mapping[str, str],
    options: Mapping[str, Any],
) -> ImportRun:
    """A waiting run (with `options["dry_run"]`, a trial). `mapping` is heading → target; it is remembered for this
    heading line. Raises `Refused` or `Invalid`."""
    check(by, kind, header, mapping, options)
    run = ImportRun(
        kind=kind, member_id=by.id, document=document, mapping=dict(mapping), created_at=at, created_by=by.id
    )
    run.options = {**options, **settle_orders(by, kind, document, mapping, options), **scopes(by)}
    _remember(by, at, run, header)
    _wait(by, at, run)
    run.save(force_insert=True)
    return run


@transaction.atomic
def try_import(
    *, by: Principal, at: datetime, id: UUID | str, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> ImportRun:
    """Let a draft be tried: a dry run that stores nothing but what would become of each row."""
    run = _lock(by, id, ("draft", "checked"))
    survey, reading = run.options["survey"], {k: run.options[k] for k in READING if k in run.options}
    check(by, run.kind, survey["header"], mapping, options)
    run.mapping = dict(mapping)
    orders = settle_orders(by, run.kind, run.document, mapping, {**options, **reading})
    run.options = {**options, **reading, **orders, "survey": survey, "dry_run": True, **scopes(by)}
    _remember(by, at, run, survey["header"])
    _wait(by, at, run)
    run.save(force_update=True)
    return run


@transaction.atomic
def begin_import(*, by: Principal, at: datetime, id: UUID | str) -> ImportRun:
    """Do for real what was tried."""
    run = _lock(by, id, ("checked",))
    must_import(by, run.kind)
    run.options = {**run.options, "dry_run": False}
    _wait(by, at, run)
    run.save(force_update=True)
    return run


def _lock(by: Principal, id: UUID | str, states: tuple[str, ...]) -> ImportRun:
    run: ImportRun = found(by, "import_run", id, lock=True)
    if run.state not in states:
        raise Invalid(Problem("state", say("导入已经进到别的步骤，请刷新页面")))
    return run


def _wait(by: Principal, at: datetime, run: ImportRun) -> None:
    """The run starts from nothing, whatever was tried before."""
    everything(ImportRow, why=_WHY).filter(run=run).delete()
    run.state, run.problem, run.updated_at = "waiting", "", at
    run.total = run.done = 0
    run.counts, run.warnings = {}, []
    run.started_at = run.heartbeat_at = run.finished_at = None
    if not run.options.get("dry_run"):
        journaling.write(
            "import.started", by=by, at=at, entity="import_run", object_id=run.pk, label=run.document.name
        )


def _remember(by: Principal, at: datetime, run: ImportRun, header: Sequence[str]) -> None:
    everything(ColumnMapping, why=_WHY).update_or_create(
        member_id=by.id,
        kind=run.kind,
        header_digest=fingerprint(header),
        defaults={"mapping": run.mapping, "options": {}, "updated_at": at},
    )


def scopes(by: Principal) -> dict[str, Any]:
    """What a program may do goes with its import: it never does more in the background."""
    return {} if by.token_scopes is None else {"scopes": sorted(by.token_scopes)}

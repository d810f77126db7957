"""A whole import in one call, for the command line; and the person's own rows back, each with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from keyaccount.access import Principal, everything
from keyaccount.actions.importing.checking import READING
from keyaccount.actions.importing.columns import must_import, proposed
from keyaccount.actions.importing.draft_import import opened_table
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.start_import import start_import
from keyaccount.actions.shared import storing
from keyaccount.records.library.models import ImportRow, ImportRun
from keyaccount.tables.writing import annotate

_WHY = "the rows of an import that was opened for its member"


def import_file(
    *,
    by: Principal,
    at: datetime,
    now: Callable[[], datetime],
    kind: str,
    path: Path | str,
    mapping: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> ImportRun:
    """Store the file, map its columns (as given, as last time, or by guess) and run the import to its end.

    Raises `Refused`, or `Invalid` when the file cannot be read or mapping and options make no sense.
    """
    must_import(by, kind)
    path, options = Path(path), dict(options or {})
    with path.open("rb") as content:
        document = storing.store(by=by, at=at, name=path.name, media_type="", content=content)
    with opened_table(document, {k: v for k, v in options.items() if k in READING}) as table:
        header = table.header
    mapping = proposed(by, kind, header) if mapping is None else mapping
    run = start_import(
        by=by, at=at, kind=kind, document=document, header=header, mapping=mapping, options=options
    )
    return run_import(id=run.pk, now=now)


def write_annotated(run: ImportRun, path: Path | str, *, only_refused: bool = False) -> Path:
    """The rows of the file with result and reason in front; returns where (a CSV when a workbook cannot hold it)."""
    rows = everything(ImportRow, why=_WHY).filter(run=run).order_by("number")
    told = rows.values_list("number", "outcome", "reason")
    with opened_table(run.document, run.options) as table:
        return annotate(table, told.iterator(chunk_size=5_000), path, only_refused=only_refused).path


def summary(run: ImportRun) -> dict[str, Any]:
    """What the command line and the API tell of a run."""
    told = {"id": str(run.pk), "kind": run.kind, "state": run.state, "total": run.total, **run.counts}
    return {**told, "warnings": run.warnings, "problem": run.problem}

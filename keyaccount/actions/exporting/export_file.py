"""An export to a path, for the command line."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.exporting.run_export import note_export
from keyaccount.actions.exporting.start_export import start_export
from keyaccount.actions.exporting.writing_out import Source, write_out
from keyaccount.records.library.models import ExportRun


@transaction.atomic
def export_file(
    *,
    by: Principal,
    at: datetime,
    kind: str,
    params: Mapping[str, Sequence[str]],
    path: Path | str,
    rows: Source,
) -> tuple[ExportRun, Path]:
    """Write the list to the path; the ending says the format, else it is a workbook. Returns the run and where it went:
    beside the path as CSV, when a workbook cannot hold it. `rows` is the query that reads a list for a person.

    Raises `Refused` or `Invalid`.
    """
    path = Path(path)
    format = path.suffix.lower().removeprefix(".")
    run = start_export(by=by, at=at, kind=kind, params=params, format=format or "xlsx")
    with tempfile.TemporaryDirectory() as folder:
        written, made = write_out(by, at, kind, lambda: rows(by, kind, params), Path(folder), run.format)
        target = path if written.kind == format else path.with_suffix(f".{written.kind}")
        shutil.copyfile(written.path, target)
    run.state, run.format, run.rows_written, run.finished_at = "done", written.kind, written.rows, at
    run.save(update_fields=["state", "format", "rows_written", "finished_at"])
    note_export(by, at, run, target.name, made)
    return run, target

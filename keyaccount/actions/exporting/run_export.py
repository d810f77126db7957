"""Make an export: the rows its member may see now, in a file that can be fetched for a day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.exporting.start_export import asked
from keyaccount.actions.exporting.writing_out import ExportRows, Source, write_out
from keyaccount.actions.shared import journaling, storing
from keyaccount.base.clock import CHINA
from keyaccount.base.errors import KeyAccountError
from keyaccount.base.language import clauses, speaking
from keyaccount.records.library.models import ExportRun
from keyaccount.records.org.models import Member
from keyaccount.tables.writing import Written

KEPT = timedelta(hours=24)
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
}
_WHY = "an export runs in the background with the rights its member has now"


def run_export(*, id: UUID, now: Callable[[], datetime], rows: Source) -> ExportRun:
    """Make a waiting (or abandoned) export; `rows` is the query that reads a list for a person. Returns the run."""
    run = _take_over(id, now())
    if run.state != "running":
        return run
    member = everything(Member, why=_WHY).get(pk=run.member_id)
    told = asked(run)
    by = Principal(member, token_scopes=told.get("scopes"))
    with speaking(member.language), _folder() as folder:
        try:
            by.must("export.run")
            at = now()
            written, made = write_out(
                by, at, run.kind, lambda: rows(by, run.kind, told["params"]), Path(folder), run.format
            )
            _finish(run, by, written, made, now())
        except KeyAccountError as bad:
            run.state = "failed"
            run.problem = str(clauses([p.message for p in bad.problems] or [bad]))
            run.finished_at = run.updated_at = now()
            run.save(update_fields=["state", "problem", "finished_at", "updated_at"])
    return run


@transaction.atomic
def _take_over(id: UUID, at: datetime) -> ExportRun:
    """Make the run mine: its version rises, so that another worker's file is not put in its place."""
    run: ExportRun = everything(ExportRun, why=_WHY).select_for_update().get(pk=id)
    if run.state in ("waiting", "running"):
        run.state, run.version, run.updated_at = "running", run.version + 1, at
        run.save(update_fields=["state", "version", "updated_at"])
    return run


def _folder() -> tempfile.TemporaryDirectory[str]:
    root = Path(settings.FILES_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=root, prefix="export-")


@transaction.atomic
def _finish(run: ExportRun, by: Principal, written: Written, made: ExportRows, at: datetime) -> None:
    mine = everything(ExportRun, why=_WHY).select_for_update().filter(pk=run.pk, version=run.version)
    if not mine.exists():
        return
    name = f"{written.path.stem}-{at.astimezone(CHINA):%Y%m%d-%H%M}.{written.kind}"
    with written.path.open("rb") as content:
        run.document = storing.store(
            by=by, at=at, name=name, media_type=MEDIA[written.kind], content=content, own=True
        )
    run.state, run.format, run.rows_written = "done", written.kind, written.rows
    run.finished_at, run.updated_at, run.expires_at = at, at, at + KEPT
    run.save(update_fields="state format rows_written finished_at updated_at expires_at document".split())
    note_export(by, at, run, name, made)


def note_export(by: Principal, at: datetime, run: ExportRun, name: str, made: ExportRows) -> None:
    """Every export leaves a trace: what, how much, which columns."""
    data = {
        "kind": run.kind,
        "rows": run.rows_written,
        "columns": list(made.columns),
        "params": asked(run)["params"],
        "commercial": made.confidential,
    }
    journaling.write(
        "export.made", by=by, at=at, entity="export_run", object_id=run.pk, label=name, data=data
    )

"""Let an import go on that an error of ours, or a right that was missing, brought to a halt (OPN-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.shared import journaling, storing
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import ImportRun


@transaction.atomic
def resume_import(*, by: Principal, at: datetime, id: UUID | str) -> ImportRun:
    """The run waits again; `run_import` goes on behind the last row that was taken, so that none is taken twice.

    An import that halted while it was taken back goes on being taken back. Raises `Missing`, `Refused`, or `Invalid`:
    it has not failed, was a trial, or its file is not kept any more.
    """
    run: ImportRun = found(by, "import_run", id, lock=True)
    must_import(by, run.kind)
    if run.state != "failed" or run.options.get("dry_run"):
        raise Invalid(Problem("state", say("只有中途停下的导入可以继续")))
    if not run.undone_at and not storing.kept(run.document):
        raise Invalid(Problem("file", say("上传的文件已不在，不能继续；导入的内容可以整批撤销")))
    run.state, run.problem, run.updated_at = "waiting", "", at
    run.heartbeat_at = run.finished_at = None
    run.save(update_fields=["state", "problem", "updated_at", "heartbeat_at", "finished_at"])
    journaling.write(
        "import.resumed", by=by, at=at, entity="import_run", object_id=run.pk, label=run.document.name
    )
    return run

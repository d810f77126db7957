"""Take a whole import back: what it made goes, what it changed returns, what was worked on since stays (OPN-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.actions.importing.columns import must_import
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import ImportRun


@transaction.atomic
def undo_import(*, by: Principal, at: datetime, id: UUID | str) -> ImportRun:
    """Let a run wait to be taken back (`undone_at` says so); `run_import` does it. Raises `Missing` or `Invalid`."""
    run: ImportRun = found(by, "import_run", id, lock=True)
    must_import(by, run.kind)
    if run.options.get("dry_run") or run.state not in ("done", "cancelled", "failed"):
        raise Invalid(Problem("state", say("只有已结束的导入可以撤销")))
    run.state, run.undone_at, run.updated_at, run.heartbeat_at = "waiting", at, at, None
    run.save(update_fields=["state", "undone_at", "updated_at", "heartbeat_at"])
    return run

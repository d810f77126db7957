"""Stop an import between two chunks; what was taken stays, and can be undone. A draft is thrown away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import ImportRun


@transaction.atomic
def cancel_import(*, by: Principal, at: datetime, id: UUID | str) -> ImportRun:
    """Raises `Missing`, or `Invalid` when the run has ended already."""
    run: ImportRun = found(by, "import_run", id, lock=True)
    trial = run.state in ("draft", "checked") or run.options.get("dry_run")
    if trial and "survey" in run.options:
        gone = ImportRun(pk=run.pk)
        gone.delete()
        return run
    if run.state not in ("waiting", "running") or run.undone_at:
        raise Invalid(Problem("ended", say("导入已经结束，不能取消；可以整批撤销")))
    run.state, run.finished_at, run.updated_at = "cancelled", at, at
    run.save(update_fields=["state", "finished_at", "updated_at"])
    return run

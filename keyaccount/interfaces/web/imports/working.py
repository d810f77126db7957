"""Small work is done while the person waits; the rest is for the worker, and its page asks how far it is."""

from __future__ import annotations

from keyaccount.access import Principal
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.library.claim_run import claim_import
from keyaccount.base import clock
from keyaccount.queries.library.runs import taken_back
from keyaccount.records.library.models import ImportRun

AT_ONCE = 2_000  # rows


def work_if_small(run: ImportRun) -> None:
    """Do a waiting import at once when it is small, unless a worker has it already."""
    rows = run.options.get("survey", {}).get("rows", run.total)
    if rows <= AT_ONCE and claim_import(at=clock.now(), id=run.pk):
        run_import(id=run.pk, now=clock.now)


def working_on(by: Principal, run: ImportRun) -> dict[str, int]:
    """How far a busy import is: `made` of `total` rows."""
    if run.undone_at:
        made, total = taken_back(by, run)
        return {"made": made, "total": total}
    return {"made": run.done, "total": run.total or run.options.get("survey", {}).get("rows", 0)}

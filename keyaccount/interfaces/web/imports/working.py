"""Small work is done while the person waits; the rest is for the worker, and its page asks how far it is."""

from __future__ import annotations

import logging

from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.library.claim_run import claim_import, fail_import
from keyaccount.base import clock
from keyaccount.records.library.models import ImportRun

SMALL = 2_000  # rows
LOG = logging.getLogger(__name__)


def work_if_small(run: ImportRun) -> None:
    """Do a waiting import at once when it is small, unless a worker has it already."""
    if run.options["survey"]["rows"] > SMALL or not claim_import(at=clock.now(), id=run.pk):
        return
    try:
        run_import(id=run.pk, now=clock.now)
    except Exception:
        LOG.exception("import %s failed", run.pk)
        fail_import(id=run.pk, at=clock.now())

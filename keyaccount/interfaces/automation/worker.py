"""The worker: takes waiting imports and exports, and the turns of recurring jobs, until it is told to stop.

Any number of workers may run. One that dies loses nothing: an import is taken up by another where its last chunk ended.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connections

from keyaccount.actions.exporting.run_export import run_export
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.journal.take_turn import take_turn
from keyaccount.actions.library.claim_run import (
    claim_export,
    claim_import,
    fail_export,
    fail_import,
    give_back_export,
    give_back_import,
)
from keyaccount.base import clock
from keyaccount.interfaces.automation.jobs import JOBS
from keyaccount.interfaces.automation.sealing import Sealer
from keyaccount.queries.library.export_rows import export_rows

LOG = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
TROUBLE_SECONDS = 5.0
GONE = (OperationalError, InterfaceError)


class Stopping(Exception):
    """Asked to stop between two chunks of an import."""


class Worker:
    """`parent` is the process to outlive by no more than a moment; 0 for a worker on its own."""

    def __init__(self, *, parent: int = 0) -> None:
        self._parent = parent
        self._stop = threading.Event()
        self._sealer = Sealer()
        self._turns: dict[str, int] = {}

    def run(self) -> None:
        """Work until SIGTERM or Ctrl-C."""
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, lambda *_: self._stop.set())
        while not self._stop.is_set() and not self._orphaned():
            wait = IDLE_SECONDS
            try:
                if self.step():
                    continue
            except GONE:
                LOG.exception("the database did not answer; trying again")
                connections.close_all()
                wait = TROUBLE_SECONDS
            self._stop.wait(wait)

    def once(self) -> None:
        """All that is due now, then no more."""
        while self.step():
            pass

    def step(self) -> bool:
        """One piece of work; False when there was none."""
        return self._import() or self._export() or self._due_jobs()

    def _orphaned(self) -> bool:
        return bool(self._parent) and os.getppid() != self._parent

    def _import(self) -> bool:
        id = claim_import(at=clock.now())
        if id is not None and not self._safely(f"import {id}", lambda: self._run_import(id)):
            fail_import(id=id, at=clock.now())
        return id is not None

    def _run_import(self, id: UUID) -> None:
        try:
            run_import(id=id, now=self._now)
        except Stopping:
            give_back_import(id=id)

    def _export(self) -> bool:
        id = claim_export(at=clock.now())
        if id is not None and not self._safely(f"export {id}", lambda: self._run_export(id)):
            fail_export(id=id, at=clock.now())
        return id is not None

    def _run_export(self, id: UUID) -> None:
        try:
            run_export(id=id, now=self._now, rows=export_rows)
        except Stopping:
            give_back_export(id=id)

    def _now(self) -> datetime:
        """The clock handed to long work; asking it is also where such work can be stopped."""
        if self._stop.is_set():
            raise Stopping
        return clock.now()

    def _due_jobs(self) -> bool:
        """Take every turn that is due; True when one was."""
        worked = False
        for job in JOBS:
            at = clock.now()
            slot = job.slot(at)
            if self._turns.get(job.name) == slot or self._stop.is_set():
                continue
            if take_turn(name=job.name, slot=slot):
                worked = True
                self._safely(job.name, lambda job=job, at=at: job.work(at))  # type: ignore[misc]
            self._turns[job.name] = slot
        self._safely("seal-journal", lambda: self._sealer.turn(clock.now()))
        return worked

    @staticmethod
    def _safely(name: str, work: Callable[[], object]) -> bool:
        """Whether it went well; a job that fails is told in the log and stops nothing but itself."""
        try:
            work()
        except GONE:
            raise
        except Exception:
            LOG.exception("%s failed", name)
            return False
        return True

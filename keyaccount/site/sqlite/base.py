"""Django's SQLite backend with a gate that every writing transaction passes one at a time.

SQLite lets a writer that found the database busy sleep longer and longer, so under load the unlucky starve until they
fail: of 16 writers without a pause some waited 20 s in vain. At the gate all ask equally often, so that nobody does.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

try:
    import fcntl
except ImportError:  # Windows: SQLite's own waiting has to do
    fcntl = None  # type: ignore[assignment]

ASK_SECONDS = (0.001, 0.005)
STEP_BACK_SECONDS = 0.05


class Gate:
    """A lock on a file beside the database, held by one connection of all processes at a time.

    Who waits holds a shared lock on a second file, so that who has just been through steps back while others wait.
    """

    def __init__(self, path: str, seconds: float) -> None:
        self._path, self._seconds = path, seconds
        self._handle = -1
        self._left = 0.0

    def enter(self) -> None:
        """Wait for the turn; `OperationalError` when it does not come in time."""
        began = time.monotonic()
        handle, queue = self._open(""), self._open("-queue")
        try:
            if began - self._left < STEP_BACK_SECONDS and not _taken(queue, fcntl.LOCK_EX):
                time.sleep(ASK_SECONDS[1])
            if not _taken(handle, fcntl.LOCK_EX):
                fcntl.flock(queue, fcntl.LOCK_SH)
                while not _taken(handle, fcntl.LOCK_EX):
                    if time.monotonic() - began > self._seconds:
                        raise OperationalError("database is locked")
                    time.sleep(random.uniform(*ASK_SECONDS))
            self._handle = handle
        finally:
            os.close(queue)
            if self._handle < 0:
                os.close(handle)

    def leave(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle, self._left = -1, time.monotonic()

    def _open(self, suffix: str) -> int:
        return os.open(self._path + suffix, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _taken(handle: int, kind: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class DatabaseWrapper(base.DatabaseWrapper):
    """One gate for each connection; a database in memory needs none."""

    def __init__(self, settings_dict: dict[str, Any], *more: Any, **named: Any) -> None:
        super().__init__(settings_dict, *more, **named)
        path, seconds = f"{settings_dict['NAME']}-gate", settings_dict["OPTIONS"].get("timeout", 5)
        self._gate = Gate(path, seconds) if fcntl is not None else None

    def _start_transaction_under_autocommit(self) -> None:
        if self._gate is not None and not self.is_in_memory_db():
            self._gate.enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._gate is not None:
            self._gate.leave()

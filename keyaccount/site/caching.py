"""The cache in files, shared by all processes of one machine, with an `add` that is one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks


class SharedFileCache(FileBasedCache):
    """Django's `add` looks first and writes then, so two processes can both win; the limit on sign-in attempts rests
    on it as a lock, so here a locked guard file lets one through at a time."""

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        self._createdir()  # type: ignore[attr-defined]
        with (Path(self._dir) / "add.guard").open("ab") as guard:  # type: ignore[attr-defined]
            locks.lock(guard, locks.LOCK_EX)
            return super().add(key, value, timeout, version)

"""Who uses a data folder says so with a lock on a file in it, so that nobody restores over a running server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from keyaccount.base.language import say
from keyaccount.interfaces.cli.main import Stop

NAME = "in-use.lock"


@contextmanager
def in_use(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold the folder's lock: any number may share it, `alone` nobody. Raises `Stop` when it is taken. POSIX only."""
    try:
        import fcntl
    except ImportError:  # Windows keeps others from replacing an open database by itself
        yield
        return
    handle = os.open(Path(folder) / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Stop(
            str(say("{folder} 正在使用，请先停止 keyaccount serve 和 worker", folder=folder))
        ) from None
    finally:
        os.close(handle)

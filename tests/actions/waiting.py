"""Two at once: one in the middle of its transaction, and another one who must wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction


@contextmanager
def meanwhile(*verbs: Callable[[], Any]) -> Iterator[None]:
    """Within it somebody else has done the first verb and not committed; half a second later come the others, as one."""
    begun, failed = threading.Event(), []

    def work() -> None:
        try:
            with transaction.atomic():
                for verb in verbs:
                    verb()
                    begun.set()
                    time.sleep(0.5)
        except Exception as error:
            failed.append(error)
        finally:
            begun.set()
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert begun.wait(10)
    yield
    worker.join()
    assert not failed, failed


def once_free(verb: Callable[[], Any]) -> Any:
    """A SQLite database in memory says "locked" where one in a file waits: then again."""
    for _ in range(500):
        try:
            return verb()
        except OperationalError as error:
            if "is locked" not in str(error):
                raise
            time.sleep(0.01)
    raise AssertionError("locked")

"""Identifiers made by the application: UUID version 7, in order of time, so that B-trees grow at one end."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID, uuid4

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A fresh UUIDv7. Within one process later ids sort after earlier ones, also within a millisecond."""
    global _last
    with _lock:
        stamp = max(
            time.time_ns() // 250_000, _last + 1
        )  # quarter milliseconds: 48 + 12 bits hold them with room
        _last = stamp
    millis, fraction = divmod(stamp, 4)
    tail = int.from_bytes(os.urandom(9), "big")
    value = (
        (millis & (1 << 48) - 1) << 80
        | 7 << 76
        | fraction << 74
        | (tail >> 62 & 0x3FF) << 64
        | 2 << 62
        | tail & (1 << 62) - 1
    )
    return UUID(int=value)


def new_secret_id() -> UUID:
    """A UUIDv4 for secret rows: it does not tell when it was made."""
    return uuid4()

"""How a batch of journal entries becomes one digest; writing and checking a seal must agree to the byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

COLUMNS = (
    "id",
    "at",
    "actor_id",
    "kind",
    "entity",
    "object_id",
    "account_id",
    "person_id",
    "label",
    "field_class",
    "data",
)
FIRST = "0" * 64


def digest(previous: str, rows: Iterable[dict[str, Any]]) -> str:
    """sha256 over the seal before and every column of every entry of the batch, in order of id."""
    hasher = hashlib.sha256(previous.encode())
    for row in rows:
        plain = {name: row[name] for name in COLUMNS}
        plain["at"] = row["at"].isoformat()
        hasher.update(json.dumps(plain, sort_keys=True, ensure_ascii=False, default=str).encode())
        hasher.update(b"\n")
    return hasher.hexdigest()

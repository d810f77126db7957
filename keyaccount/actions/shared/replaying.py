"""A request sent twice with one key has one effect and one answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from keyaccount.access import everything
from keyaccount.records.journal.models import Replay

KEPT = timedelta(hours=24)
_WHY = "answers are kept per member and key; the member is the one who asks"


def begin(*, member: UUID, key: str, fingerprint: str, at: datetime) -> Replay:
    """The kept answer to this key, or an empty one (status 0) to be filled by `finish`.

    Must run in the transaction that also does the work: the unique key makes a second request with the same key
    wait for the first one's commit, on SQLite through the write lock, on PostgreSQL through the index.
    """
    kept = everything(Replay, why=_WHY).filter(member_id=member)
    kept.filter(key=key, at__lt=at - KEPT).delete()
    kept.bulk_create(
        [Replay(member_id=member, key=key, fingerprint=fingerprint, at=at)], ignore_conflicts=True
    )
    found: Replay = kept.get(key=key)
    return found


def finish(replay: Replay, *, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep the answer; it is stored if and only if the work is."""
    replay.status, replay.headers, replay.body = status, dict(headers), body
    replay.save(update_fields=["status", "headers", "body"])

"""Whether anything in the database changed: every row of every table, but for what a mere visit leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http.response import HttpResponseBase

VISITS = {"django_session", "usersessions_usersession", "django_content_type", "sqlite_sequence"}
COLUMNS = {"org_apitoken": {"last_used_at"}, "org_member": {"last_login"}}


def tables() -> list[str]:
    """All tables, the search index included."""
    return sorted(set(connection.introspection.table_names()) - VISITS)


def state() -> dict[str, str]:
    """Table → hash of all its rows."""
    return {table: _hash(table) for table in tables()}


def _hash(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        kept = [i for i, column in enumerate(cursor.description) if column[0] not in COLUMNS.get(table, ())]
        rows = sorted(repr([_plain(row[i]) for i in kept]) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


class Watch:
    """Knows the database as it was; `changed()` names the tables that differ. Cheap where nothing was written at all."""

    def __init__(self) -> None:
        self.before = state()
        self.writes = writes()

    def changed(self) -> list[str]:
        if connection.vendor == "sqlite" and writes() == self.writes:
            return []
        after = state()
        self.writes = writes()
        return sorted(t for t in {*self.before, *after} if self.before.get(t) != after.get(t))

    def renew(self) -> None:
        """What was written and undone since counts no more."""
        self.writes = writes()


def content_of(answer: HttpResponseBase) -> bytes:
    """The whole content; a file handed out is read to its end, which closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def writes() -> int:
    """How many rows this connection ever wrote, undone ones too; only SQLite tells."""
    return int(connection.connection.total_changes) if connection.vendor == "sqlite" else 0


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside never happened."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)

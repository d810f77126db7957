"""A consistent copy of a SQLite database while it is in use, and how to look whether a copy is sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

NAME = "keyaccount.sqlite3"
_NOT_COUNTED = ("sqlite_", "search_fts")


def dump(source: Path, target: Path) -> dict[str, int]:
    """Copy by the online backup API; returns {table: rows} of the copy."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return counts(copy)


def counts(database: sqlite3.Connection) -> dict[str, int]:
    """Rows of every table of ours; the index's inner tables are left out."""
    names = [
        row[0]
        for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in names
        if not name.startswith(_NOT_COUNTED)
    }


def problems(path: Path) -> list[str]:
    """What SQLite itself finds wrong with a database file: structure, and keys that point nowhere."""
    with closing(sqlite3.connect(path)) as database:
        try:
            found = [str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
            broken = list(database.execute("PRAGMA foreign_key_check"))
        except sqlite3.DatabaseError as bad:
            return [str(bad)]
    return found + [f"{table} row {row} → {parent}" for table, row, parent, _ in broken]


def count_file(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        return counts(database)

"""Writing the index on both databases: put, remove, move, clear. `matching` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from keyaccount.records.search.models import SearchDoc
from keyaccount.records.search.words import SCOPE_BEGINS, Doc, Held, holder_marks, scope_marks, words_of

_PART = 500
_COLUMNS = "entity object_id klass account_id owner_id department_id pool_id names weight".split()
_LAST_POSITION = 16383
_HOLDER_MARKS = ("_o", "_d", "_p")


@transaction.atomic
def put(docs: Iterable[Doc], *, fresh: bool = False) -> int:
    """Make these the only rows of their records; returns how many. `fresh`: the records have none yet."""
    kept = list(docs)
    if not fresh:
        by_entity: dict[str, list[UUID]] = {}
        for doc in kept:
            by_entity.setdefault(doc.entity, []).append(doc.object_id)
        for entity, ids in by_entity.items():
            remove(entity, ids)
    if kept:
        (_insert_sqlite if connection.vendor == "sqlite" else _insert_postgresql)(kept)
    return len(kept)


@transaction.atomic
def remove(entity: str, ids: Iterable[UUID]) -> None:
    """Let the records be found no more."""
    for part in _parts(dict.fromkeys(ids)):
        _delete(Q(entity=entity, object_id__in=part))


@transaction.atomic
def remove_around(account_ids: Iterable[UUID], entities: Sequence[str]) -> None:
    """Let everything of these entities that hangs on the accounts be found no more."""
    for part in _parts(account_ids):
        _delete(Q(account_id__in=part, entity__in=entities))


@transaction.atomic
def clear() -> None:
    """Empty the index, before it is built anew."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_fts")
    SearchDoc.rows.all().delete()


@transaction.atomic
def move(account_ids: Iterable[UUID], held: Held, *, but: Sequence[str] = ()) -> None:
    """Everything of the accounts, `but` these entities, belongs to this owner, or lies in this pool, from now on."""
    change = _move_sqlite if connection.vendor == "sqlite" else _move_postgresql
    for part in _parts(account_ids):
        rows = SearchDoc.rows.filter(account_id__in=part).exclude(entity__in=but)
        rows.update(owner_id=held.owner_id, department_id=held.department_id)
        accounts = rows.filter(entity="account")
        accounts.update(pool_id=held.pool_id)
        change(accounts, holder_marks(held))
        change(rows.exclude(entity="account"), holder_marks(held.without_pool()))


def _parts(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    every = list(ids)
    return (every[at : at + _PART] for at in range(0, len(every), _PART))


def _delete(which: Q) -> None:
    ids = list(SearchDoc.rows.filter(which).values_list("id", flat=True))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_fts WHERE rowid = %s", [(id,) for id in ids])
    for at in range(0, len(ids), _PART):
        SearchDoc.rows.filter(pk__in=ids[at : at + _PART]).delete()


def _row(doc: Doc) -> tuple[Any, ...]:
    return (doc.entity, doc.object_id, doc.klass, *doc.held.ids, "\n".join(doc.names), doc.weight)


def _insert_sqlite(docs: Sequence[Doc]) -> None:
    """Rows and words with the ids that come next; within the transaction nobody else takes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_searchdoc'")
        last = (cursor.fetchone() or (0,))[0]
        rows, words = [], []
        for id, doc in enumerate(docs, start=last + 1):
            rows.append((id, *(v.hex if isinstance(v, UUID) else v for v in _row(doc))))
            ordered, marks = words_of(doc)
            words.append((id, " ".join((*ordered, *marks, SCOPE_BEGINS, *scope_marks(doc)))))
        columns, places = ", ".join(("id", *_COLUMNS)), ", ".join(["%s"] * (len(_COLUMNS) + 1))
        cursor.executemany(f"INSERT INTO search_searchdoc ({columns}) VALUES ({places})", rows)
        cursor.executemany("INSERT OR REPLACE INTO search_fts (rowid, words) VALUES (%s, %s)", words)


def _move_sqlite(rows: Any, marks: Sequence[str]) -> None:
    changed = []
    with connection.cursor() as cursor:
        for id in rows.values_list("id", flat=True):
            cursor.execute("SELECT words FROM search_fts WHERE rowid = %s", [id])
            words, _, scope = cursor.fetchone()[0].rpartition(f" {SCOPE_BEGINS} ")
            kept = [mark for mark in scope.split() if mark[:2] not in _HOLDER_MARKS]
            changed.append((" ".join((words, SCOPE_BEGINS, *kept, *marks)), id))
        cursor.executemany("UPDATE search_fts SET words = %s WHERE rowid = %s", changed)


def _insert_postgresql(docs: Sequence[Doc]) -> None:
    columns = ", ".join((*_COLUMNS, "tsv"))
    with connection.cursor() as cursor, cursor.copy(f"COPY search_searchdoc ({columns}) FROM STDIN") as copy:
        for doc in docs:
            copy.write_row((*_row(doc), _tsvector(doc)))


def _tsvector(doc: Doc) -> str:
    ordered, marks = words_of(doc)
    places = [f"'{word}':{min(at, _LAST_POSITION)}" for at, word in enumerate(ordered, start=1)]
    return " ".join((*places, *(f"'{mark}'" for mark in (*marks, *scope_marks(doc)))))


def _move_postgresql(rows: Any, marks: Sequence[str]) -> None:
    """Marks of the old holder are dropped by what they begin with, and those of the new one put on."""
    old = "SELECT array_agg(w) FROM unnest(tsvector_to_array(tsv)) w WHERE left(w, 2) = ANY (%s)"
    change = f"tsv = ts_delete(tsv, coalesce(({old}), '{{}}')) || %s::tsvector"
    new = " ".join(f"'{mark}'" for mark in marks)
    with connection.cursor() as cursor:
        ids = list(rows.values_list("id", flat=True))
        cursor.execute(
            f"UPDATE search_searchdoc SET {change} WHERE id = ANY (%s)", [list(_HOLDER_MARKS), new, ids]
        )

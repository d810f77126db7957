"""The index on both databases behind one small door: put, remove, move, match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from keyaccount.records.search.expressions import Expression, fts5, tsquery
from keyaccount.records.search.models import SearchDoc
from keyaccount.records.search.words import SCOPE_BEGINS, Doc, Held, scope_marks, words_of

_PART = 500
_COLUMNS = "id entity object_id klass account_id owner_id department_id pool_id names weight".split()
_LAST_POSITION = 16383


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
def move(
    account_ids: Iterable[UUID], *, owner_id: UUID | None, department_id: UUID | None, pool_id: UUID | None
) -> None:
    """Everything of the accounts belongs to this owner, or lies in this pool, from now on."""
    for part in _parts(account_ids):
        rows = SearchDoc.rows.filter(account_id__in=part)
        rows.update(owner_id=owner_id, department_id=department_id)
        rows.filter(entity="account").update(pool_id=pool_id)
        (_rescope_sqlite if connection.vendor == "sqlite" else _rescope_postgresql)(rows)


def match(expression: Expression, where: Q, *, limit: int, order: bool = True) -> list[dict[str, Any]]:
    """The newest rows that hold the expression and meet the condition, newest first, as columns by name."""
    rows = SearchDoc.rows.filter(where)
    if connection.vendor == "sqlite":
        rows = rows.extra(
            tables=["search_fts"],
            where=["search_fts.rowid = search_searchdoc.id", "search_fts MATCH %s"],
            params=[fts5(expression)],
        )
        rows = rows.extra(order_by=["-search_fts.rowid"]) if order else rows
    else:
        rows = rows.extra(where=["search_searchdoc.tsv @@ %s::tsquery"], params=[tsquery(expression)])
        rows = rows.order_by("-id") if order else rows
    return list(rows.values(*_COLUMNS)[:limit])


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


def _scope(row: SearchDoc) -> list[str]:
    held = Held(row.account_id, row.owner_id, row.department_id, row.pool_id)
    return scope_marks(row.entity, held, row.weight)


def _insert_sqlite(docs: Sequence[Doc]) -> None:
    """Rows and words with the ids that come next; within the transaction nobody else takes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_searchdoc'")
        last = (cursor.fetchone() or (0,))[0]
        rows, words = [], []
        for id, doc in enumerate(docs, start=last + 1):
            ordered, marks = words_of(doc)
            rows.append((id, *(v.hex if isinstance(v, UUID) else v for v in _row(doc))))
            words.append(
                (
                    id,
                    " ".join(
                        (*ordered, *marks, SCOPE_BEGINS, *scope_marks(doc.entity, doc.held, doc.weight))
                    ),
                )
            )
        places = ", ".join(["%s"] * len(_COLUMNS))
        cursor.executemany(f"INSERT INTO search_searchdoc ({', '.join(_COLUMNS)}) VALUES ({places})", rows)
        cursor.executemany("INSERT OR REPLACE INTO search_fts (rowid, words) VALUES (%s, %s)", words)


def _rescope_sqlite(rows: Any) -> None:
    changed = []
    with connection.cursor() as cursor:
        for doc in rows:
            cursor.execute("SELECT words FROM search_fts WHERE rowid = %s", [doc.pk])
            words = cursor.fetchone()[0].rpartition(f" {SCOPE_BEGINS} ")[0]
            changed.append((" ".join((words, SCOPE_BEGINS, *_scope(doc))), doc.pk))
        cursor.executemany("UPDATE search_fts SET words = %s WHERE rowid = %s", changed)


def _insert_postgresql(docs: Sequence[Doc]) -> None:
    columns = [*_COLUMNS[1:], "tsv"]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY search_searchdoc ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for doc in docs:
            copy.write_row((*_row(doc), _tsvector(doc)))


def _tsvector(doc: Doc) -> str:
    ordered, marks = words_of(doc)
    places = [f"'{word}':{min(at, _LAST_POSITION)}" for at, word in enumerate(ordered, start=1)]
    return " ".join(
        (*places, *(f"'{mark}'" for mark in (*marks, *scope_marks(doc.entity, doc.held, doc.weight))))
    )


def _rescope_postgresql(rows: Any) -> None:
    """Marks of owner, department and pool are dropped by what they begin with, and put on again from the columns."""
    kept = "SELECT array_agg(w) FROM unnest(tsvector_to_array(tsv)) w WHERE left(w, 2) IN ('_o', '_d', '_p')"
    change = f"UPDATE search_searchdoc SET tsv = ts_delete(tsv, coalesce(({kept}), '{{}}')) || %s::tsvector WHERE id = %s"
    marks = [(" ".join(f"'{m}'" for m in _scope(doc)), doc.pk) for doc in rows]
    with connection.cursor() as cursor:
        cursor.executemany(change, marks)

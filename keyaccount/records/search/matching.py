"""Reading the index on both databases: the newest rows that hold an expression and meet a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Q

from keyaccount.records.search.expressions import Expression, fts5, tsquery
from keyaccount.records.search.models import SearchDoc

_COLUMNS = ("id", "entity", "object_id", "account_id", "owner_id", "names", "weight")
_SELECT = ", ".join(f"search_searchdoc.{column}" for column in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the index; `names` the shown one first. Ids rise with time."""

    id: int
    entity: str
    object_id: UUID
    account_id: UUID | None
    owner_id: UUID | None
    names: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Condition:
    """A condition on rows of the index as SQL; made once, used for every question of a request."""

    sql: str
    params: tuple[Any, ...]


def condition(where: Q) -> Condition | None:
    """The condition in the database's words; None when no row can meet it."""
    query = SearchDoc.rows.filter(where).query
    compiler = query.get_compiler(connection=connection)
    try:
        sql, params = compiler.compile(query.where)
    except EmptyResultSet:
        return None
    except FullResultSet:
        return Condition("1 = 1", ())
    return Condition(sql, tuple(params))


def match(expression: Expression, where: Condition, *, limit: int) -> list[Found]:
    """The newest rows that hold the expression and meet the condition, newest first."""
    if connection.vendor == "sqlite":
        source = "search_fts CROSS JOIN search_searchdoc ON search_searchdoc.id = search_fts.rowid"
        matches, order, asked = "search_fts MATCH %s", "search_fts.rowid", fts5(expression)
    else:
        source, order, asked = "search_searchdoc", "search_searchdoc.id", tsquery(expression)
        matches = "search_searchdoc.tsv @@ %s::tsquery"
    sql = f"SELECT {_SELECT} FROM {source} WHERE {matches} AND ({where.sql}) ORDER BY {order} DESC LIMIT {limit:d}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *where.params])
        return [
            Found(
                id,
                entity,
                _id(object_id),
                account and _id(account),
                owner and _id(owner),
                tuple(names.split("\n")),
                weight,
            )
            for id, entity, object_id, account, owner, names, weight in cursor.fetchall()
        ]


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=value)

"""Reading the index on both databases: the newest rows that hold an expression and meet a condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Q

from keyaccount.records.search.expressions import Expression, Phrase, all_of, any_of, fts5, tsquery, word
from keyaccount.records.search.models import SearchDoc

_COLUMNS = ("id", "entity", "object_id", "account_id", "owner_id", "names", "weight")
LANES: tuple[tuple[str, ...], ...] = (
    ("account",),
    ("opportunity", "contract", "quote", "invoice", "product"),
    ("person", "member", "unit"),
    ("note", "file", "fact"),
)
_IN_LANE = {  # word by word as in the indexes of migrations 0002 and 0004, or PostgreSQL does not see that they serve
    lane: "search_searchdoc.entity IN ({})".format(", ".join(f"'{entity}'" for entity in lane))
    for lane in LANES
}
_MOST_SORTED = 2_000
_SHOWN = ", ".join(f"search_searchdoc.{column}" for column in _COLUMNS)
_SQLITE = (
    f"SELECT {_SHOWN} FROM search_fts CROSS JOIN search_searchdoc ON search_searchdoc.id = search_fts.rowid"
    " WHERE search_fts MATCH %s"
)
_POSTGRESQL = f"SELECT {_SHOWN} FROM search_searchdoc WHERE search_searchdoc.tsv @@ %s::tsquery"


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the index. Ids of rows rise with time. Ids of records stay as the database gives them until asked
    for: most rows are found, ranked and never shown."""

    id: int
    entity: str
    record: Any
    account: Any
    owner: Any
    names: str
    weight: int

    @property
    def object_id(self) -> UUID:
        return self.record if isinstance(self.record, UUID) else UUID(hex=self.record)

    @property
    def account_id(self) -> UUID | None:
        return UUID(hex=self.account) if isinstance(self.account, str) else self.account


def as_stored(id: UUID) -> Any:
    """An id as `Found` holds it, to compare with."""
    return id.hex if connection.vendor == "sqlite" else id


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


def match(
    expression: Expression, where: Condition, entities: Sequence[str], *, limit: int, rare: bool = False
) -> list[Found]:
    """The newest rows of the entities, all of one lane, that hold the expression and meet the condition, newest
    first; `rare` when few are expected. Entities of several lanes raise KeyError."""
    kinds = ", ".join(["%s"] * len(entities))
    narrow = f"search_searchdoc.entity IN ({kinds}) AND ({where.sql})"
    if connection.vendor == "sqlite":
        marked = all_of((expression, any_of(word("_e" + entity) for entity in entities))) or expression
        sql, asked = f"{_SQLITE} AND {narrow} ORDER BY search_fts.rowid DESC LIMIT {limit:d}", fts5(marked)
    else:
        sql, asked = f"{_POSTGRESQL} AND {_IN_LANE[lane_of(entities)]} AND {narrow}", tsquery(expression)
        if rare or _has_phrase(expression):
            sql = f"SELECT * FROM ({sql} LIMIT {_MOST_SORTED}) few"
        sql = f"{sql} ORDER BY id DESC LIMIT {limit:d}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *entities, *where.params])
        return [Found(*row) for row in cursor.fetchall()]


def lane_of(entities: Sequence[str]) -> tuple[str, ...]:
    """The lane that holds all the entities; KeyError when they are spread over several."""
    lane = next((lane for lane in LANES if set(entities) <= set(lane)), None)
    if lane is None:
        raise KeyError(tuple(entities))
    return lane


def _has_phrase(node: Expression) -> bool:
    """PostgreSQL takes every phrase for rare and would sort all its rows: of such a common one it sorts a part."""
    return len(node.words) > 1 if isinstance(node, Phrase) else any(map(_has_phrase, node.parts))

"""Many new rows at once, past the ORM's compiler: a third of the time of `bulk_create`, for imports of 100,000 rows.

Values must be as the record holds them (UUID, datetime, Decimal, lists and dicts for JSON); columns and types come from
the model, so that nothing can drift from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

Convert = Callable[[Any], Any]


@transaction.atomic
def insert_all(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows that carry their own id, or get one from the database that nobody asks for."""
    if not rows:
        return
    names, converters = _columns(model, connection.vendor)
    quoted = ", ".join(connection.ops.quote_name(column) for _, column in names)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({quoted})"
    values = _values(rows, names, converters)
    (_insert if connection.vendor == "sqlite" else _copy)(into, len(names), values)
    for row in rows:
        row._state.adding = False


def _insert(into: str, width: int, values: Iterator[list[Any]]) -> None:
    places = ", ".join(["%s"] * width)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {into} VALUES ({places})", list(values))


def _copy(into: str, width: int, values: Iterator[list[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _values(
    rows: Sequence[models.Model], names: list[tuple[str, str]], converters: list[Convert | None]
) -> Iterator[list[Any]]:
    pairs = [(name, convert) for (name, _), convert in zip(names, converters, strict=True)]
    for row in rows:
        kept = row.__dict__
        yield [
            value if (value := kept[name]) is None or convert is None else convert(value)
            for name, convert in pairs
        ]


@cache
def _columns(model: type[models.Model], vendor: str) -> tuple[list[tuple[str, str]], list[Convert | None]]:
    """(attribute, column) of every column but a number the database gives, and how its values are written."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    return [(f.attname, str(f.column)) for f in fields], [_converter(f, vendor) for f in fields]


def _converter(field: Any, vendor: str) -> Convert | None:
    """How a value of the field is written; None for those the driver takes as they are."""
    kind = field.target_field if field.is_relation else field
    if isinstance(kind, models.JSONField):
        return json.dumps
    if vendor != "sqlite":
        return None
    if isinstance(kind, models.UUIDField):
        return _hex
    if isinstance(kind, models.DateTimeField):
        return _utc
    if isinstance(kind, models.DateField):
        return date.isoformat
    if isinstance(kind, models.DecimalField):
        return _decimal(kind.max_digits, kind.decimal_places)
    return None


def _hex(value: UUID) -> str:
    return value.hex


def _utc(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _decimal(digits: int, places: int) -> Convert:
    def convert(value: Decimal) -> Any:
        return connection.ops.adapt_decimalfield_value(value, digits, places)

    return convert

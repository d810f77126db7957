"""Keyset paging: a page is found by the last row of the page before it, so page 10,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet

from keyaccount.access import Access
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.common import Known

MOST_COUNTED = 1_000
KEY = "sort_value"


@dataclass(frozen=True)
class Sort:
    """A column to sort by, ties broken by id in the same direction; unknown values are the least."""

    name: str
    column: str
    down: bool
    nullable: bool

    def __str__(self) -> str:
        return f"-{self.name}" if self.down else self.name

    def order(self, *, back: bool) -> list[str]:
        return [f"-{KEY}", "-pk"] if self.down != back else [KEY, "pk"]

    @property
    def value(self) -> Known | F:
        """What rows are compared by."""
        return Known(self.column) if self.nullable else F(self.column)

    def beyond(self, at: Any, pk: Any, *, back: bool) -> Q:
        """Rows strictly behind (before, when `back`) the row with this value and id."""
        side = "lt" if self.down != back else "gt"
        return Q(**{f"{KEY}__{side}e": at}) & (Q(**{f"{KEY}__{side}": at}) | Q(**{f"pk__{side}": pk}))


def sort_of(access: Access, text: str, default: str) -> Sort:
    """The sort an address asks for, or `Invalid`."""
    wanted = text or default
    name = wanted.removeprefix("-")
    found = access.sortable.get(name)
    if found is None:
        raise Invalid(Problem("unknown_sort", say("不能按 {name} 排序", name=name), field="sort"))
    column = found.order or found.path
    return Sort(name, column, wanted.startswith("-"), access.policy.model._meta.get_field(column).null)


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the sort it belongs to, the value and id of the row it follows, and the direction."""

    sort: str
    at: Any
    pk: str | int
    back: bool

    def __str__(self) -> str:
        at = self.at.isoformat() if isinstance(self.at, date | datetime) else self.at
        at = at if isinstance(at, str | int | None) else str(at)
        return (
            base64.urlsafe_b64encode(json.dumps([self.sort, at, self.pk, int(self.back)]).encode())
            .decode()
            .rstrip("=")
        )


def read_cursor(text: str, sort: Sort, model: Any) -> Cursor:
    """The cursor of an address; one that was made for another sort, or is damaged, is `Invalid`."""
    try:
        made_for, at, pk, back = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if made_for != str(sort):
            raise ValueError("sort")
        at = None if at is None else model._meta.get_field(sort.column).to_python(at)
        pk = str(UUID(pk)) if isinstance(pk, str) else int(pk)
    except (ValueError, TypeError, binascii.Error, ValidationError):
        raise Invalid(Problem("bad_cursor", say("翻页位置已失效，请从第一页开始"), field="cursor")) from None
    return Cursor(str(sort), at, pk, bool(back))


def page_rows(
    rows: QuerySet[Any], sort: Sort, cursor: Cursor | None, limit: int
) -> tuple[list[dict[str, Any]], str, str]:
    """One page of `values()` rows with the cursors to the next and the previous page ("" when there is none)."""
    back = cursor.back if cursor else False
    rows = rows.annotate(**{KEY: sort.value})
    if cursor:
        rows = rows.filter(sort.beyond(cursor.at, cursor.pk, back=back))
    found = list(rows.order_by(*sort.order(back=back))[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if back:
        found.reverse()
    if not found:
        return [], "", ""
    ends = {True: found[0], False: found[-1]}
    marks = {b: str(Cursor(str(sort), row[KEY], _plain_pk(row), b)) for b, row in ends.items()}
    has_next, has_before = (True, more) if back else (more, cursor is not None)
    return found, marks[False] if has_next else "", marks[True] if has_before else ""


def _plain_pk(row: dict[str, Any]) -> Any:
    pk = row["pk"]
    return str(pk) if isinstance(pk, UUID) else pk


def counted(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, counted up to `MOST_COUNTED`; the second value says whether that is all."""
    number = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return min(number, MOST_COUNTED), number <= MOST_COUNTED

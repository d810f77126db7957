"""Filters and sort as they stand in an address: `status=active`, `seats__gte=100`, `owner=me`, `note__empty=1`, `sort=-seats`.

The same words serve page and API. Only fields that the principal can read may be named: what is hidden can be
filtered by nobody, or the number of hits would tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from keyaccount.access import Access, Field, Kind
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

OPERATORS = ("gte", "lte", "contains", "empty", "not")
NOT_FILTERS = frozenset(
    {"sort", "cursor", "limit", "q", "columns", "view", "format", "back", "held", "archived", "total"}
)
MOST_VALUES = 200
_RANGED = {Kind.INTEGER, Kind.MONEY, Kind.DECIMAL, Kind.DATE, Kind.MOMENT}
_TEXTS = {Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.EMAIL, Kind.URL, Kind.CREDIT_CODE}


def parse(access: Access, params: Mapping[str, Sequence[str]]) -> Q:
    """All filters of an address as one condition; raises `Invalid` naming each filter that cannot be used."""
    wanted, problems = Q(), []
    for key, given in params.items():
        if key in NOT_FILTERS:
            continue
        if any("\x00" in value for value in given):
            problems.append(Problem("bad_filter", say("筛选条件 {name} 的值看不懂", name=key), field=key))
            continue
        name, _, operator = key.partition("__")
        found = access.fields.get(name)
        if found is None or not found.filterable or (operator and operator not in OPERATORS):
            problems.append(Problem("unknown_filter", say("不能按 {name} 筛选", name=key), field=key))
            continue
        try:
            wanted &= access.where(name, condition(access, found, operator, list(given)))
        except (ValueError, InvalidOperation):
            problems.append(Problem("bad_filter", say("筛选条件 {name} 的值看不懂", name=key), field=key))
    if problems:
        raise Invalid(*problems)
    return wanted


def condition(access: Access, found: Field, operator: str, given: list[str]) -> Q:
    """One filter; several values mean any of them. Raises ValueError for what cannot be read."""
    path = found.path
    if operator == "empty":
        blank = Q(**{f"{path}__isnull": True})
        if found.kind in _TEXTS | {Kind.CHOICE, Kind.REGION}:
            blank = Q(**{path: ""})
        return blank if given[-1] in ("1", "true") else ~blank
    if operator == "contains":
        if found.kind not in _TEXTS:
            raise ValueError("contains")
        return Q(**{f"{path}__icontains": given[-1]})
    if operator in ("gte", "lte"):
        if found.kind not in _RANGED:
            raise ValueError(operator)
        return Q(**{f"{path}__{operator}": _edge(found.kind, given[-1], operator)})
    values = [v for part in given for v in part.split(",") if v] if found.kind not in _TEXTS else given
    if not values or len(values) > MOST_VALUES:
        raise ValueError("values")
    wanted = _any_of(access, found, path, values)
    return ~wanted if operator == "not" else wanted


def _any_of(access: Access, found: Field, path: str, values: list[str]) -> Q:
    if found.kind in (Kind.REF, Kind.TAGS) and found.ref:
        ids = [access.principal.id if v == "me" and found.ref == "member" else UUID(v) for v in values]
        return Q(**{f"{path}__in": ids})
    if found.kind is Kind.REGION:
        places = Q()
        for value in values:
            places |= Q(**{f"{path}__startswith": value.rstrip("0") or value})
        return places
    if found.kind in (Kind.MONTHS, Kind.TAGS):
        raise ValueError("json")
    return Q(**{f"{path}__in": [_READ.get(found.kind, str)(v) for v in values]})


def _edge(kind: Kind, text: str, operator: str) -> Any:
    if kind is Kind.MOMENT and len(text) == 10:
        edge = time.min if operator == "gte" else time.max
        return timezone.make_aware(datetime.combine(date.fromisoformat(text), edge))
    return _READ[kind](text)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else timezone.make_aware(at)


def _truth(text: str) -> bool:
    if text not in ("0", "1", "true", "false"):
        raise ValueError(text)
    return text in ("1", "true")


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > 2**31 - 1:
        raise ValueError(text)
    return number


_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: _whole,
    Kind.MONTH: _whole,
    Kind.MONEY: Decimal,
    Kind.DECIMAL: Decimal,
    Kind.DATE: date.fromisoformat,
    Kind.MOMENT: _moment,
    Kind.YESNO: _truth,
}

"""Choices for a picker: the records of one entity that a word may mean, the asker's own first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from keyaccount.access import Principal, opened
from keyaccount.base.errors import Missing
from keyaccount.queries.records.names import names_for
from keyaccount.queries.search.find import find

MOST = 20


@dataclass(frozen=True)
class Choice:
    """What a picker offers: the id it stores, the name and a line that tells equal names apart."""

    id: Any
    text: str
    sub: str = ""


def look_up(by: Principal, entity: str, text: str, *, account: UUID | str | None = None) -> list[Choice]:
    """At most `MOST` choices within the asker's scope; `Missing` for an entity that has no picker."""
    if entity not in _LISTS:
        raise Missing()
    return _LISTS[entity](by, text.strip(), account)


def _accounts(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    if text:
        return _found(by, "account", text)
    rows = _own_first(opened(by, "account"), by).order_by("mine", "-updated_at", "-pk")[:MOST]
    return [Choice(row.pk, row.name, row.short_name) for row in rows]


def _people(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    rows = opened(by, "person")
    if account:
        rows = rows.filter(posts__account=account).distinct()
        rows = rows.filter(_holds(text, "name", "name_sort", "title")) if text else rows
    elif text:
        return _found(by, "person", text)
    kept = rows.order_by("-is_key", "-updated_at", "-pk")[:MOST]
    return [
        Choice(row.pk, row.name, " · ".join(part for part in (row.title, row.unit_name) if part))
        for row in kept
    ]


def _found(by: Principal, entity: str, text: str) -> list[Choice]:
    hits = [hit for group in find(by, text, entities=[entity], limit=MOST).groups for hit in group.hits]
    return [Choice(hit.id, _plain(hit.name), _plain(hit.about)) for hit in hits]


def _plain(parts: Any) -> str:
    return "".join(text for text, _ in parts)


def _members(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    rows = opened(by, "member").filter(is_active=True)
    if text:
        rows = rows.filter(_holds(text, "name", "login", "name_sort"))
    near = Case(
        When(pk=by.id, then=Value(0)),
        When(department=by.member.department_id, then=Value(1)),
        default=Value(2),
    )
    kept = list(rows.annotate(near=near).order_by("near", "name_sort", "pk")[:MOST])
    names = names_for(by, "department", {row.department_id for row in kept if row.department_id})
    return [
        Choice(r.pk, r.name, " · ".join(p for p in (names.get(r.department_id, ""), r.title) if p))
        for r in kept
    ]


def _units(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    rows = opened(by, "unit").select_related("parent")
    if account:
        rows = rows.filter(account=account)
    if text:
        rows = rows.filter(name__icontains=text)
    return [
        Choice(u.pk, u.name, u.parent.name if u.parent else "")
        for u in rows.order_by("sort", "name", "pk")[:MOST]
    ]


def _deals(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    rows = opened(by, "opportunity")
    if account:
        rows = rows.filter(account=account)
    if text:
        rows = rows.filter(_holds(text, "name", "account__name", "account__short_name"))
    kept = list(_own_first(rows, by).order_by("mine", "-updated_at", "-pk")[:MOST])
    names = names_for(by, "account", {row.account_id for row in kept})
    return [Choice(row.pk, row.name, names.get(row.account_id, "")) for row in kept]


def _products(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    rows = opened(by, "product")
    rows = rows.filter(_holds(text, "name", "code", "family", "name_sort")) if text else rows
    return [Choice(row.pk, row.name, row.code) for row in rows.order_by("name_sort", "pk")[:MOST]]


def _industries(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
    rows = opened(by, "industry")
    if text:
        rows = rows.filter(_holds(text, "name", "name_hant", "name_en", "key"))
    ids = list(rows.order_by("sort", "name", "pk").values_list("pk", flat=True)[:MOST])
    names = names_for(by, "industry", ids)
    return [Choice(pk, names[pk]) for pk in ids]


def _named(entity: str) -> Callable[[Principal, str, UUID | str | None], list[Choice]]:
    def choices(by: Principal, text: str, account: UUID | str | None) -> list[Choice]:
        rows = opened(by, entity)
        rows = rows.filter(name__icontains=text) if text else rows
        return [Choice(row.pk, row.name) for row in rows.order_by("name", "pk")[:MOST]]

    return choices


def _holds(text: str, *columns: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": text})
    return found


def _own_first(rows: QuerySet[Any], by: Principal) -> QuerySet[Any]:
    sorted_rows: QuerySet[Any] = rows.annotate(
        mine=Case(When(owner_id=by.id, then=Value(0)), default=Value(1))
    )
    return sorted_rows


_LISTS: dict[str, Callable[[Principal, str, UUID | str | None], list[Choice]]] = {
    "account": _accounts,
    "person": _people,
    "member": _members,
    "unit": _units,
    "industry": _industries,
    "opportunity": _deals,
    "product": _products,
    **{entity: _named(entity) for entity in ("department", "tag", "pool", "team", "price_list", "rival")},
}

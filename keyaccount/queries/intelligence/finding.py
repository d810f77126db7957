"""The words box of the ledger: statements, sources and ways, of what the reader sees. Nothing is kept in the index."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from keyaccount.access import Principal, opened

_WHERE = ("statement", "source_name", "how")
_MOST = 2_000


def matching(by: Principal, entity: str, text: str) -> list[Any]:
    """Ids of statements that hold every word, the newest first; at most `_MOST`."""
    return list(_holding(by, text).values_list("pk", flat=True)[:_MOST])


def in_the_open(by: Principal, text: str, most: int) -> list[tuple[UUID, UUID]]:
    """(statement, account) for the search over everything: newest first, without withdrawn ones and those only some
    may know of."""
    rows = _holding(by, text).filter(secret=False, withdrawn_at=None)
    return list(rows.values_list("pk", "account_id")[:most])


def _holding(by: Principal, text: str) -> QuerySet[Any]:
    rows = opened(by, "intelligence")
    for word in text.split():
        any_of = Q()
        for column in _WHERE:
            any_of |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(any_of)
    return rows.order_by("-learned_on", "-pk")

"""The words box of the ledger: statements, sources and ways, of what the reader sees. Nothing is kept in the index."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from keyaccount.access import Principal, opened

_WHERE = ("statement", "source_name", "how")
_MOST = 2_000


def matching(by: Principal, entity: str, text: str) -> list[Any]:
    """Ids of statements that hold every word, the newest first; at most `_MOST`."""
    rows = opened(by, entity)
    for word in text.split():
        any_of = Q()
        for column in _WHERE:
            any_of |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(any_of)
    return list(rows.order_by("-learned_on", "-pk").values_list("pk", flat=True)[:_MOST])

"""Which steps of asking for money were taken."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from keyaccount.access import everything
from keyaccount.records.contracts.models import DunningStep

_WHY = "the instalments were opened for the reader just above"


def done_keys(instalments: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """{instalment: keys of the steps done}, in one query."""
    found: dict[UUID, set[str]] = {}
    rows = everything(DunningStep, why=_WHY).filter(instalment_id__in=instalments)
    for instalment, key in rows.values_list("instalment_id", "key"):
        found.setdefault(instalment, set()).add(key)
    return {id: frozenset(keys) for id, keys in found.items()}

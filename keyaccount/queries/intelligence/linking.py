"""The records a statement can be said to support: of its deal, else of its customer, as the reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, opened, policy_of
from keyaccount.base.language import Say

_MOST = 60
_LONGEST = 60


@dataclass(frozen=True)
class Linkable:
    entity: str
    object_id: UUID
    label: Say
    name: str


def linkable(by: Principal, row: Any, kinds: Iterable[str]) -> list[Linkable]:
    """Of these kinds, newest first, at most `_MOST` of each; a query a kind."""
    found = []
    for entity in kinds:
        policy = policy_of(entity)
        if not access_to(by, entity).fields:
            continue
        wanted = {"account_id": row.account_id}
        if row.opportunity_id and entity != "fact":
            wanted = {"pk" if entity == "opportunity" else "opportunity_id": row.opportunity_id}
        elif entity in ("need", "decision_step"):
            wanted = {"opportunity__account_id": row.account_id}
        rows = opened(by, entity).filter(**wanted)
        if "superseded_at" in policy.internal:
            rows = rows.filter(superseded_at=None)
        title = next(field.path for field in policy.fields if field.name == policy.title)
        named = rows.order_by("-pk").values_list("pk", title)[:_MOST]
        found += [Linkable(entity, id, policy.label, str(name)[:_LONGEST]) for id, name in named]
    return found

"""Change fields of a record; two people who edit at once never lose what the other wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, attachable, changeable, policy_of
from keyaccount.actions.shared import changing, writing


@transaction.atomic
def edit_record(
    *,
    by: Principal,
    at: datetime,
    entity: str,
    id: UUID | str,
    raw: Mapping[str, Any],
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Any:
    """Apply `raw` to a record. `version` and `seen` are what the editor started from; see `settle_crossed`.

    Raises `Missing`, `Refused`, `Invalid` or `Conflict`; in every case nothing is changed.
    """
    policy = policy_of(entity)
    row = changeable(by, entity, id)
    values = writing.cleaned(by, policy, raw, row=row)
    if (parent := values.get(policy.parent)) and parent != getattr(row, f"{policy.parent}_id"):
        attachable(by, entity, parent)
    changing.settle_crossed(policy, row, values, version=version, seen=seen)
    return writing.update(by=by, at=at, policy=policy, row=row, values=values, options=options or {})

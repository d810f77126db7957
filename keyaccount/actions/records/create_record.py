"""Create a record of any entity that has no verb of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, access_to, attachable, policy_of
from keyaccount.actions.shared import writing
from keyaccount.base.errors import Refused


@transaction.atomic
def create_record(
    *,
    by: Principal,
    at: datetime,
    entity: str,
    raw: Mapping[str, Any],
    options: Mapping[str, Any] | None = None,
) -> Any:
    """A new row from raw input. What hangs on an account needs the right to write on that account.

    Raises `Refused`, `Missing` (account not visible) or `Invalid` with every problem.
    """
    policy = policy_of(entity)
    access = access_to(by, entity)
    if not access.may("create"):
        raise Refused()
    values = writing.cleaned(by, policy, raw)
    if parent := values.get(policy.parent):
        attachable(by, entity, parent)
    return writing.insert(
        by=by, at=at, policy=policy, row=policy.model(), values=values, options=options or {}
    )

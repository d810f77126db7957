"""Correct a statement. What was settled or judged of it stays (INT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.intelligence.checking import check
from keyaccount.actions.intelligence.keeping import POLICY, opened_for, tell
from keyaccount.actions.intelligence.record_intelligence import missing
from keyaccount.actions.shared import changing, writing
from keyaccount.actions.shared.verbs import put
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import say
from keyaccount.records.deals.models import Intelligence


@transaction.atomic
def edit_intelligence(
    *,
    by: Principal,
    at: datetime,
    id: UUID | str,
    raw: Mapping[str, Any],
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Intelligence:
    """The changed statement; the customer stays. Only who wrote it may make it secret, or open it.

    Raises `Missing`, `Refused`, `Conflict`, or `Invalid` with every problem.
    """
    row = opened_for(by, id)
    values = writing.cleaned(by, POLICY, {k: v for k, v in raw.items() if k != "account"}, row=row)
    changing.settle_crossed(POLICY, row, values, version=version, seen=seen)
    changed = changing.difference(POLICY, row, values)
    if not changed:
        return row
    if "secret" in changed and row.owner_id != by.id:
        raise Refused(say("只有记录人能改谁看得到"))
    was_secret = row.secret
    changing.put(POLICY, row, values)
    problems = [*missing(row), *check(row, day_of(at))]
    if problems:
        raise Invalid(*problems)
    put(row, by=by, at=at)
    tell("intelligence.edited", row, by=by, at=at, changed=changed, secret=was_secret)
    return row

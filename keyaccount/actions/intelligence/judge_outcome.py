"""How a statement turned out: right or wrong. The record of its source is counted from it (INT-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.intelligence.keeping import opened_for, tell
from keyaccount.actions.shared.verbs import invalid, past_day, put
from keyaccount.base.clock import day_of
from keyaccount.base.language import say
from keyaccount.records.deals.choices import OUTCOME
from keyaccount.records.deals.models import Intelligence


@transaction.atomic
def judge_outcome(
    *, by: Principal, at: datetime, id: UUID | str, outcome: str, on: Any = None
) -> Intelligence:
    """`outcome` right, wrong, or "" when it is open again. Raises `Missing`, `Refused` or `Invalid`."""
    row = opened_for(by, id)
    if outcome and outcome not in OUTCOME:
        raise invalid("outcome", say("请从列表中选择"), "choice")
    when = past_day("on", on or day_of(at), at) if outcome else None
    if (row.outcome, row.outcome_on) != (outcome, when):
        put(row, by=by, at=at, outcome=outcome, outcome_on=when)
        tell("intelligence.judged", row, by=by, at=at)
    return row

"""Say which of two statements that contradict each other holds; the other one was wrong (INT-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.actions.intelligence.keeping import both, opened_for, tell, words
from keyaccount.actions.shared.verbs import invalid, past_day, put
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.records.deals.models import IntelligencePair


@transaction.atomic
def settle_pair(
    *, by: Principal, at: datetime, id: UUID | str, holds: UUID | str, why: str, on: Any = None
) -> IntelligencePair:
    """The settled pair: `holds` came true, the other one didn't, `on` that day (default today), `why` in words.

    Where only some know of one of the two, the other one stays as it was: its readers must not be told by its outcome,
    and whoever settles may still say of it by itself how it turned out. Needs the right to change both. Raises
    `Missing`, `Refused` or `Invalid`.
    """
    seen: IntelligencePair = found(by, "intelligence_pair", id)
    rows = [opened_for(by, row.pk) for row in both(by, seen.one_id, seen.other_id)]
    pair: IntelligencePair = found(by, "intelligence_pair", id, lock=True)
    if pair.relation != "contradicts":
        raise Refused(say("互相印证的情报不用裁定"))
    if pair.resolved_on:
        raise Refused(say("这两条已经裁定过了"))
    true = next((row for row in rows if str(row.pk) == str(holds)), None)
    if true is None:
        raise invalid("holds", say("请选以哪条为准"), "choice")
    reason, when = words("why", say("裁定理由"), why), past_day("on", on or day_of(at), at)
    put(pair, by=by, at=at, holds_id=true.pk, why=reason, resolved_on=when)
    secret = any(row.secret for row in rows)
    for row in [row for row in rows if row.secret or not secret]:
        put(row, by=by, at=at, outcome="right" if row is true else "wrong", outcome_on=when)
    tell("intelligence.settled", true, by=by, at=at, secret=secret)
    return pair

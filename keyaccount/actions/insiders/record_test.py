"""One of the seed's three tests as it was observed on a day: told us unasked, stood up for us, shares our interest (INS-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.insiders.keeping import opened_by, tell, words
from keyaccount.actions.shared.verbs import invalid, past_day, put, stamps
from keyaccount.base.errors import Missing
from keyaccount.base.language import say
from keyaccount.facts.insiders import passed
from keyaccount.playbook.insider_tests import wanting
from keyaccount.records.people.choices import INSIDER_TEST
from keyaccount.records.people.models import InsiderTest

_WHY = "of an insider that was opened for who is named just above"


@transaction.atomic
def record_test(
    *, by: Principal, at: datetime, id: UUID | str, kind: str, observed_on: Any, evidence: Any
) -> InsiderTest:
    """The observation; they were heard of that day too. Raises `Missing` or `Invalid`."""
    row = opened_by(by, id)
    if kind not in INSIDER_TEST:
        raise invalid("kind", say("请选择是哪一条检验"), "choice")
    when = past_day("observed_on", observed_on, at)
    what = words("evidence", say("发生了什么"), evidence, needed=True)
    test = InsiderTest(insider=row, kind=kind, observed_on=when, evidence=what, **stamps(by, at))
    test.save(force_insert=True)
    if row.heard_on is None or when > row.heard_on:
        put(row, by=by, at=at, heard_on=when)
    tell(row, "tested", by=by.id, at=at, test=kind, on=when)
    return test


@transaction.atomic
def withdraw_test(*, by: Principal, at: datetime, id: UUID | str, test: UUID | str) -> None:
    """Take an observation back. Confirmed without all three is confirmed no more. Raises `Missing`."""
    row = opened_by(by, id)
    standing: InsiderTest | None = everything(InsiderTest, why=_WHY).filter(insider=row, pk=test).first()
    if standing is None:
        raise Missing()
    standing.delete()
    tell(row, "untested", by=by.id, at=at, test=standing.kind)
    if row.state == "confirmed" and wanting(passed([row.pk]).get(row.pk, ())):
        put(row, by=by, at=at, state="developing")
        tell(row, "state", by=by.id, at=at, state="developing")

"""Correct what the record says of why, the risk to the person, and the code name; and note that somebody looked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.insiders.begin_insider import code_for
from keyaccount.actions.insiders.keeping import log_of, opened_by, owned, tell, words
from keyaccount.actions.shared.verbs import past_day, put
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Insider, Person

_WHY = "of an insider that was opened for its owner just above"
LOOKED_EVERY = timedelta(minutes=5)


@transaction.atomic
def edit_insider(
    *, by: Principal, at: datetime, id: UUID | str, code_name: Any, why: Any, risk: Any
) -> Insider:
    """Only by the owner. Raises `Missing`, `Refused` or `Invalid`."""
    row = owned(by, id)
    person: Person | None = everything(Person, why=_WHY).filter(pk=row.person_id).first()
    account: Account | None = everything(Account, why=_WHY).filter(pk=row.account_id).first()
    new = {
        "code_name": code_for(by, code_name, person, account, own=row),
        "why": words("why", say("为什么选他"), why, needed=True),
        "risk": words("risk", say("对他的风险"), risk),
    }
    if any(getattr(row, name) != value for name, value in new.items()):
        put(row, by=by, at=at, **new)
        tell(row, "edited", by=by.id, at=at)
    return row


@transaction.atomic
def heard(*, by: Principal, at: datetime, id: UUID | str, on: Any) -> Insider:
    """They were heard of on that day: silence ends. An earlier day than the last one changes nothing."""
    row, when = opened_by(by, id), past_day("heard_on", on, at)
    if row.heard_on is None or when > row.heard_on:
        put(row, by=by, at=at, heard_on=when)
        tell(row, "heard", by=by.id, at=at, on=when)
    return row


@transaction.atomic
def note_opening(*, by: Principal, at: datetime, id: UUID | str) -> None:
    """Every look at the record is logged, the same reader's within five minutes once."""
    row = opened_by(by, id)
    if not log_of(row).filter(kind="opened", by=by.id, at__gt=at - LOOKED_EVERY).exists():
        tell(row, "opened", by=by.id, at=at)

"""Candidate, developing, confirmed, lapsed: what each asks for before it is granted (INS-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.insiders.keeping import owned, tell
from keyaccount.actions.shared.verbs import invalid, put
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.facts.insiders import passed, silent_days
from keyaccount.playbook.insider_tests import wanting
from keyaccount.records.people.choices import INSIDER_STATE, INSIDER_TEST
from keyaccount.records.people.models import Insider, InsiderStep

_WHY = "of an insider that was opened for its owner just above"


@transaction.atomic
def set_state(*, by: Principal, at: datetime, id: UUID | str, state: str) -> Insider:
    """Raises `Missing`, `Refused`, or `Invalid` that says what is wanting and how to mend it."""
    row = owned(by, id)
    if state not in INSIDER_STATE:
        raise invalid("state", say("请选择状态"), "choice")
    if state == row.state:
        return row
    if state == "developing":
        _planned(row)
    if state == "confirmed":
        _tested(row)
        _talking(row, at)
    begun = row.begun_on or (day_of(at) if state in ("developing", "confirmed") else None)
    put(row, by=by, at=at, state=state, begun_on=begun)
    tell(row, "state", by=by.id, at=at, state=state)
    return row


def _planned(row: Insider) -> None:
    if not everything(InsiderStep, why=_WHY).filter(insider=row).exists():
        raise invalid("state", say("先在发展计划里写下第一步和日期，再开始发展"), "no_plan")


def _tested(row: Insider) -> None:
    """Without the three tests the state is refused."""
    missing = wanting(passed([row.pk]).get(row.pk, ()))
    if missing:
        raise Invalid(
            *(
                Problem(
                    "untested",
                    say("还缺“{test}”：记下哪一天发生了什么，再确认", test=INSIDER_TEST[kind]),
                    field="state",
                )
                for kind in missing
            )
        )


def _talking(row: Insider, at: datetime) -> None:
    days, most = silent_days(row, day_of(at)), edition_in_force().power.silent_days
    if days is not None and days > most:
        raise invalid("state", say("已经 {days} 天没有消息：先联系上，记下消息，再确认", days=days), "silent")

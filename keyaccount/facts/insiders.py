"""What follows from an insider's record: how long silent, whether lapsed by silence, which tests were observed (INS-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from keyaccount.access import everything
from keyaccount.playbook import insider_tests
from keyaccount.playbook.insider_tests import LIVING
from keyaccount.records.people.models import Insider, InsiderTest

_WHY = "of an insider that was opened for who is named"


def silent_days(insider: Insider, today: date) -> int | None:
    """Days since they were last heard of, or else since it was begun; None of a candidate whom nobody develops yet."""
    since = insider.heard_on or insider.begun_on
    return (today - since).days if since and insider.state in LIVING else None


def state_now(insider: Insider, today: date, most: int) -> str:
    """The state, with silence of more than `most` days counted as lapsed."""
    return insider_tests.state_now(insider.state, silent_days(insider, today), most)


def passed(ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """{insider: kinds of tests that were observed}."""
    found: dict[UUID, set[str]] = {}
    rows = everything(InsiderTest, why=_WHY).filter(insider_id__in=list(ids))
    for insider, kind in rows.values_list("insider_id", "kind"):
        found.setdefault(insider, set()).add(kind)
    return {insider: frozenset(kinds) for insider, kinds in found.items()}

"""The customer with four people of the maps' stories, and 李雷 who begins to develop 孙主任 under the name 灯塔."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from keyaccount.access import Principal
from keyaccount.actions.insiders.begin_insider import begin_insider
from keyaccount.actions.insiders.plan import add_step
from keyaccount.actions.insiders.record_test import record_test
from keyaccount.actions.insiders.set_state import set_state
from keyaccount.base.errors import Invalid
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Insider, InsiderLog, Person
from tests.actions.power.maps import Map, day
from tests.cast import NOW, acting

ON = NOW.date()
TESTS = {"told": "没问就说了预算改到四季度", "stood": "评审会上替我们说了话", "shares": "上线算他的年度目标"}


class Story(Map):
    def begin(
        self,
        person: Person | None = None,
        *,
        by: Principal | None = None,
        code: str = "灯塔",
        at: datetime = NOW,
        **more: Any,
    ) -> Insider:
        given = {"account": self.account.pk, "person": (person or self.sun).pk, "why": "懂技术，说话有人听"}
        return begin_insider(by=by or self.by, at=at, code_name=code, **{**given, **more})

    def keeper(self, member: Member) -> Principal:
        """The member afresh, with whatever they were named for meanwhile."""
        return acting(member)

    def develop(self, row: Insider, at: datetime = NOW) -> Insider:
        add_step(by=acting(self.lilei), at=at, id=row.pk, title="请他讲讲现在的难处", due_on=day(7).date())
        return set_state(by=acting(self.lilei), at=at, id=row.pk, state="developing")

    def observe(self, row: Insider, *kinds: str, on: date = ON, at: datetime = NOW) -> None:
        for kind in kinds or TESTS:
            record_test(
                by=acting(self.lilei), at=at, id=row.pk, kind=kind, observed_on=on, evidence=TESTS[kind]
            )

    def confirmed(self, row: Insider | None = None) -> Insider:
        row = row or self.begin()
        self.develop(row)
        self.observe(row)
        return set_state(by=acting(self.lilei), at=NOW, id=row.pk, state="confirmed")


def kinds(row: Insider) -> list[str]:
    """What the record's own log tells, oldest first."""
    return list(InsiderLog.rows.filter(insider=row).order_by("pk").values_list("kind", flat=True))


def codes(error: Invalid) -> list[str]:
    return [problem.code for problem in error.problems]

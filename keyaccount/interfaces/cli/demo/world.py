"""What the loader knows on its way: stored ids by the company's own keys, and who may act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from keyaccount.access import Principal
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.interfaces.cli.demo_company import DemoCompany
from keyaccount.interfaces.cli.demo_company.days import moment
from keyaccount.records.org.models import Member

OPERATIONS, ADMIN, SECURITY, FINANCE = "suman", "luxiaofeng", "jiwenyuan", "qianruohua"


@dataclass(order=True)
class Event:
    """Something that happens at a moment; `order` puts what belongs together in order within one moment."""

    at: datetime
    order: int
    do: Callable[[datetime], object] = field(compare=False)


@dataclass
class World:
    """`held` is who holds each account as the history goes on ("" for a pool)."""

    company: DemoCompany
    members: dict[str, Member] = field(default_factory=dict)
    pools: dict[str, UUID] = field(default_factory=dict)
    industries: dict[str, UUID] = field(default_factory=dict)
    tags: dict[str, UUID] = field(default_factory=dict)
    accounts: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    _principals: dict[str, Principal] = field(default_factory=dict)

    def by(self, login: str) -> Principal:
        """The member as principal; read again after `changed`."""
        if login not in self._principals:
            self._principals[login] = Principal(self.members[login])
        return self._principals[login]

    def changed(self, login: str) -> None:
        """The member's rights are others now."""
        self._principals.pop(login, None)

    def act(self, login: str, account: str, verb: Callable[[Principal], Any]) -> Any:
        """Let the member do it; where the product does not allow that, whoever holds the account, else operations."""
        for who in dict.fromkeys((login, self.held.get(account, ""), OPERATIONS)):
            if who:
                try:
                    return verb(self.by(who))
                except (Refused, Missing):
                    continue
                except Invalid as bad:
                    if any(problem.code != "reference" for problem in bad.problems):
                        raise  # only what the member does not see may be left to another
        raise Refused()


def when(day: date, *key: str) -> datetime:
    """An office-hours moment of a day, always the same for one key."""
    return moment(day, Random("/".join(key)))


def later(at: datetime, **delta: int) -> datetime:
    return at + timedelta(**delta)

"""A customer with four people and a deal: what the stories of the map start from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_value import set_value
from keyaccount.actions.records.create_record import create_record
from keyaccount.queries.power.power_map import PowerMap, power_map
from keyaccount.records.deals.models import Stakeholder
from keyaccount.records.people.models import Person
from tests.actions.contracts.stage import TODAY, Stage
from tests.cast import NOW, acting


def day(n: int) -> datetime:
    """The same hour, `n` days after the story began."""
    return NOW + timedelta(days=n)


class Map(Stage):
    """江海银行: 周行长 above 孙主任 (信息中心) above 吴工; 钱处 of 计划财务部 reports to 周行长. 李雷 has the deal."""

    def __init__(self) -> None:
        super().__init__()
        self.by = acting(self.lilei)
        self.it = self.make(
            self.lilei, "unit", account=self.account.pk, name="信息中心", function="technical"
        )
        self.fin = self.make(
            self.lilei, "unit", account=self.account.pk, name="计划财务部", function="finance"
        )
        self.zhou = self.person("周行长", title="行长", rank="chief")
        self.sun = self.person("孙主任", unit=self.it.pk, title="主任", rank="head", reports_to=self.zhou.pk)
        self.wu = self.person("吴工", unit=self.it.pk, title="工程师", reports_to=self.sun.pk)
        self.qian = self.person("钱处", unit=self.fin.pk, title="处长", reports_to=self.zhou.pk)

    def person(self, name: str, **post: Any) -> Person:
        return create_person(by=self.by, at=NOW, raw={"account": self.account.pk, "name": name, **post})

    def place(self, person: Person, at: datetime = NOW) -> Stakeholder:
        return place_person(by=self.by, at=at, person=person.pk, deal=self.deal.pk)

    def say(self, card: Stakeholder, attribute: str, value: Any, at: datetime = NOW, **more: Any) -> Any:
        return set_value(by=self.by, at=at, id=card.pk, attribute=attribute, value=value, **more)

    def rival(self, name: str = "友联软件") -> Any:
        return create_record(by=self.by, at=NOW, entity="rival", raw={"name": name})

    def map(self, *, until: datetime | None = None, account: bool = False, by: Any = None) -> PowerMap:
        which = {"account": self.account.pk} if account else {"deal": self.deal.pk}
        return power_map(by or self.by, today=TODAY, until=until, **which)

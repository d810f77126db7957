"""华夏农商银行 of 李雷 (总经理 王建国; 刘敏 reports to him; 陈工 beside them), and statements as they are usually told."""

from __future__ import annotations

from typing import Any

from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.intelligence.record_intelligence import record_intelligence
from keyaccount.actions.people.create_person import create_person
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Intelligence, Opportunity
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person, Post
from tests.cast import NOW, Company, account, acting

TODAY = NOW.date()


class Told(Company):
    """The people, one deal, and `told(...)` to write down what was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.account: Account = account("华夏农商银行", self.lilei, tier="strategic")
        self.elsewhere: Account = account("北方电信", self.zhaoqiang)
        self.wang, self.liu, self.chen = (self.person(name) for name in ("王建国", "刘敏", "陈工"))
        Post.rows.filter(person=self.liu).update(reports_to=self.wang)
        raw = {"account": str(self.account.pk), "name": "联络中心改造"}
        self.deal: Opportunity = create_opportunity(by=acting(self.lilei), at=NOW, raw=raw)

    def person(self, name: str) -> Person:
        raw = {"name": name, "account": str(self.account.pk), "title": "处长"}
        return create_person(by=acting(self.lilei), at=NOW, raw=raw)

    def told(self, statement: str, by: Member | None = None, **more: Any) -> Intelligence:
        return record_intelligence(by=acting(by or self.lilei), at=NOW, raw=self.raw(statement, **more))

    def raw(self, statement: str, **more: Any) -> dict[str, Any]:
        usual = {
            "account": str(self.account.pk),
            "about": "budget",
            "statement": statement,
            "source_kind": "person",
            "how": "拜访时当面说",
            "learned_on": "2026-03-01",
            "reliability": "B",
            "credibility": "3",
        }
        if "source_person" not in more and "source_name" not in more:
            usual["source_person"] = str(self.wang.pk)
        return {**usual, **{name: str(getattr(value, "pk", value)) for name, value in more.items()}}

"""What the tests of the deal pages share: the cast with deals, and the way to make one stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.actions.deals.answer_question import answer_question
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.base import clock
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Member
from tests.cast import acting
from tests.interfaces.web.page_world import World


class Deals(World):
    """李雷 works 智能客服二期 at 蓝海银行, 王芳 热线升级 at 青禾电器, 赵强 航班通知 at 北辰航空."""

    def __init__(self) -> None:
        super().__init__()
        self.deal = self.begun(
            self.lilei, self.bank_account, "智能客服二期", amount="1200000", sign_on="2026-12-20"
        )
        self.hotline = self.begun(self.wangfang, self.appliances, "热线升级", amount="300000")
        self.flights = self.begun(self.zhaoqiang, self.airline, "航班通知")

    @staticmethod
    def begun(owner: Member, account: Account, name: str, **raw: Any) -> Opportunity:
        return create_opportunity(
            by=acting(owner), at=clock.now(), raw={"account": str(account.pk), "name": name, **raw}
        )

    def told(self, question: str, answer: str, evidence: str = "王总在例会上说的") -> None:
        answer_question(
            by=acting(self.lilei),
            at=clock.now(),
            id=self.deal.pk,
            question=question,
            answer=answer,
            evidence=evidence,
        )

    def place(self, rest: str = "", id: UUID | None = None) -> str:
        return f"/deals/{id or self.deal.pk}/{rest}"

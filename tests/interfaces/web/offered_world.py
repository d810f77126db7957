"""What the tests of offering and contract pages share."""

from __future__ import annotations

from typing import Any

from keyaccount.base import clock
from keyaccount.records.contracts.models import Contract, Quote
from tests.interfaces.web.test_contracts_pages import Offered


class Sold(Offered):
    """李雷's quote of 100 × 950, accepted by 蓝海银行."""

    def __init__(self) -> None:
        super().__init__()
        self.today = clock.day_of(clock.now()).isoformat()
        self.quoted = self.quote("950")
        self.post(
            self.sales, f"/contracts/parts/quote/{self.quoted.pk}", currency="CNY", terms="含税。首年维保。"
        )
        for verb in ("submit", "send", "accept"):
            self.post(self.sales, f"/deals/do/{verb}/{self.quoted.pk}")
        self.quoted = Quote.rows.get()

    def drawn_up(self, **raw: Any) -> Contract:
        self.post(self.sales, f"/deals/do/to_contract/{self.quoted.pk}", title="智能客服采购合同", **raw)
        return Contract.rows.get()

    def planned(self, one: Contract, *parts: tuple[str, ...], status: int = 302) -> str:
        body = {
            f"{name}-{place}": value
            for place, part in enumerate(parts)
            for name, value in zip(("label", "amount", "trigger", "due_on", "days_after"), part, strict=False)
        }
        answer = self.sales.post(f"/contracts/{one.pk}/plan", body)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

"""A deal with prices, a contract on its way, ready for money: what the stories of this folder start from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from keyaccount.actions.contracts.create_contract import create_contract
from keyaccount.actions.contracts.create_quote import create_quote
from keyaccount.actions.contracts.plan_instalments import plan_instalments
from keyaccount.actions.contracts.send_to_route import send_to_route
from keyaccount.actions.contracts.sign_contract import sign_contract
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.records.create_record import create_record
from keyaccount.records.contracts.models import Contract, Instalment, Quote
from tests.cast import NOW, Company, account, acting

TODAY = date(2026, 3, 3)


class Stage(Company):
    """李雷 has the deal 江海银行 · 行政系统; 云英 keeps prices (标准版 100 a seat, sales 10 %, manager 25 %)."""

    def __init__(self) -> None:
        super().__init__()
        self.account = account("江海银行", self.lilei)
        self.deal = create_opportunity(
            by=acting(self.lilei),
            at=NOW,
            raw={"account": self.account.pk, "name": "行政系统", "amount": "100000"},
        )
        self.product = self.make(self.ops, "product", name="标准版", list_price="120")
        raw = {"name": "2026 价目表", "is_default": True, "sales_limit": "10", "manager_limit": "25"}
        self.prices = self.make(self.ops, "price_list", **raw)
        self.make(self.ops, "price_entry", price_list=self.prices.pk, product=self.product.pk, price="100")
        self.make(
            self.ops,
            "price_entry",
            price_list=self.prices.pk,
            product=self.product.pk,
            from_quantity=1000,
            price="80",
        )

    def make(self, who: Any, entity: str, **raw: Any) -> Any:
        return create_record(by=acting(who), at=NOW, entity=entity, raw=raw)

    def quote(self, price: str | None = None, quantity: int = 100, **raw: Any) -> Quote:
        line = {"product": self.product.pk, "quantity": quantity, "unit_price": price}
        return create_quote(
            by=acting(self.lilei), at=NOW, raw={"opportunity": self.deal.pk, **raw}, lines=[line]
        )

    def contract(self, amount: str = "1000", parts: tuple[str, ...] = ("300", "600", "100")) -> Contract:
        raw = {"account": self.account.pk, "opportunity": self.deal.pk, "title": "采购合同", "amount": amount}
        made = create_contract(by=acting(self.lilei), at=NOW, raw=raw)
        self.plan(made, *parts)
        return made

    def plan(self, contract: Contract, *parts: str) -> list[Instalment]:
        rows = [
            {"label": f"第 {n} 期", "amount": part, "trigger": "date", "due_on": "2026-03-31"}
            for n, part in enumerate(parts, 1)
        ]
        return plan_instalments(by=acting(self.lilei), at=NOW, id=contract.pk, parts=rows)

    def signed(self, amount: str = "1000", parts: tuple[str, ...] = ("300", "600", "100")) -> Contract:
        made = self.contract(amount, parts)
        send_to_route(by=acting(self.lilei), at=NOW, id=made.pk)
        return sign_contract(by=acting(self.lilei), at=NOW, id=made.pk, on=TODAY)


def plan_of(contract: Contract) -> list[Instalment]:
    return list(Instalment.rows.filter(contract=contract).order_by("sort"))


def money(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))

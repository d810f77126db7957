"""What is added and changed in a panel: fields, titles, and what an empty form begins with, by entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, opened
from keyaccount.actions.contracts.create_contract import create_contract
from keyaccount.actions.contracts.record_receipt import record_receipt
from keyaccount.base import clock
from keyaccount.base.errors import Missing
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.show_record import show_record


def _today() -> str:
    return clock.day_of(clock.now()).isoformat()


def _in_a_month() -> str:
    return (clock.day_of(clock.now()) + timedelta(days=30)).isoformat()


@dataclass(frozen=True)
class Part:
    """`parent`: the field of the record it hangs on, "" for records of their own; `then`: route of the page a new one
    has, `make`: the
    action that makes it, where there is more to it than storing."""

    parent: str
    fields: tuple[str, ...]
    add: Say
    change: Say
    defaults: Mapping[str, Any] = field(default_factory=dict)
    then: Callable[[Any], str] | None = None
    make: Callable[..., Any] | None = None

    def begun(self) -> dict[str, Any]:
        """Values of an empty form; dates asked for are today's."""
        return {name: value() if callable(value) else value for name, value in self.defaults.items()}


PARTS: dict[str, Part] = {
    "contract": Part(
        "account",
        tuple("opportunity number title amount currency starts_on ends_on their_party our_party terms note".split()),
        say("新建合同"),
        say("修改合同"),
        {"currency": "CNY"},
        lambda row: route("contracts:show", row.pk),
        create_contract,
    ),
    "contract_line": Part(
        "contract", ("product", "title", "quantity", "unit_price"), say("添加明细"), say("修改明细"), {"quantity": 1}
    ),
    "route_step": Part(
        "contract",
        tuple("route name unit person member usual_days needs sort".split()),
        say("添加步骤"),
        say("修改步骤"),
        {"route": "sign", "usual_days": 3},
    ),
    "contract_risk": Part("contract", ("text", "owner", "due_on", "state"), say("添加变数"), say("修改变数"), {"state": "open"}),
    "instalment": Part(
        "contract",
        tuple("label amount trigger due_on days_after note".split()),
        say("添加期次"),
        say("修改期次"),
        {"trigger": "date"},
    ),
    "invoice": Part(
        "contract",
        tuple("instalment kind title amount tax_rate applied_on due_on note".split()),
        say("申请开票"),
        say("修改发票"),
        {"kind": "special", "tax_rate": 6, "applied_on": _today},
    ),
    "receipt": Part(
        "account",
        tuple("kind amount currency received_on payer bank_reference note".split()),
        say("登记到账"),
        say("修改到账"),
        {"kind": "receipt", "currency": "CNY", "received_on": _today},
        lambda row: route("receipts:show", row.pk),
        record_receipt,
    ),
    "proposal": Part("opportunity", ("title", "author", "summary"), say("新建方案"), say("修改方案")),
    "proposal_review": Part("proposal", ("opinion", "text"), say("添加评审"), say("写下评审意见")),
    "proposal_feedback": Part(
        "proposal", ("person", "text", "said_on"), say("记下客户反馈"), say("修改反馈"), {"said_on": _today}
    ),
    "quote": Part(
        "opportunity",
        tuple("price_list currency valid_until special_reason terms note".split()),
        say("新建报价"),
        say("修改报价"),
        {"currency": "CNY", "valid_until": _in_a_month},
        lambda row: route("offering:quote", row.opportunity_id, row.pk),
    ),
    "quote_line": Part(
        "quote", ("product", "quantity", "unit_price", "note"), say("添加产品"), say("修改产品"), {"quantity": 1}
    ),
    "negotiation_point": Part(
        "opportunity",
        tuple("topic our_wish their_wish given got margin_change beyond_limit state".split()),
        say("添加要点"),
        say("修改要点"),
        {"state": "open"},
    ),
    "negotiation_limit": Part("point", ("text",), say("写下底线"), say("修改底线")),
    "product": Part(
        "",
        tuple("name code family unit list_price currency tax_rate note".split()),
        say("新建产品"),
        say("修改产品"),
        {"currency": "CNY", "tax_rate": 6},
    ),
    "price_list": Part(
        "",
        tuple("name currency valid_from valid_until sales_limit manager_limit is_default".split()),
        say("新建价目表"),
        say("修改价目表"),
        {"currency": "CNY", "sales_limit": 10, "manager_limit": 25},
        lambda row: route("products:price_list", row.pk),
    ),
    "price_entry": Part(
        "price_list", ("product", "from_quantity", "price"), say("添加价格"), say("修改价格"), {"from_quantity": 1}
    ),
    "rival": Part("", ("name", "note"), say("添加友商"), say("修改友商")),
    "paper": Part("", ("name", "is_default"), say("上传模板"), say("修改模板")),
    "letterhead": Part(
        "",
        tuple("name address phone tax_number bank bank_account".split()),
        say("填写我方资料"),
        say("修改我方资料"),
    ),
}  # fmt: skip
_UP = ("opportunity", "contract", "proposal", "quote", "point")


def account_of(by: Principal, entity: str, id: UUID | str) -> Any:
    """The customer a record belongs to, found upwards; None for what belongs to nobody, or to one the reader doesn't see."""
    if entity == "account":
        return id
    try:
        shown = show_record(by, entity, id)
    except Missing:
        return None
    if "account" in shown.values:
        return shown.values["account"]
    up = next((name for name in _UP if shown.values.get(name)), "")
    return account_of(by, shown.fields[up].ref, shown.values[up]) if up else None


def of_contract(by: Principal, controls: list[dict[str, Any]], contract: Any) -> None:
    """The instalment an invoice is for is chosen from the contract's own, with what each is about."""
    for one in controls:
        if one["name"] == "instalment" and contract:
            plan = opened(by, "instalment").filter(contract=contract).order_by("sort", "pk")
            one["kind"] = "select"
            one["options"] = [(str(part.pk), f"{part.label} {part.amount:,.2f}") for part in plan]
            one["attrs"] = {}

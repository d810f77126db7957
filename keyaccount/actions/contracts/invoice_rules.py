"""Invoices (PAY-1): applied for, issued, delivered, or reversed; together never more than the contract."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.contracts.moving import deal_changed, not_now
from keyaccount.actions.contracts.planning import lock_contract
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import total_of
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, Instalment, Invoice

_WHY = "the contract was opened for change; its invoices are added up whole"
_DAYS = {"issued_on": ("issued", "delivered", "reversed"), "delivered_on": ("delivered", "reversed")}
COUNTED = ("issued", "delivered")


def prepare(change: Change) -> list[Problem]:
    """A new one is as far as its days say; once issued its amount stands."""
    row: Invoice = change.row
    contract = lock_contract(change.after("contract"))
    if contract is None:
        return []
    if change.created:
        if not change.values.get("applied_on"):
            change.values["applied_on"] = change.values.get("issued_on") or day_of(change.at)
        row.state = _state(change.values)
    problems = [*_fixed(change, contract), *_amount(change, contract)]
    part = change.after("instalment")
    if part and not everything(Instalment, why=_WHY).filter(pk=part, contract=contract).exists():
        problems.append(Problem("other_contract", say("所选期次不属于这份合同"), field="instalment"))
    for name in ("issued_on", "delivered_on"):
        if change.values.get(name) and row.state not in _DAYS[name]:
            problems.append(Problem("state", not_now(row.state, choices.INVOICE_STATE), field=name))
    return problems


def _state(values: dict[str, Any]) -> str:
    if values.get("delivered_on") and values.get("issued_on"):
        return "delivered"
    return "issued" if values.get("issued_on") else "applied"


def _fixed(change: Change, contract: Contract) -> list[Problem]:
    row: Invoice = change.row
    if change.created:
        if contract.state in ("draft", "void"):
            return [Problem("state", not_now(contract.state, choices.CONTRACT_STATE), field="contract")]
        return []
    if contract.pk != row.contract_id:
        return [Problem("fixed", say("不能换到别的合同"), field="contract")]
    if row.state != "applied" and change.after("amount") != row.amount:
        return [Problem("fixed", say("发票已开具，金额不能改，请红冲后重开"), field="amount")]
    return []


def _amount(change: Change, contract: Contract) -> list[Problem]:
    amount = change.after("amount")
    if amount is None:
        return []
    if amount <= 0:
        return [Problem("range", say("金额要大于 0"), field="amount")]
    others = everything(Invoice, why=_WHY).filter(contract=contract).exclude(state="reversed")
    room = contract.amount - total_of(list(others.exclude(pk=change.row.pk).values_list("amount", flat=True)))
    if "amount" in change.values and change.row.state != "reversed" and amount > room:
        return [Problem("sum", say("超过合同金额，还可以开 {room}", room=room), field="amount")]
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    keep_invoiced(change.row.contract_id, change.at)


def keep_invoiced(contract: UUID, at: datetime) -> None:
    """The contract's invoiced sum follows from its issued and delivered invoices."""
    kept = lock_contract(contract)
    if kept is None:
        return
    amounts = everything(Invoice, why=_WHY).filter(contract=kept, state__in=COUNTED)
    invoiced = total_of(list(amounts.values_list("amount", flat=True)))
    if invoiced != kept.invoiced:
        everything(Contract, why=_WHY).filter(pk=kept.pk).update(invoiced=invoiced)
    deal_changed(kept.opportunity_id, at)


def order_problem(on: date, earlier: date | None) -> list[Problem]:
    """A later step is not dated before an earlier one."""
    if earlier and on < earlier:
        return [Problem("order", say("日期不能早于 {day}", day=earlier), field="on")]
    return []


rules.add(
    "invoice",
    Rules(prepare=prepare, settle=settle, label=lambda invoice: invoice.number or str(invoice.amount)),
)

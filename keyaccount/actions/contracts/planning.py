"""Instalments (PAY-1): what is due on which trigger; together they are the contract's amount."""

from __future__ import annotations

from typing import Any

from keyaccount.access import everything
from keyaccount.actions.contracts.moving import deal_changed, not_now
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import total_of
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, Instalment

_WHY = "the contract was opened for change; its instalments are added up whole"
_REPLAN = say("合同已经不是草稿，请整份重排回款计划")


def plan_must_match(contract: Contract) -> None:
    """Raise `Invalid` unless the instalments add up to the contract's amount, to the cent."""
    amounts = everything(Instalment, why=_WHY).filter(contract=contract).values_list("amount", flat=True)
    planned = total_of(list(amounts))
    if planned != contract.amount:
        message = say(
            "回款计划合计 {planned}，合同金额 {amount}，两者要相等", planned=planned, amount=contract.amount
        )
        raise Invalid(Problem("sum", message, field="amount"))


def lock_contract(id: Any) -> Contract | None:
    """The contract, held until the transaction ends, so that sums of what hangs on it stay true."""
    found: Contract | None = everything(Contract, why=_WHY).select_for_update().filter(pk=id).first()
    return found


def prepare(change: Change) -> list[Problem]:
    """One by one only in a draft; later the whole plan is made anew, so that its sum never differs in between."""
    row: Instalment = change.row
    contract = lock_contract(change.after("contract"))
    if contract is None:
        return []
    problems = _state(change, contract)
    amount = change.after("amount")
    if amount is not None and amount <= 0:
        problems.append(Problem("range", say("金额要大于 0"), field="amount"))
    elif amount is not None and amount < row.paid:
        problems.append(
            Problem("paid", say("这一期已经收了 {paid}，不能改得更少", paid=row.paid), field="amount")
        )
    if change.values.get("days_after", 0) is None:
        change.values["days_after"] = 0
    if change.created and change.values.get("sort") is None:
        change.values["sort"] = everything(Instalment, why=_WHY).filter(contract=contract).count()
    return [*problems, *_due(change)]


def _state(change: Change, contract: Contract) -> list[Problem]:
    if contract.state == "void":
        return [Problem("state", not_now(contract.state, choices.CONTRACT_STATE), field="contract")]
    if not change.created and contract.pk != change.row.contract_id:
        return [Problem("fixed", say("不能换到别的合同"), field="contract")]
    if contract.state == "draft" or change.options.get("planning"):
        return []
    if change.created:
        return [Problem("state", _REPLAN, field="contract")]
    fixed = [
        n
        for n in ("amount", "trigger")
        if change.values.get(n, getattr(change.row, n)) != getattr(change.row, n)
    ]
    return [Problem("fixed", _REPLAN, field=name) for name in fixed]


def _due(change: Change) -> list[Problem]:
    """By date: with a day. By delivery, acceptance or retention the day follows from the trigger."""
    due = change.after("due_on")
    if change.after("trigger") == "date":
        return [] if due else [Problem("required", say("请填写应收日"), field="due_on")]
    if change.values.get("due_on") and change.row.triggered_on is None:
        return [Problem("trigger", say("这一期在付款条件满足后才有应收日"), field="due_on")]
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    deal_changed(change.row.contract.opportunity_id, change.at, change.by)


def gone(row: Instalment) -> None:
    contract = lock_contract(row.contract_id)
    if contract is not None and contract.state != "draft":
        raise Invalid(Problem("state", _REPLAN, field="contract"))
    deal_changed(row.contract.opportunity_id, clock.now())


rules.add("instalment", Rules(prepare=prepare, settle=settle, gone=gone))

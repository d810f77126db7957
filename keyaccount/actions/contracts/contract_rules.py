"""Contracts, their lines, routes and risks (CON-1): number by rule, held by whoever holds the customer, fixed once signed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from keyaccount.access import everything
from keyaccount.actions.contracts.moving import deal_changed, not_now
from keyaccount.actions.contracts.numbering import next_number
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, ContractLine, RouteStep
from keyaccount.records.deals.models import Opportunity

_WHY = "the contract was opened for change; what it hangs on decides about it"
_FIXED = ("amount", "currency", "rate", "account", "opportunity", "number")
MOST = Decimal(10) ** 16


def prepare(change: Change) -> list[Problem]:
    """Who works and who holds it, its number, and that money and parties stay once it is on its way."""
    problems = _amounts(change)
    if change.created:
        problems += _begin(change)
    else:
        problems += _fixed(change)
    number = change.values.get("number")
    if number and everything(Contract, why=_WHY).filter(number=number).exclude(pk=change.row.pk).exists():
        problems.append(Problem("taken", say("合同编号 {number} 已经有了", number=number), field="number"))
    first, last = change.after("starts_on"), change.after("ends_on")
    if first and last and last < first:
        problems.append(Problem("order", say("到期日不能早于起始日"), field="ends_on"))
    if not problems and not change.after("number"):
        change.values["number"] = next_number("KA", change.at)
    return problems


def _begin(change: Change) -> list[Problem]:
    """A new one takes over owner and holder from its deal and its customer."""
    row: Contract = change.row
    account = everything(Account, why=_WHY).filter(pk=change.values.get("account")).first()
    if account is None:
        return []
    row.holder_id, row.holder_department_id = account.owner_id, account.department_id
    row.owner, row.department = change.by.member, change.by.member.department
    if not change.values.get("their_party"):
        change.values["their_party"] = account.name
    deal = everything(Opportunity, why=_WHY).filter(pk=change.values.get("opportunity")).first()
    if deal is None:
        return []
    if deal.account_id != account.pk:
        return [Problem("other_account", say("所选商机不属于这个客户"), field="opportunity")]
    if deal.owner_id:
        row.owner, row.department = deal.owner, deal.department
    if not change.values.get("currency"):
        change.values["currency"] = deal.currency
    return []


def _fixed(change: Change) -> list[Problem]:
    row: Contract = change.row
    if row.state == "draft":
        moved = [name for name in ("account", "opportunity") if _differs(change, name)]
        return [Problem("fixed", say("合同不能换客户或商机"), field=name) for name in moved]
    changed = [name for name in _FIXED if _differs(change, name)]
    message = say("合同已经不是草稿，要改先建新版本")
    return [Problem("fixed", message, field=name) for name in changed]


def _differs(change: Change, name: str) -> bool:
    found = change.policy.by_name[name]
    return name in change.values and change.values[name] != getattr(change.row, found.path)


def _amounts(change: Change) -> list[Problem]:
    problems = []
    amount, rate = change.values.get("amount"), change.values.get("rate")
    if amount is not None and amount <= 0:
        problems.append(Problem("range", say("金额要大于 0"), field="amount"))
    if "rate" in change.values and (rate is None or rate <= 0):
        problems.append(Problem("range", say("汇率要大于 0"), field="rate"))
    if "currency" in change.values:
        change.values["currency"] = (change.values["currency"] or "").upper() or "CNY"
    return problems


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    deal_changed(change.row.opportunity_id, change.at, change.by)


def prepare_line(change: Change) -> list[Problem]:
    """Quantity times price, while the contract is a draft."""
    problems = _draft(change)
    quantity, price = change.after("quantity"), change.after("unit_price")
    if quantity is None or price is None:
        return problems
    if quantity < 1 or price < 0 or quantity * price >= MOST:
        problems.append(Problem("range", say("请检查数量和单价"), field="unit_price"))
    else:
        change.values["amount"] = quantity * price
    return problems


def _draft(change: Change) -> list[Problem]:
    contract = contract_of(change)
    if contract is None:
        return []
    problems = []
    if contract.state != "draft":
        problems.append(Problem("state", not_now(contract.state, choices.CONTRACT_STATE), field="contract"))
    if not change.created and contract.pk != change.row.contract_id:
        problems.append(Problem("fixed", say("不能换到别的合同"), field="contract"))
    return problems


def line_gone(row: ContractLine) -> None:
    if row.contract.state != "draft":
        message = not_now(row.contract.state, choices.CONTRACT_STATE)
        raise Invalid(Problem("state", message, field="contract"))


def contract_of(change: Change) -> Contract | None:
    """The contract of a row that is about to be written."""
    wanted = change.after("contract")
    found: Contract | None = everything(Contract, why=_WHY).filter(pk=wanted).first()
    return found


def prepare_step(change: Change) -> list[Problem]:
    """A step comes last unless told otherwise; who handles it is of the customer."""
    row: RouteStep = change.row
    contract = contract_of(change)
    if contract is None:
        return []
    if contract.state == "void":
        return [Problem("state", not_now(contract.state, choices.CONTRACT_STATE), field="contract")]
    if not change.created and contract.pk != row.contract_id:
        return [Problem("fixed", say("不能换到别的合同"), field="contract")]
    if change.created and change.values.get("sort") is None:
        steps = everything(RouteStep, why=_WHY).filter(contract=contract, route=change.after("route"))
        change.values["sort"] = steps.count()
    if "usual_days" in change.values and change.values["usual_days"] is None:
        change.values["usual_days"] = 3
    return []


def settle_below(change: Change, changed: dict[str, list[Any]]) -> None:
    deal_changed(change.row.contract.opportunity_id, change.at, change.by)


def gone_below(row: Any) -> None:
    deal_changed(row.contract.opportunity_id, clock.now())


def prepare_risk(change: Change) -> list[Problem]:
    """Somebody watches each risk: the writer, if nobody else is named."""
    if not change.after("owner"):
        change.values["owner"] = change.by.id
    if not change.after("state"):
        change.values["state"] = "open"
    return []


rules.add("contract", Rules(prepare=prepare, settle=settle, label=lambda c: f"{c.number} {c.title}"))
rules.add("contract_line", Rules(prepare=prepare_line, gone=line_gone))
rules.add(
    "route_step",
    Rules(prepare=prepare_step, settle=settle_below, gone=gone_below, label=lambda step: step.name),
)
rules.add("contract_risk", Rules(prepare=prepare_risk))

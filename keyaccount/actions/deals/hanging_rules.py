"""What products, needs and team of a deal add to the shared mechanics; each of them is a fact the deal is judged by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import clock
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Opportunity, OpportunityLine, OpportunityMember
from keyaccount.records.people.models import CustomerUnit, Person

_WHY = "the deal was opened for change; what hangs on it is counted whole"
MOST = Decimal(10) ** 16


def prepare_line(change: Change) -> list[Problem]:
    """Quantity times price; an exact product that must fit."""
    quantity, price = change.after("quantity"), change.after("unit_price")
    row: OpportunityLine = change.row
    if price is not None and price < 0:
        return [Problem("range", say("金额不能是负数"), field="unit_price")]
    row.amount = None if price is None or quantity is None else price * quantity
    if row.amount is not None and row.amount >= MOST:
        return [Problem("range", say("金额太大"), field="unit_price")]
    return []


def settle_line(change: Change, changed: dict[str, list[Any]]) -> None:
    _sum_up(change.row.opportunity_id)
    refresh_opportunities([change.row.opportunity_id], change.at)


def line_gone(row: OpportunityLine) -> None:
    _sum_up(row.opportunity_id)
    _gone(row)


def _sum_up(deal: UUID) -> None:
    """Once every product has a price, the deal's amount is their sum; typed by hand it stands until products change."""
    amounts = list(
        everything(OpportunityLine, why=_WHY).filter(opportunity_id=deal).values_list("amount", flat=True)
    )
    if amounts and None not in amounts:
        total = sum(amounts, Decimal(0))
        rows = everything(Opportunity, why=_WHY).filter(pk=deal)
        rows.update(amount=total)


def prepare_need(change: Change) -> list[Problem]:
    """Who asks is of the customer; a scope that was checked says by whom and when, the editor and today if not said."""
    account = _account(change.after("opportunity"))
    problems = []
    person, unit = change.values.get("person"), change.values.get("unit")
    theirs = Q(account_id=account) | Q(posts__account_id=account)
    if person and not everything(Person, why=_WHY).filter(theirs, pk=person).exists():
        problems.append(Problem("other_account", say("所选联系人不属于这个客户"), field="person"))
    if unit and not everything(CustomerUnit, why=_WHY).filter(pk=unit, account_id=account).exists():
        problems.append(Problem("other_account", say("所选部门不属于这个客户"), field="unit"))
    if change.after("scope") not in ("", None, "unchecked"):
        if not change.after("checked_by"):
            change.values["checked_by"] = change.by.id
        if not change.after("checked_on"):
            change.values["checked_on"] = day_of(change.at)
    return problems


def _account(deal: Any) -> Any:
    return everything(Opportunity, why=_WHY).filter(pk=deal).values_list("account_id", flat=True).first()


def prepare_member(change: Change) -> list[Problem]:
    """A colleague is in a deal once."""
    rows = everything(OpportunityMember, why=_WHY).exclude(pk=change.row.pk)
    if rows.filter(opportunity_id=change.after("opportunity"), member_id=change.after("member")).exists():
        return [Problem("taken", say("这位同事已经在项目里"), field="member")]
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    refresh_opportunities([change.row.opportunity_id], change.at)


def _gone(row: Any) -> None:
    refresh_opportunities([row.opportunity_id], clock.now())


def _line_label(row: OpportunityLine) -> str:
    return f"{row.product.name} × {row.quantity}"


def _member_label(row: OpportunityMember) -> str:
    return row.member.name


rules.add(
    "opportunity_line", Rules(prepare=prepare_line, settle=settle_line, gone=line_gone, label=_line_label)
)
rules.add("need", Rules(prepare=prepare_need, settle=settle, gone=_gone))
rules.add("opportunity_member", Rules(prepare=prepare_member, settle=settle, gone=_gone, label=_member_label))

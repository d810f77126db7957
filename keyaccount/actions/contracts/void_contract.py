"""A contract comes to nothing (CON-1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract, Invoice

_WHY = "the contract was opened for change just above"


@transaction.atomic
def void_contract(*, by: Principal, at: datetime, id: UUID | str, reason: str) -> Contract:
    """Only without money: receipts are taken back and invoices reversed before. Its number is not given again.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    row: Contract = changeable(by, "contract", id, verb="void")
    must_be(row, ("draft", "route", "signed"), choices.CONTRACT_STATE)
    problems = []
    if not reason.strip():
        problems.append(Problem("required", say("请写明作废的原因"), field="reason"))
    if row.received:
        problems.append(Problem("money", say("合同已有到账，请先撤销核销"), field="received"))
    if everything(Invoice, why=_WHY).filter(contract=row, state__in=("issued", "delivered")).exists():
        problems.append(Problem("money", say("合同已有发票，请先红冲"), field="invoiced"))
    if problems:
        raise Invalid(*problems)
    move(row, "contract.voided", by=by, at=at, state="void", data={"reason": reason.strip()})
    deal_changed(row.opportunity_id, at, by)
    return row

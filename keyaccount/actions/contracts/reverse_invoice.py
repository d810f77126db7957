"""Reverse an invoice (红冲): it counts no more, and its amount can be invoiced anew (PAY-1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.invoice_rules import keep_invoiced, order_problem
from keyaccount.actions.contracts.moving import move, must_be, not_future
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Invoice


@transaction.atomic
def reverse_invoice(*, by: Principal, at: datetime, id: UUID | str, on: date, reason: str) -> Invoice:
    """Raises `Missing`, `Refused` or `Invalid`."""
    row: Invoice = changeable(by, "invoice", id, verb="issue")
    must_be(row, ("applied", "issued", "delivered"), choices.INVOICE_STATE)
    not_future(on, at, "on")
    problems = order_problem(on, row.issued_on)
    if not reason.strip():
        problems.append(Problem("required", say("请写明红冲的原因"), field="reason"))
    if problems:
        raise Invalid(*problems)
    data = {"on": on, "reason": reason.strip()}
    move(row, "invoice.reversed", by=by, at=at, state="reversed", reversed_on=on, data=data)
    keep_invoiced(row.contract_id, at)
    return row

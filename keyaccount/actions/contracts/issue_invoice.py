"""Finance issued the invoice that was applied for (PAY-1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.invoice_rules import keep_invoiced
from keyaccount.actions.contracts.moving import move, must_be, not_future
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Invoice


@transaction.atomic
def issue_invoice(
    *, by: Principal, at: datetime, id: UUID | str, number: str, on: date, due_on: date | None = None
) -> Invoice:
    """With its number and day; from here on it counts as invoiced. Raises `Missing`, `Refused` or `Invalid`."""
    row: Invoice = changeable(by, "invoice", id, verb="issue")
    must_be(row, ("applied",), choices.INVOICE_STATE)
    not_future(on, at, "on")
    word = number.strip()
    if not 0 < len(word) <= 60:
        raise Invalid(Problem("required", say("请填写发票号码"), field="number"))
    due = due_on or row.due_on or (row.instalment.due_on if row.instalment else None)
    move(
        row,
        "invoice.issued",
        by=by,
        at=at,
        state="issued",
        number=word,
        issued_on=on,
        due_on=due,
        data={"on": on},
    )
    keep_invoiced(row.contract_id, at)
    return row

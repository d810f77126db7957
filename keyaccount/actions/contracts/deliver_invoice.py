"""The invoice reached the customer (PAY-1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, found
from keyaccount.actions.contracts.invoice_rules import keep_invoiced, order_problem
from keyaccount.actions.contracts.moving import move, must_be, not_future
from keyaccount.base.errors import Invalid, Refused
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Invoice


@transaction.atomic
def deliver_invoice(*, by: Principal, at: datetime, id: UUID | str, on: date) -> Invoice:
    """Who applies for invoices also hands them over. Raises `Missing`, `Refused` or `Invalid`."""
    row: Invoice = found(by, "invoice", id, lock=True)
    access = access_to(by, "invoice")
    if not (access.allows(row, "create") or access.allows(row, "issue")):
        raise Refused()
    must_be(row, ("issued",), choices.INVOICE_STATE)
    not_future(on, at, "on")
    if problems := order_problem(on, row.issued_on):
        raise Invalid(*problems)
    move(row, "invoice.delivered", by=by, at=at, state="delivered", delivered_on=on, data={"on": on})
    keep_invoiced(row.contract_id, at)
    return row

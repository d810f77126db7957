"""A receipt was booked wrongly, or the bank took it back: it counts no more, and stays to be read (PAY-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.ledger import keep_sums, live_lines, lock_instalments, take_back
from keyaccount.actions.contracts.moving import move
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts.models import Receipt


@transaction.atomic
def reverse_receipt(*, by: Principal, at: datetime, id: UUID | str, reason: str) -> Receipt:
    """All its matchings are taken back with it. Raises `Missing`, `Refused` or `Invalid`."""
    row: Receipt = changeable(by, "receipt", id, verb="reverse")
    if not reason.strip():
        raise Invalid(Problem("required", say("请写明冲回的原因"), field="reason"))
    if row.reversed_at:
        raise Invalid(Problem("state", say("这笔到账已经冲回"), field="receipt"))
    lines = live_lines(row)
    held = lock_instalments({line.instalment_id for line in lines})
    take_back(lines, reason.strip(), by=by, at=at)
    keep_sums(row, held.values(), at, by=by)
    move(row, "receipt.reversed", by=by, at=at, reversed_at=at, data={"reason": reason.strip()})
    return row

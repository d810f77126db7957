"""Take one matching back: its opposite is added to the ledger (PAY-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, opened
from keyaccount.actions.contracts.ledger import keep_sums, live_lines, lock_instalments, take_back
from keyaccount.actions.contracts.moving import move
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts.models import Receipt


@transaction.atomic
def unmatch(
    *, by: Principal, at: datetime, allocation: int, reason: str, receipt: UUID | None = None
) -> Receipt:
    """With `receipt`, only a line of that one.

    Raises `Missing`, `Refused` or `Invalid` (no reason; taken back already; a refund stands against it).
    """
    wanted = opened(by, "allocation").filter(pk=allocation).values_list("receipt_id", flat=True).first()
    if wanted is None or (receipt is not None and wanted != receipt):
        raise Missing()
    row: Receipt = changeable(by, "receipt", wanted, verb="match")
    if not reason.strip():
        raise Invalid(Problem("required", say("请写明撤销的原因"), field="reason"))
    lines = [line for line in live_lines(row) if line.pk == allocation]
    if not lines:
        raise Invalid(Problem("state", say("这笔核销已经撤销"), field="allocation"))
    held = lock_instalments({line.instalment_id for line in lines})
    take_back(lines, reason.strip(), by=by, at=at)
    keep_sums(row, held.values(), at, by=by)
    move(row, "receipt.unmatched", by=by, at=at, data={"allocation": allocation, "reason": reason.strip()})
    return row

"""Match money that came (or went back) to instalments, many to many (PAY-1, PAY-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything, opened
from keyaccount.actions.contracts.ledger import (
    free_money,
    keep_sums,
    lock_instalments,
    refunds_open,
)
from keyaccount.actions.contracts.moving import move, not_now
from keyaccount.actions.shared.cleaning import NotTaken, amount
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import ZERO, total_of
from keyaccount.facts.ledger import line_amount, room_of, sum_faults
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Allocation, Instalment, Receipt

_WHY = "the receipt was opened for matching just above"


@transaction.atomic
def match_receipt(
    *, by: Principal, at: datetime, id: UUID | str, matches: Sequence[tuple[UUID | str, Any]]
) -> Receipt:
    """(instalment, amount) pairs; a refund takes away what was paid. What is left over stays on the receipt.

    Two who match the same money at once wait for each other: never more is matched than came, nor than is due.
    Raises `Missing`, `Refused`, or `Invalid` with the row of each problem.
    """
    row: Receipt = changeable(by, "receipt", id, verb="match")
    if row.reversed_at:
        raise Invalid(Problem("state", say("这笔到账已经冲回"), field="receipt"))
    wanted = _amounts(matches)
    seen = set(
        opened(by, "instalment").filter(pk__in=[key for key, _ in wanted]).values_list("pk", flat=True)
    )
    held = lock_instalments(seen)
    problems = []
    for place, (key, part) in enumerate(wanted):
        if (problem := _problem(row, held.get(key), part)) is not None:
            problems.append(Problem(problem.code, problem.message, "amount", place))
    if problems or (problems := _sum_problems(row, wanted)):
        raise Invalid(*problems)
    for key, part in wanted:
        everything(Allocation, why=_WHY).create(
            receipt=row, instalment_id=key, amount=line_amount(row.kind, part), at=at, by=by.id
        )
    keep_sums(row, held.values(), at, by=by)
    told = [{"instalment": str(key), "amount": str(part)} for key, part in wanted]
    move(row, "receipt.matched", by=by, at=at, data={"matches": told})
    return row


def _amounts(matches: Sequence[tuple[UUID | str, Any]]) -> list[tuple[UUID, Decimal]]:
    found, problems = [], []
    for place, (key, given) in enumerate(matches):
        try:
            part = amount(given)
            found.append((UUID(str(key)), part or Decimal(0)))
        except NotTaken as bad:
            problems.append(Problem(bad.code, bad.message, "amount", place))
        except ValueError:
            problems.append(Problem("reference", say("请选择期次"), "instalment", place))
    if not matches:
        problems.append(Problem("required", say("请选择期次"), field="instalment"))
    if len({key for key, _ in found}) < len(found):
        problems.append(Problem("taken", say("同一期请只写一次"), field="instalment"))
    if problems:
        raise Invalid(*problems)
    return found


def _problem(receipt: Receipt, row: Instalment | None, part: Decimal) -> Problem | None:
    if row is None:
        return Problem("reference", say("没有找到这一期"))
    contract = row.contract
    if contract.state in ("draft", "void"):
        return Problem("state", not_now(contract.state, choices.CONTRACT_STATE))
    if contract.account_id != receipt.account_id:
        return Problem("other_account", say("这一期属于别的客户"))
    if contract.currency != receipt.currency:
        return Problem(
            "currency", say("币种不同：到账 {one}，合同 {two}", one=receipt.currency, two=contract.currency)
        )
    room = room_of(receipt.kind, row.amount, row.paid)
    if not 0 < part <= room:
        return Problem("range", say("“{label}”最多可以核销 {room}", label=row.label, room=room))
    return None


def _sum_problems(row: Receipt, wanted: list[tuple[UUID, Decimal]]) -> list[Problem]:
    total = total_of([part for _, part in wanted])
    back = refunds_open(row) if row.kind == "receipt" else ZERO
    free = free_money(row) if back else ZERO
    told = {
        "sum": lambda room: say("这笔到账还剩 {left} 没有核销", left=room),
        "refund": lambda room: say("这个客户还有 {back} 退款没有核销", back=room),
    }
    found = sum_faults(row.kind, row.amount - row.matched, total, free, back)
    return [Problem(one.code, told[one.code](one.room), field="amount") for one in found]

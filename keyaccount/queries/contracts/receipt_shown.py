"""A receipt with what of it is matched, and the open instalments it could be matched to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from keyaccount.access import Principal, opened
from keyaccount.queries.records.show_record import Shown, show_record
from keyaccount.records.contracts.models import Receipt


@dataclass(frozen=True)
class Candidate:
    """An instalment a receipt could be matched to; `suggested`: oldest due first, as far as the money reaches."""

    id: UUID
    label: str
    contract_id: UUID
    contract_number: str
    contract_title: str
    due_on: date | None
    open: Decimal
    suggested: Decimal


@dataclass(frozen=True)
class ReceiptShown:
    receipt: Shown
    left: Decimal
    candidates: tuple[Candidate, ...]


def receipt_shown(by: Principal, id: UUID | str) -> ReceiptShown:
    """The receipt, or `Missing`. Of a refund the candidates are instalments that were paid; `open` is what was paid."""
    shown = show_record(by, "receipt", id)
    row: Receipt = shown.row
    left = Decimal(0) if row.reversed_at else row.amount - row.matched
    back = row.kind == "refund"
    some = Q(paid__gt=0) if back else Q(paid__lt=F("amount"))
    plan = opened(by, "instalment").filter(
        some, contract__account_id=row.account_id, contract__currency=row.currency, contract__archived_at=None
    )
    plan = plan.exclude(contract__state__in=("draft", "void")).select_related("contract")
    found, money = [], left
    for i in sorted(plan, key=lambda i: (i.due_on is None, i.due_on or date.max, i.sort, i.pk)):
        room = i.paid if back else i.amount - i.paid
        suggested = min(room, money)
        money -= suggested
        contract = i.contract
        found.append(
            Candidate(i.pk, i.label, contract.pk, contract.number, contract.title, i.due_on, room, suggested)
        )
    return ReceiptShown(shown, left, tuple(found))

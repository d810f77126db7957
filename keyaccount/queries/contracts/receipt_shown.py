"""A receipt with what of it is matched, and the open instalments it could be matched to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from keyaccount.access import Principal, opened
from keyaccount.base.name_keys import core_key
from keyaccount.queries.records.show_record import Shown, show_record
from keyaccount.records.contracts.models import Instalment, Receipt


@dataclass(frozen=True)
class Candidate:
    """An instalment a receipt could be matched to; `suggested`: best matches first, then oldest due, as far as the money
    reaches. `hits`: why it fits, of amount, invoice, payer.
    """

    id: UUID
    label: str
    contract_id: UUID
    contract_number: str
    contract_title: str
    due_on: date | None
    open: Decimal
    suggested: Decimal
    hits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matched:
    """A line of the ledger; `open`: it stands and may be taken back."""

    id: int
    label: str
    contract_id: UUID
    contract_number: str
    contract_title: str
    amount: Decimal
    reason: str
    open: bool
    reverses: bool


@dataclass(frozen=True)
class ReceiptShown:
    receipt: Shown
    left: Decimal
    candidates: tuple[Candidate, ...]
    matched: tuple[Matched, ...]


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
    rows = list(plan)
    hits = _hits(by, row, left, rows, back=back)
    found, money = [], left
    for i in sorted(
        rows, key=lambda i: (-len(hits[i.pk]), i.due_on is None, i.due_on or date.max, i.sort, i.pk)
    ):
        room = i.paid if back else i.amount - i.paid
        suggested = min(room, money)
        money -= suggested
        contract = i.contract
        found.append(
            Candidate(
                i.pk,
                i.label,
                contract.pk,
                contract.number,
                contract.title,
                i.due_on,
                room,
                suggested,
                hits[i.pk],
            )
        )
    return ReceiptShown(shown, left, tuple(found), _matched(by, row))


def _hits(
    by: Principal, row: Receipt, left: Decimal, plan: list[Instalment], *, back: bool
) -> dict[UUID, tuple[str, ...]]:
    """What speaks for each instalment: the very amount, its invoice's number in what the bank told, the payer's name
    where it tells one contract from another."""
    told = f"{row.bank_reference} {row.note}".casefold()
    invoices = opened(by, "invoice").filter(contract__in={i.contract_id for i in plan}).exclude(number="")
    named = {
        (invoice.contract_id, invoice.instalment_id)
        for invoice in invoices.exclude(state="reversed")
        if invoice.number.casefold() in told
    }
    payer = core_key(row.payer) if row.payer else ""
    parties = {i.contract_id: core_key(i.contract.their_party) for i in plan if i.contract.their_party}
    payer_told = bool(payer) and len(set(parties.values())) > 1
    found = {}
    for i in plan:
        room = i.paid if back else i.amount - i.paid
        invoiced = named & {(i.contract_id, i.pk), (i.contract_id, None)}
        spoken = (
            ("amount", room == left),
            ("invoice", bool(invoiced)),
            ("payer", payer_told and parties.get(i.contract_id) == payer),
        )
        found[i.pk] = tuple(key for key, holds in spoken if holds)
    return found


def _matched(by: Principal, row: Receipt) -> tuple[Matched, ...]:
    """Where the money went, newest first, as far as the reader may see the contracts."""
    lines = (
        opened(by, "allocation").filter(receipt=row).select_related("instalment__contract").order_by("-pk")
    )
    back = {line.reverses_id for line in lines if line.reverses_id}
    found = []
    for line in lines:
        part, contract = line.instalment, line.instalment.contract
        stands = line.reverses_id is None and line.pk not in back
        about = (part.label, contract.pk, contract.number, contract.title)
        found.append(Matched(line.pk, *about, line.amount, line.reason, stands, line.reverses_id is not None))
    return tuple(found)

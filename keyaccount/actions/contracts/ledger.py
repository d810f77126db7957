"""The ledger of money: lines are added and never changed, and what is kept on receipts, instalments, invoices and contracts
follows from them (PAY-1, PAY-3). Everybody locks in one order: receipt, instalments, invoices, contracts, deals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from keyaccount.access import Principal, everything
from keyaccount.actions.contracts.moving import deal_changed
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import ZERO, total_of
from keyaccount.facts.ledger import Unbalanced, kept, line_amount
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Invoice, Receipt

_WHY = "sums of money are the same for everybody; the receipt was opened for the person"


def lock_instalments(ids: Collection[UUID]) -> dict[UUID, Instalment]:
    """The instalments with their contracts, held until the transaction ends."""
    rows = everything(Instalment, why=_WHY).filter(pk__in=ids).select_related("contract")
    return {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}


def live_lines(receipt: Receipt) -> list[Allocation]:
    """Lines of the receipt that were not taken back."""
    rows = everything(Allocation, why=_WHY).filter(receipt=receipt, reverses=None, reversed_by=None)
    return list(rows.order_by("pk"))


def take_back(lines: Sequence[Allocation], reason: str, *, by: Principal, at: datetime) -> None:
    """Write the opposite of each line."""
    for line in lines:
        everything(Allocation, why=_WHY).create(
            receipt_id=line.receipt_id,
            instalment_id=line.instalment_id,
            amount=-line.amount,
            reverses=line,
            reason=reason[:200],
            at=at,
            by=by.id,
        )


def keep_sums(receipt: Receipt, instalments: Collection[Instalment], at: datetime, *, by: Principal) -> None:
    """Reckon anew from the ledger what is kept of it, and raise `Invalid` where it would leave its bounds."""
    lines: defaultdict[UUID, list[Allocation]] = defaultdict(list)
    ids = [row.pk for row in instalments]
    for line in everything(Allocation, why=_WHY).filter(instalment_id__in=ids).select_related("receipt"):
        lines[line.instalment_id].append(line)
    for row in instalments:
        try:
            row.paid = kept([line.amount for line in lines[row.pk]], row.amount, ZERO)
        except Unbalanced as bad:
            message = say(
                "“{label}”核销后会是 {paid}，请先处理相关的到账或退款", label=row.label, paid=bad.total
            )
            raise Invalid(Problem("range", message, field="amount")) from None
        everything(Instalment, why=_WHY).filter(pk=row.pk).update(paid=row.paid)
        _settle_invoices(row, lines[row.pk])
    own = everything(Allocation, why=_WHY).filter(receipt=receipt).values_list("amount", flat=True)
    try:
        receipt.matched = kept([line_amount(receipt.kind, part) for part in own], receipt.amount, ZERO)
    except Unbalanced:
        raise Invalid(Problem("range", say("核销金额超过到账金额"), field="amount")) from None
    everything(Receipt, why=_WHY).filter(pk=receipt.pk).update(matched=receipt.matched)
    _keep_contracts({row.contract_id for row in instalments}, at, by)


def _settle_invoices(row: Instalment, lines: list[Allocation]) -> None:
    """An invoice of a paid instalment is settled on the day the last money came; open again when it went."""
    invoices = everything(Invoice, why=_WHY).filter(instalment=row)
    taken = {line.reverses_id for line in lines}
    live = [line for line in lines if not line.reverses_id and line.pk not in taken and line.amount > 0]
    days = [line.receipt.received_on for line in live]
    if row.paid >= row.amount:
        invoices.filter(settled_on=None).update(settled_on=max(days))
    else:
        invoices.exclude(settled_on=None).update(settled_on=None)


def _keep_contracts(ids: Collection[UUID], at: datetime, by: Principal) -> None:
    contracts = everything(Contract, why=_WHY).select_for_update().filter(pk__in=ids).order_by("pk")
    deals = []
    for contract in contracts:
        paid = everything(Instalment, why=_WHY).filter(contract=contract).values_list("paid", flat=True)
        contract.received = total_of(list(paid))
        everything(Contract, why=_WHY).filter(pk=contract.pk).update(received=contract.received)
        deals.append(contract.opportunity_id)
    for deal in sorted({deal for deal in deals if deal}):
        deal_changed(deal, at, by)


def refunds_open(receipt: Receipt) -> Decimal:
    """Refunds of the same customer and currency that stand against money not matched yet."""
    rows = everything(Receipt, why=_WHY).filter(
        account_id=receipt.account_id, currency=receipt.currency, kind="refund", reversed_at=None
    )
    return total_of([amount - matched for amount, matched in rows.values_list("amount", "matched")])


def free_money(receipt: Receipt) -> Decimal:
    """Money of the customer in this currency that came in and was not matched yet."""
    rows = everything(Receipt, why=_WHY).filter(
        account_id=receipt.account_id, currency=receipt.currency, kind="receipt", reversed_at=None
    )
    return total_of([amount - matched for amount, matched in rows.values_list("amount", "matched")])

"""Storing a chunk of contracts, instalments, invoices, receipts and ledger lines; the kept sums go along (PAY-1, PAY-3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from keyaccount.access import everything, policy_of
from keyaccount.actions.contracts.numbering import next_numbers
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.deals.settle import settle_opportunity
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.money_book import stamp
from keyaccount.actions.importing.rows import Order
from keyaccount.actions.shared import indexing, journaling, rules
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.actions.shared.changing import label_of
from keyaccount.base.ids import new_id
from keyaccount.facts.contracts import ZERO
from keyaccount.facts.ledger import grown
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Invoice, Receipt
from keyaccount.records.journal.models import Entry

_WHY = "sums of money are the same for everybody; the import that made them was the member's own"
_CHANGED = ["version", "updated_at", "updated_by"]
_CONTRACT = ["amount", "invoiced", "received", "signed_on", "external_id", "note", "terms", *_CHANGED]
_CONTRACT += ["starts_on", "ends_on", "their_party", "our_party"]
_INVOICE = ["settled_on", "due_on", "disputed", "note", *_CHANGED]


class MoneyStore:
    """What a chunk makes and changes, kept until `save`. A dry run saves nothing but reckons the same."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.clear()

    def clear(self) -> None:
        self.contracts: dict[UUID, Contract] = {}
        self.instalments: dict[UUID, Instalment] = {}
        self.invoices: dict[UUID, Invoice] = {}
        self.receipts: dict[UUID, Receipt] = {}
        self.lines: list[Allocation] = []
        self._on: dict[UUID, list[Invoice]] = {}
        self.told: list[tuple[str, Any]] = []

    def instalment(
        self, contract: Contract, label: str, amount: Decimal, due: date | None, sort: int
    ) -> Instalment:
        """A new one by date."""
        made = Instalment(
            id=new_id(), contract=contract, label=label[:60], amount=amount, sort=sort, paid=ZERO
        )
        made.trigger, made.due_on = "date", due
        stamp(made, self.order)
        self.instalments[made.pk] = made
        self.contracts[contract.pk] = contract
        return made

    def receipt(self, account: Account, amount: Decimal, on: date, **more: Any) -> Receipt:
        """A new one, nothing of it matched."""
        made = Receipt(id=new_id(), account=account, amount=amount, received_on=on, matched=ZERO, **more)
        stamp(made, self.order)
        self.receipts[made.pk] = made
        self.told.append(("receipt", made))
        return made

    def match(self, receipt: Receipt, row: Instalment, part: Decimal) -> None:
        """A line of the ledger, and what follows from it; raises `Unbalanced` beyond what came or is due."""
        row.paid, receipt.matched = (
            grown(row.paid, part, row.amount),
            grown(receipt.matched, part, receipt.amount),
        )
        self.lines.append(
            Allocation(receipt=receipt, instalment=row, amount=part, at=self.order.at, by=self.by.id)
        )
        row.contract.received += part
        self.instalments[row.pk], self.contracts[row.contract_id] = row, row.contract
        for invoice in [*self._on.get(row.pk, ()), *(() if row._state.adding else row.invoices.all())]:
            if row.paid == row.amount and invoice.settled_on is None:
                invoice.settled_on = receipt.received_on
                self.invoices[invoice.pk] = invoice

    def invoice(self, made: Invoice) -> None:
        """A new one; once issued it counts as invoiced."""
        stamp(made, self.order)
        self.invoices[made.pk], self.contracts[made.contract_id] = made, made.contract
        made.contract.invoiced += made.amount
        self.told.append(("invoice", made))
        if made.instalment_id:
            self._on.setdefault(made.instalment_id, []).append(made)

    def change(self, invoice: Invoice) -> None:
        """One that changed."""
        self.invoices[invoice.pk] = invoice
        self.told.append(("invoice", invoice))

    def save(self) -> None:
        """All of the chunk at once, then the deals behind it."""
        new = [c for c in self.contracts.values() if c._state.adding]
        for contract, number in zip(
            (unnumbered := [c for c in new if not c.number]),
            next_numbers("QC", self.order.at, len(unnumbered)),
            strict=True,
        ):
            contract.number = number
        self.told[:0] = [("contract", contract) for contract in new]
        self._put(Contract, self.contracts, _CONTRACT)
        self._put(Instalment, self.instalments, ["paid"])
        fresh = [row for row in self.invoices.values() if row._state.adding]
        self._put(Invoice, self.invoices, _INVOICE)
        insert_all(Receipt, list(self.receipts.values()))
        insert_all(Allocation, self.lines)
        indexing.index("contract", new, fresh=True)
        indexing.index("invoice", fresh, fresh=True)
        journaling.write_all([self._entry(entity, row) for entity, row in self.told])
        self._deals()

    @staticmethod
    def _put(model: type[Any], rows: dict[UUID, Any], columns: list[str]) -> None:
        old = [row for row in rows.values() if not row._state.adding]
        insert_all(model, [row for row in rows.values() if row._state.adding])
        update(model, old, columns)

    def _entry(self, entity: str, row: Any) -> Entry:
        policy = policy_of(entity)
        return journaling.entry(
            f"{entity}.imported",
            by=self.by,
            at=self.order.at,
            entity=entity,
            object_id=row.pk,
            label=label_of(policy, rules.of(entity), row),
            account_id=row.account_id if hasattr(row, "account_id") else row.contract.account_id,
            klass=policy.floor,
        )

    def _deals(self) -> None:
        """Deals behind the contracts are judged anew; those whose money is all there are settled."""
        deals: dict[UUID, bool] = {}
        for contract in self.contracts.values():
            if contract.opportunity_id:
                full = contract.received >= contract.amount
                deals[contract.opportunity_id] = deals.get(contract.opportunity_id, False) or full
        refresh_opportunities(deals, self.order.at)
        for deal in sorted(pk for pk, full in deals.items() if full):
            settle_opportunity(deal, self.order.at, by=self.by)


def sums_again(ids: set[UUID], *, opening: str) -> None:
    """After something went: the amount of opening contracts, and what was invoiced and received on all of them."""
    kept = list(everything(Contract, why=_WHY).select_for_update().filter(pk__in=ids).order_by("pk"))
    parts = everything(Instalment, why=_WHY).filter(contract_id__in=ids)
    issued = everything(Invoice, why=_WHY).filter(contract_id__in=ids, state__in=("issued", "delivered"))
    planned, paid, invoiced = _sums(parts, "amount"), _sums(parts, "paid"), _sums(issued, "amount")
    for contract in kept:
        if contract.external_id.startswith(opening):
            contract.amount = planned.get(contract.pk, ZERO)
        contract.received = paid.get(contract.pk, ZERO)
        contract.invoiced = invoiced.get(contract.pk, ZERO)
    update(Contract, kept, ["amount", "invoiced", "received"])


def _sums(rows: QuerySet[Any], column: str) -> dict[UUID, Decimal]:
    """{contract: sum}, in cents again where a database added as floating point."""
    found = rows.order_by().values_list("contract_id").annotate(Sum(column))
    return {pk: total.quantize(ZERO) for pk, total in found}

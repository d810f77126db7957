"""Taking back what an import of contracts, invoices and receipts made, as long as nobody booked anything on it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Principal, everything
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.importing.money_book import OPENING
from keyaccount.actions.importing.money_store import sums_again
from keyaccount.actions.importing.removing import Span
from keyaccount.actions.importing.restoring import Restorer
from keyaccount.actions.importing.rows import CREATED
from keyaccount.actions.shared import indexing
from keyaccount.facts.contracts import ZERO
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    ContractLine,
    ContractRisk,
    DunningStep,
    Instalment,
    Invoice,
    Receipt,
    RouteStep,
)
from keyaccount.records.library.models import ImportRow

_WHY = "the member's own import is taken back with all it made"
MONEY = frozenset({"contracts", "receivables", "receipts"})
_MODELS: dict[str, type[Any]] = {
    "receipt": Receipt,
    "invoice": Invoice,
    "instalment": Instalment,
    "contract": Contract,
}


class MoneyUndo:
    """One chunk of rows: each goes whole, with its ledger lines, or stays whole."""

    def __init__(self, rows: Sequence[ImportRow], by: Principal, span: Span) -> None:
        self.rows, self.by, self.span = rows, by, span
        self.made = {row.pk: _made(row) for row in rows}
        self.there = {
            entity: {
                one.pk: one for one in everything(model, why=_WHY).filter(pk__in=self._ids(rows, entity))
            }
            for entity, model in _MODELS.items()
        }
        self.built_on = self._built_on()

    def _ids(self, rows: Iterable[ImportRow], entity: str) -> set[UUID]:
        return {pk for row in rows for kind, pk in self.made[row.pk] if kind == entity}

    def _built_on(self) -> set[UUID]:
        """What somebody booked on, or wrote to, after the import."""
        receipts, parts, contracts = (set(self.there[name]) for name in ("receipt", "instalment", "contract"))
        found: set[UUID] = set()
        lines = everything(Allocation, why=_WHY).filter(Q(receipt__in=receipts) | Q(instalment__in=parts))
        for receipt, part in lines.exclude(at=self.span.imported).values_list("receipt_id", "instalment_id"):
            found |= {receipt, part}
        asked = everything(DunningStep, why=_WHY).filter(instalment__in=parts)
        found |= set(asked.values_list("instalment_id", flat=True))
        billed = (
            everything(Invoice, why=_WHY)
            .filter(instalment__in=parts)
            .exclude(pk__in=set(self.there["invoice"]))
        )
        found |= set(billed.values_list("instalment_id", flat=True))
        for model in (Invoice, Instalment, ContractLine, RouteStep, ContractRisk):
            later = everything(model, why=_WHY).filter(
                contract__in=contracts, created_at__gt=self.span.imported
            )
            found |= set(later.values_list("contract_id", flat=True))
        return found | {
            pk for of in self.there.values() for pk, one in of.items() if not self.span.untouched(one)
        }

    def run(self) -> None:
        """Set the outcome of every row: undone or kept."""
        restorer = Restorer(self.by, self.span)
        restorer.read([row for row in self.rows if row.outcome != CREATED and row.before])
        gone = []
        for row in self.rows:
            blocked = {
                pk for entity, pk in self.made[row.pk] if not self._opening(entity, pk)
            } & self.built_on
            if blocked or (row.outcome != CREATED and not restorer.restore(row)):
                row.outcome = "kept"
            else:
                row.outcome = "undone"
                gone.append(row)
        restorer.save()
        self._delete(gone)

    def _opening(self, entity: str, pk: UUID) -> bool:
        one = self.there["contract"].get(pk) if entity == "contract" else None
        return bool(one and one.external_id.startswith(OPENING))

    def _delete(self, rows: Sequence[ImportRow]) -> None:
        receipts, invoices = self._ids(rows, "receipt"), self._ids(rows, "invoice")
        parts, contracts = self._ids(rows, "instalment"), self._ids(rows, "contract")
        lines = everything(Allocation, why=_WHY).filter(receipt__in=receipts)
        paid = set(lines.values_list("instalment_id", flat=True))
        lines.delete()
        everything(Receipt, why=_WHY).filter(pk__in=receipts).delete()
        touched = set(
            everything(Invoice, why=_WHY).filter(pk__in=invoices).values_list("contract_id", flat=True)
        )
        stood = everything(Instalment, why=_WHY).filter(pk__in=parts | paid)
        touched |= set(stood.values_list("contract_id", flat=True))
        everything(Invoice, why=_WHY).filter(pk__in=invoices).delete()
        everything(Instalment, why=_WHY).filter(pk__in=parts).delete()
        _pay_again(paid - parts)
        empty = everything(Contract, why=_WHY).filter(
            Q(pk__in=contracts) | Q(pk__in=touched, external_id__startswith=OPENING),
            instalments=None,
            invoices=None,
        )
        ended = set(empty.values_list("pk", flat=True))
        everything(Contract, why=_WHY).filter(pk__in=ended).delete()
        sums_again((touched | contracts) - ended, opening=OPENING)
        deals = {c.opportunity_id for c in self.there["contract"].values()}
        known = everything(Contract, why=_WHY).filter(pk__in=touched).values_list("opportunity_id", flat=True)
        refresh_opportunities([pk for pk in deals | set(known) if pk], self.span.undone)
        indexing.unindex("invoice", invoices)
        indexing.unindex("contract", ended)


def _made(row: ImportRow) -> list[tuple[str, UUID]]:
    """What the row made: its record when it was created, and what came along."""
    also = [(entity, UUID(pk)) for entity, pk in (row.before or {}).get("+", ())]
    own = [(row.entity, row.object_id)] if row.outcome == CREATED and row.object_id else []
    return [*own, *also]


def _pay_again(ids: set[UUID]) -> None:
    """What is left paid of instalments that stay; their invoices are open again."""
    lines: dict[UUID, Any] = dict.fromkeys(ids, ZERO)
    for part, much in (
        everything(Allocation, why=_WHY).filter(instalment__in=ids).values_list("instalment_id", "amount")
    ):
        lines[part] += much
    rows = list(everything(Instalment, why=_WHY).select_for_update().filter(pk__in=ids).order_by("pk"))
    for row in rows:
        row.paid = lines[row.pk]
    everything(Instalment, why=_WHY).bulk_update(rows, ["paid"], batch_size=200)
    short = [row.pk for row in rows if row.paid < row.amount]
    everything(Invoice, why=_WHY).filter(instalment__in=short).update(settled_on=None)

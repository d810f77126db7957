"""From deals, contracts, quotes, invoices and products to what the search index keeps of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from keyaccount.actions.shared.index_docs import Departments, account_names, distinct, lines, some
from keyaccount.records.contracts.models import Contract, Invoice, Quote
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.library.models import Product
from keyaccount.records.search.words import Doc, Held

_INTERNAL, _COMMERCIAL = 1, 2
Worked = Opportunity | Contract


def opportunities(rows: Sequence[Opportunity]) -> Iterator[Doc]:
    """By name and external number; by the customer's name for who may know it."""
    sides = _Sides(rows)
    for row in rows:
        yield from sides.docs("opportunity", row, row, [row.name], lines(row.external_id), _INTERNAL)


def contracts(rows: Sequence[Contract]) -> Iterator[Doc]:
    """By title, number (also by its end) and parties."""
    sides = _Sides(rows)
    for row in rows:
        text = lines(row.external_id, row.their_party, row.our_party)
        names = distinct(row.title, row.number)
        yield from sides.docs("contract", row, row, names, text, _COMMERCIAL, some(row.number))


def quotes(rows: Sequence[Quote]) -> Iterator[Doc]:
    """By number and the name of the deal."""
    sides = _Sides([row.opportunity for row in rows])
    for row in rows:
        text, numbers = row.opportunity.name, some(row.number)
        yield from sides.docs("quote", row, row.opportunity, [row.number], text, _COMMERCIAL, numbers)


def invoices(rows: Sequence[Invoice]) -> Iterator[Doc]:
    """By number, the name it is made out to, and the contract."""
    sides = _Sides([row.contract for row in rows])
    for row in rows:
        text = lines(row.title, row.external_id, row.contract.number, row.contract.title)
        yield from sides.docs("invoice", row, row.contract, [row.number], text, _COMMERCIAL, some(row.number))


def products(rows: Sequence[Product]) -> Iterator[Doc]:
    """Everybody's: by name, code and family."""
    for row in rows:
        yield Doc("product", row.pk, distinct(row.name, row.code), row.family, klass=0)


class _Sides:
    """One side for who holds the customer, with the customer's name, and, where somebody else works the deal or the
    contract, one for them without it: who may not see the customer does not find by its name either."""

    def __init__(self, worked: Sequence[Worked]) -> None:
        self._tree = Departments()
        self._names = account_names({one.account_id for one in worked})

    def docs(
        self,
        entity: str,
        row: Any,
        worked: Worked,
        names: Sequence[str],
        text: str,
        klass: int,
        numbers: Sequence[str] = (),
    ) -> Iterator[Doc]:
        held = self._held(worked, worked.holder_id, worked.holder_department_id)
        named = lines(self._names.get(worked.account_id, ""), text)
        yield Doc(entity, row.pk, names, named, numbers, klass=klass, held=held)
        if (worked.owner_id, worked.department_id) != (worked.holder_id, worked.holder_department_id):
            held = self._held(worked, worked.owner_id, worked.department_id)
            yield Doc(entity, row.pk, names, text, numbers, klass=klass, held=held)

    def _held(self, worked: Worked, owner: UUID | None, department: UUID | None) -> Held:
        return Held(worked.account_id, owner, department, above=self._tree.above(department))

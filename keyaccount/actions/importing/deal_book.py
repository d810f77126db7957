"""Deals, products and answers that the rows of a chunk may mean, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from uuid import UUID

from keyaccount.access import everything, opened
from keyaccount.actions.importing.names import in_parts
from keyaccount.actions.importing.rows import Draft, Order, id_of
from keyaccount.base.names import name_key
from keyaccount.records.deals.models import Answer, Opportunity
from keyaccount.records.library.models import Product

_WHY = "an import must recognise what is already there; what is not the importer's is refused, never shown"


class DealBook:
    """What is there and, in a dry run, what rows before would have made."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self._ids: dict[UUID, Opportunity] = {}
        self._numbers: dict[str, Opportunity] = {}
        self._names: dict[tuple[UUID, str], list[Opportunity]] = {}
        self.answered: dict[UUID, set[str]] = {}

    @cached_property
    def products(self) -> dict[str, Product]:
        """Live products by code, external number and the normal key of the name; what two have leads to neither."""
        found: dict[str, list[Product]] = {}
        for product in opened(self.by, "product").order_by("created_at", "pk"):
            for word in {
                name_key(product.name),
                *map(name_key, filter(None, (product.code, product.external_id))),
            }:
                found.setdefault(word, []).append(product)
        return {word: same[0] for word, same in found.items() if len(same) == 1}

    def product(self, word: str) -> Product | None:
        return self.products.get(name_key(word)) if word else None

    def begin(self, drafts: Sequence[Draft], accounts: Iterable[UUID]) -> None:
        """Read the deals a chunk may mean, live ones by number and name, and which questions they have answered."""
        made = [d for d in self._ids.values() if self.order.dry and d._state.adding]
        self._ids, self._numbers, self._names = {}, {}, {}
        rows = everything(Opportunity, why=_WHY).select_related("account").filter(archived_at=None)
        for part in in_parts(id_of(d.given.text("id")) for d in drafts):
            self._keep(rows.filter(pk__in=part))
        for part in in_parts(d.values.get("external_id") for d in drafts):
            self._keep(rows.filter(external_id__in=part))
        names = [d.values.get("name") for d in drafts]
        ids = list(accounts)
        for part in in_parts(names):
            self._keep(rows.filter(account_id__in=ids, name__in=part))
        self._keep(made)
        self.answered = {}
        current = everything(Answer, why=_WHY).filter(superseded_at=None)
        for part in in_parts(self._ids):
            for deal, question in current.filter(opportunity_id__in=part).values_list(
                "opportunity_id", "question"
            ):
                self.answered.setdefault(deal, set()).add(question)

    def _keep(self, deals: Iterable[Opportunity]) -> None:
        for deal in deals:
            if deal.pk not in self._ids:
                self.add(deal)

    def add(self, deal: Opportunity) -> None:
        """Later rows may mean this deal."""
        self._ids[deal.pk] = deal
        if deal.external_id:
            self._numbers[deal.external_id] = deal
        self._names.setdefault((deal.account_id, deal.name), []).append(deal)

    def match(self, draft: Draft) -> Opportunity | None:
        """By our id, else by the external number."""
        known = self._ids.get(id_of(draft.given.text("id")) or self.by.id)
        return known or self._numbers.get(draft.values.get("external_id", ""))

    def namesake(self, draft: Draft, account: UUID) -> Opportunity | None:
        """The one deal of the customer with this name; not when both have numbers, which then differ."""
        same = self._names.get((account, draft.values.get("name", "")), [])
        numbered = "external_id" in draft.values
        free = [deal for deal in same if not (numbered and deal.external_id)]
        return free[0] if len(free) == 1 else None

    def taken(self, number: str, deal: Opportunity) -> bool:
        """Whether another deal has this external number."""
        return self._numbers.get(number, deal) is not deal

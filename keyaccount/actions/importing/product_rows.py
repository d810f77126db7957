"""Rows of a file become products (PRO-2): known ones are met by number, code or name, in whatever way the name is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.reading import Reader
from keyaccount.actions.importing.rows import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Draft,
    Given,
    Order,
    Outcome,
    empty,
    id_of,
)
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base.ids import new_id
from keyaccount.base.language import say
from keyaccount.base.money import currencies
from keyaccount.base.names import name_key, sort_key
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.library.models import Product

_WHY = "an import must recognise what is already there; who may keep the products was checked"


class ProductRows:
    """Takes the rows of one import. Options: `on_duplicate`, `strict`."""

    entity = "product"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "products")
        self.order, self.by = order, order.by
        self.policy = access_to(order.by, "product").policy
        writable = access_to(order.by, "product").writable()
        self.reader = Reader(order, {n: f for n, f in writable.items() if f.imported})
        self._currencies = {code for code, _ in currencies()}
        self._products: list[Product] = []
        self._touched: dict[UUID, tuple[Product, dict[str, list[Any]]]] = {}

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows. A house has few products: all are read."""
        made = [p for p in self._products if self.order.dry and p._state.adding]
        self._products = [
            *everything(Product, why=_WHY).filter(archived_at=None).order_by("created_at", "pk"),
            *made,
        ]
        self._touched = {}
        outcomes = [self._one(self.reader.read(row)) for row in rows]
        if not self.order.dry:
            self._save()
        return outcomes

    def _one(self, draft: Draft) -> Outcome:
        values = draft.values
        code = values.get("currency", "").upper()
        if code:
            values["currency"] = code
        if code and code not in self._currencies:
            return draft.no(say("没有这个币种：{code}", code=code))
        if draft.wrong:
            return draft.no(draft.wrong)
        if values.get("list_price", 0) < 0:
            return draft.no(say("金额不能是负数"))
        known, by_id = self._match(draft)
        if known is not None:
            return self._meet(draft, known, by_id)
        if draft.missing:
            return draft.no(draft.missing)
        made = Product(id=new_id(), currency=edition_in_force().currency, tax_rate=Decimal(6))
        made.created_at = made.updated_at = self.order.at
        made.created_by = made.updated_by = self.by.id
        changing.put(self.policy, made, values)
        self._products.append(made)
        self._touched[made.pk] = (made, {})
        return Outcome(draft.given.number, CREATED, "product", made.pk, draft.notes)

    def _match(self, draft: Draft) -> tuple[Product | None, bool]:
        """The product a row means, and whether a number said so; a name that several have means none."""
        pk = id_of(draft.given.text("id"))
        for product in self._products:
            if pk and product.pk == pk:
                return product, True
        for column in ("external_id", "code"):
            value = draft.values.get(column)
            same = [p for p in self._products if value and getattr(p, column) == value]
            if len(same) == 1:
                return same[0], True
        key = name_key(draft.values.get("name", ""))
        named = [p for p in self._products if key and name_key(p.name) == key]
        return (named[0], False) if len(named) == 1 else (None, False)

    def _meet(self, draft: Draft, product: Product, by_id: bool) -> Outcome:
        mode = self.order.mode(by_id=by_id)
        values = {n: v for n, v in draft.values.items() if by_id or n != "name"}
        changed = changing.difference(self.policy, product, values)
        left = [n for n in changed if mode == "skip" or (mode == "fill" and not empty(changed[n][0]))]
        draft.keep(self.policy, left)
        changed = {n: pair for n, pair in changed.items() if n not in left}
        before = {} if product._state.adding else {n: pair[0] for n, pair in changed.items()}
        if changed:
            changing.put(self.policy, product, {n: values[n] for n in changed})
            earlier = self._touched.get(product.pk, (product, {}))[1]
            self._touched[product.pk] = (product, {**earlier, **changed})
        result = UPDATED if changed else UNCHANGED
        return Outcome(draft.given.number, result, "product", product.pk, draft.notes, before)

    def _save(self) -> None:
        rows = [product for product, _ in self._touched.values()]
        for product in rows:
            product.name_sort = sort_key(product.name)[:200]
            product.version += not product._state.adding
            product.updated_at, product.updated_by = self.order.at, self.by.id
        new, old = [p for p in rows if p._state.adding], [p for p in rows if not p._state.adding]
        insert_all(Product, new)
        update(Product, old, [f.name for f in Product._meta.concrete_fields if f.name != "id"])
        indexing.index("product", new, fresh=True)
        indexing.index("product", old)
        journaling.write_all([self._entry(*touched) for touched in self._touched.values()])

    def _entry(self, product: Product, pairs: dict[str, list[Any]]) -> Any:
        data, klass = changing.told(self.policy, pairs)
        return journaling.entry(
            "product.imported",
            by=self.by,
            at=self.order.at,
            entity="product",
            object_id=product.pk,
            label=product.name,
            klass=klass,
            data=data if pairs else {},
        )

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Products need no second pass."""
        return {}

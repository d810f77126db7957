"""Products, price lists and their entries: what they add to the shared mechanics, and which price holds (PRO-2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.base.pinyin import sort_key
from keyaccount.records.library.models import PriceEntry, PriceList, Product

_WHY = "prices are the same for everybody"


def price_of(price_list: PriceList | None, product: Product, quantity: int) -> Decimal | None:
    """The list price of one unit at this quantity: the entry of the greatest number reached, else the product's own."""
    if price_list is not None:
        entries = everything(PriceEntry, why=_WHY).filter(
            price_list=price_list, product=product, from_quantity__lte=quantity
        )
        price: Decimal | None = entries.order_by("-from_quantity").values_list("price", flat=True).first()
        if price is not None:
            return price
        if product.currency != price_list.currency:
            return None
    return product.list_price


def default_list(on: date) -> PriceList | None:
    """The default price list that holds on the day."""
    found: PriceList | None = (
        everything(PriceList, why=_WHY)
        .filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gte=on),
            is_default=True,
            archived_at=None,
        )
        .first()
    )
    return found


def holds(price_list: PriceList, on: date) -> bool:
    """Whether a price list is in force on the day."""
    begun = price_list.valid_from is None or price_list.valid_from <= on
    return begun and (price_list.valid_until is None or on <= price_list.valid_until)


def prepare_product(change: Change) -> list[Problem]:
    if change.values.get("name"):
        change.row.name_sort = sort_key(change.values["name"])[:200]
    problems = _currency(change)
    if change.values.get("tax_rate", 0) is None:
        problems.append(Problem("required", say("必须填写"), field="tax_rate"))
    if (code := change.values.get("code")) and _taken(change, code=code):
        problems.append(Problem("taken", say("这个产品编码已经有了"), field="code"))
    if (price := change.values.get("list_price")) is not None and price < 0:
        problems.append(Problem("range", say("金额不能是负数"), field="list_price"))
    return problems


def prepare_list(change: Change) -> list[Problem]:
    """Limits in order, and days too; a new default takes the place of the old one."""
    problems = _currency(change)
    sales, manager = change.after("sales_limit"), change.after("manager_limit")
    for name, limit in (("sales_limit", sales), ("manager_limit", manager)):
        if name in change.values and (limit is None or not 0 <= limit <= 100):
            problems.append(Problem("range", say("请填 0 到 100 之间的百分数"), field=name))
    if not problems and manager < sales:
        problems.append(Problem("order", say("经理可批的不能少于销售可让的"), field="manager_limit"))
    first, last = change.after("valid_from"), change.after("valid_until")
    if first and last and last < first:
        problems.append(Problem("order", say("失效日不能早于生效日"), field="valid_until"))
    return problems


def settle_list(change: Change, changed: dict[str, list[Any]]) -> None:
    if change.row.is_default and ("is_default" in changed or change.created):
        others = everything(PriceList, why=_WHY).filter(is_default=True).exclude(pk=change.row.pk)
        others.update(is_default=False)


def prepare_entry(change: Change) -> list[Problem]:
    """One price for a product from a number of units on."""
    problems = []
    if change.after("from_quantity") in (None, 0):
        change.values["from_quantity"] = 1
    if (change.values.get("price") or 0) < 0:
        problems.append(Problem("range", say("金额不能是负数"), field="price"))
    same = {name: change.after(name) for name in ("price_list", "product")}
    if _taken(change, **_keys(same), from_quantity=change.after("from_quantity")):
        problems.append(Problem("taken", say("这个起订量已经有价格了"), field="from_quantity"))
    return problems


def _keys(values: dict[str, Any]) -> dict[str, UUID]:
    return {f"{name}_id": getattr(value, "pk", value) for name, value in values.items()}


def _taken(change: Change, **same: Any) -> bool:
    rows = everything(change.policy.model, why=_WHY).filter(**same).exclude(pk=change.row.pk)
    return bool(rows.exists())


def _currency(change: Change) -> list[Problem]:
    """Three capital letters; CNY when left empty."""
    if "currency" not in change.values:
        return []
    word = (change.values["currency"] or "CNY").upper()
    change.values["currency"] = word
    if len(word) == 3 and word.isascii() and word.isalpha():
        return []
    return [Problem("currency", say("请填三个字母的币种，例如 CNY"), field="currency")]


def _entry_label(row: PriceEntry) -> str:
    return f"{row.product.name} {row.price}"


rules.add("product", Rules(prepare=prepare_product))
rules.add("price_list", Rules(prepare=prepare_list, settle=settle_list))
rules.add("price_entry", Rules(prepare=prepare_entry, label=_entry_label))

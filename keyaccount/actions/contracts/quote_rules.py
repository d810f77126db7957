"""Quotes and their lines (PRO-2): priced from the list on the day, reckoned by us, closed while somebody decides on them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.contracts.moving import deal_changed, not_now
from keyaccount.actions.contracts.numbering import next_number
from keyaccount.actions.contracts.price_rules import default_list, holds, price_of
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import clock
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.contracts import CHANGEABLE_QUOTE, discount_of, total_of
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Quote, QuoteLine
from keyaccount.records.library.models import PriceList, Product

_WHY = "the quote was opened for change; its lines and prices are reckoned whole"
MOST = Decimal(10) ** 16


def prepare(change: Change) -> list[Problem]:
    """A new quote takes number, price list and currency; one in approval or approved is not changed."""
    row: Quote = change.row
    problems = _closed(row)
    if not change.created and change.after("opportunity") != row.opportunity_id:
        problems.append(Problem("fixed", say("不能换到别的商机"), field="opportunity"))
    prices = _price_list(change)
    if prices is not None and not holds(prices, day_of(change.at)):
        problems.append(Problem("range", say("这份价目表今天不在有效期内"), field="price_list"))
    if prices is not None:
        change.values["currency"] = prices.currency
    elif "currency" in change.values:
        change.values["currency"] = (change.values["currency"] or "CNY").upper()
    until = change.values.get("valid_until")
    if until and until < day_of(change.at):
        problems.append(Problem("past", say("有效期不能早于今天"), field="valid_until"))
    if change.created and not problems:
        row.number = next_number("Q", change.at)
    return problems


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    """With another price list every line is priced anew; what was asked for stays."""
    if "price_list" in changed and not change.created:
        for line in _lines(change.row):
            line.list_price = price_of(change.row.price_list, line.product, line.quantity) or line.list_price
            line.save(update_fields=["list_price"])
    add_up(change.row)
    deal_changed(change.row.opportunity_id, change.at, change.by)


def prepare_line(change: Change) -> list[Problem]:
    """The list price of the day, the asked price (the list's if none is typed), and their exact product."""
    row: QuoteLine = change.row
    quote = _quote(change.after("quote"))
    product = everything(Product, why=_WHY).filter(pk=change.after("product")).first()
    quantity = change.after("quantity")
    if quote is None or product is None or quantity is None:
        return []
    problems = _closed(quote)
    if not change.created and quote.pk != row.quote_id:
        problems.append(Problem("fixed", say("不能换到别的报价"), field="quote"))
    if quantity < 1:
        problems.append(Problem("range", say("数量至少为 1"), field="quantity"))
    if problems:
        return problems
    if change.created or {"product", "quantity"} & set(change.values):
        change.values["list_price"] = price_of(quote.price_list, product, quantity)
    return _price(change, product, quantity)


def _price(change: Change, product: Product, quantity: int) -> list[Problem]:
    listed = change.after("list_price")
    if listed is None:
        message = say("{name} 没有标准价，请先在价目表里定价", name=product.name)
        return [Problem("no_price", message, field="product")]
    if change.after("unit_price") is None or (
        not change.created
        and "unit_price" not in change.values
        and change.row.unit_price == change.row.list_price
    ):
        change.values["unit_price"] = listed
    price = change.after("unit_price")
    if price < 0 or price * quantity >= MOST or listed * quantity >= MOST:
        return [Problem("range", say("金额要在 0 和一亿亿之间"), field="unit_price")]
    change.values["amount"] = price * quantity
    return []


def settle_line(change: Change, changed: dict[str, list[Any]]) -> None:
    _line_changed(change.row.quote_id, change.at)


def line_gone(row: QuoteLine) -> None:
    if problems := _closed(row.quote):
        raise Invalid(*problems)
    _line_changed(row.quote_id, clock.now())


def _line_changed(quote: UUID, at: Any) -> None:
    kept = everything(Quote, why=_WHY).select_for_update().get(pk=quote)
    if problems := _closed(kept):
        raise Invalid(*problems)
    add_up(kept)
    deal_changed(kept.opportunity_id, at)


def add_up(quote: Quote) -> None:
    """Total, list total, cost and discount follow from the lines; the cost is known only when all are."""
    lines = _lines(quote)
    quote.total = total_of([line.amount for line in lines])
    quote.list_total = total_of([line.list_price * line.quantity for line in lines])
    costs = [line.product.cost * line.quantity for line in lines if line.product.cost is not None]
    quote.cost = total_of(costs) if lines and len(costs) == len(lines) else None
    quote.discount = discount_of(quote.list_total, quote.total)
    everything(Quote, why=_WHY).filter(pk=quote.pk).update(
        total=quote.total, list_total=quote.list_total, cost=quote.cost, discount=quote.discount
    )


def gone(row: Quote) -> None:
    if row.state not in CHANGEABLE_QUOTE:
        raise Invalid(Problem("state", not_now(row.state, choices.QUOTE_STATE), field="state"))
    deal_changed(row.opportunity_id, clock.now())


def _lines(quote: Quote) -> list[QuoteLine]:
    rows = everything(QuoteLine, why=_WHY).filter(quote=quote)
    return list(rows.select_related("product").order_by("sort", "pk"))


def _price_list(change: Change) -> PriceList | None:
    """The list asked for; on a new quote without one the default list of the day."""
    if change.created and not change.values.get("price_list"):
        found = default_list(day_of(change.at))
        change.values["price_list"] = found.pk if found else None
        return found
    wanted = change.values.get("price_list")
    kept: PriceList | None = everything(PriceList, why=_WHY).filter(pk=wanted).first() if wanted else None
    return kept


def _quote(id: Any) -> Quote | None:
    found: Quote | None = everything(Quote, why=_WHY).select_related("price_list").filter(pk=id).first()
    return found


def _closed(quote: Quote) -> list[Problem]:
    if quote.state in CHANGEABLE_QUOTE:
        return []
    return [Problem("state", not_now(quote.state, choices.QUOTE_STATE), field="quote")]


def _line_label(row: QuoteLine) -> str:
    return f"{row.product.name} × {row.quantity}"


rules.add("quote", Rules(prepare=prepare, settle=settle, gone=gone, label=lambda q: q.number))
rules.add("quote_line", Rules(prepare=prepare_line, settle=settle_line, gone=line_gone, label=_line_label))

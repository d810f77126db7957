"""What is measured: each page of the product with the floor that shows the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from bench.deals import TODAY

At = Callable[[int], str]
MONTH = f"{TODAY:%Y-%m}"


def of(who: str, facts: Mapping[str, str]) -> Iterator[tuple[str, At, At]]:
    """(name, address of the nth request, the same of the floor) for one member."""
    yield from _accounts(who, facts)
    yield from _deals(who, facts)


def _accounts(who: str, facts: Mapping[str, str]) -> Iterator[tuple[str, At, At]]:
    yield "list", _still("/accounts/"), _still("/floor/list")
    if who == "director":
        deep, after = facts["deep"], quote(facts["after"])
        yield "list, deep page", _still(f"/accounts/?cursor={deep}"), _still(f"/floor/list?after={after}")
    narrow = "tier=potential&sort="
    yield "list, filter + sort", _still(f"/accounts/?{narrow}-seats"), _still(f"/floor/list?{narrow}seats")
    yield "account", *_each(facts[f"ids_{who}"], "/accounts/{}/", "/floor/account/{}")
    for name, text in (("2 characters", "银行"), ("pinyin", facts["pinyin"]), ("Latin", "northw")):
        words = quote(facts[f"words_{name.split()[-1]}"])
        floor = _still(f"/floor/search?words={words}")
        yield f"search, {name}", _still(f"/search/suggest?q={quote(text)}"), floor


def _deals(who: str, facts: Mapping[str, str]) -> Iterator[tuple[str, At, At]]:
    """Of a salesperson what the page begins with, one's own; of a leader all that one sees."""
    whole, mine = ("", "?owner=me") if who == "sales" else ("?all=1", "")
    yield "deals, board", _still(f"/deals/{whole}"), _still(f"/floor/board{mine}")
    narrow = "state=open&sort=-amount"
    yield "deals, filter + sort", _still(f"/deals/list/?{narrow}"), _still("/floor/table")
    yield "deals, funnel", _still(f"/deals/funnel/{whole}"), _still(f"/floor/funnel{mine}")
    yield "deals, calendar", _still(f"/deals/calendar/?month={MONTH}"), _still("/floor/calendar")
    yield "deals, one deal", *_each(facts[f"deals_{who}"], "/deals/{}/", "/floor/deal/{}")
    yield "deals, receivables", _still("/contracts/receivables/"), _still("/floor/receivables")


def _still(address: str) -> At:
    return lambda n: address


def _each(ids: str, product: str, floor: str) -> tuple[At, At]:
    known = ids.split(",")
    return (
        lambda n: product.format(known[n % len(known)]),
        lambda n: floor.format(known[n % len(known)]),
    )

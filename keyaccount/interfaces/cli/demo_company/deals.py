"""The deals of the demo company: which customer, how far, since when; as plain data (OPP-1, STG-4)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.shapes import Account
from keyaccount.interfaces.cli.demo_company.sources import table

STAGES = ("seek", "judge", "need", "draft", "present", "settle", "negotiate", "sign", "collect")
# stage, state, how many, least and most days since it was begun
SLOTS = (
    ("collect", "won", 12, 330, 640),
    ("collect", "open", 5, 230, 330),
    ("sign", "open", 4, 170, 240),
    ("negotiate", "open", 4, 140, 200),
    ("settle", "open", 5, 110, 170),
    ("present", "open", 6, 85, 140),
    ("draft", "open", 6, 65, 110),
    ("need", "open", 6, 40, 85),
    ("judge", "open", 5, 18, 45),
    ("seek", "open", 4, 5, 20),
    ("present", "lost", 5, 200, 500),
    ("negotiate", "lost", 5, 250, 600),
    ("need", "shelved", 3, 100, 200),
)
LEAST, MOST = Decimal(300_000), Decimal(12_000_000)


@dataclass(frozen=True)
class Deal:
    """`entered` are the days on which it came to each stage so far; `closed_on` when it was won, lost or shelved."""

    key: str
    account: str
    name: str
    stage: str
    state: str
    product: str
    quantity: int
    unit_price: Decimal
    entered: tuple[date, ...]
    closed_on: date | None
    sign_on: date
    reason: str
    great: bool = False

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def rank(self) -> int:
        """The place of its stage, from 1."""
        return STAGES.index(self.stage) + 1


def deals(accounts: tuple[Account, ...], past: Past, seed: int) -> tuple[Deal, ...]:
    """The great one first, then by slots; each customer gets its next deal when the others had theirs."""
    random, used = Random(f"{seed}/deals"), Counter[str]()
    open_to = [a for a in accounts if a.owner and a.external_id and a.currency == "CNY"]
    great = next(a for a in open_to if a.key == table("texts/deals")["great"]["account"])
    used[great.key] += 1
    found = [_great(great, past)]
    for stage, state, count, least, most in SLOTS:
        for _ in range(count):
            ago = random.randint(least, most)
            able = [a for a in open_to if _able(a, state, ago, past)]
            account = min(able, key=lambda a: (used[a.key], -(a.seats or 0), a.key))
            used[account.key] += 1
            found.append(_deal(len(found), account, stage, state, ago, past, random))
    by_key = {account.key: account for account in accounts}
    for key, *row in table("texts/deals")["more"]["deals"]:
        found.append(_named(len(found), by_key[key], *row, past=past, random=random))
    return tuple(found)


def _able(account: Account, state: str, ago: int, past: Past) -> bool:
    if state != "lost" and account.status in ("dormant", "lost"):
        return False
    if state == "won" and account.status != "active":
        return False
    return past.ago(account.created_on) > ago + 7


def _deal(
    number: int, account: Account, stage: str, state: str, ago: int, past: Past, random: Random
) -> Deal:
    texts = table("texts/deals")
    code, _, _, _, price, _ = random.choice(texts["products"])
    quantity, unit_price = _size(account, Decimal(price), random)
    name = f"{account.short_name or account.name}{random.choice(texts['names'][code])}"
    return _stood(
        number, account, name, stage, state, ago, code, quantity, unit_price, past=past, random=random
    )


def _named(
    number: int,
    account: Account,
    name: str,
    stage: str,
    state: str,
    ago: int,
    code: str,
    quantity: int,
    *,
    past: Past,
    random: Random,
) -> Deal:
    """A deal with a name and a size of its own, a little under the list."""
    price = next(Decimal(row[4]) for row in table("texts/deals")["products"] if row[0] == code)
    unit = (price * random.randint(82, 92) / 100).quantize(Decimal(10)) * Decimal("1.00")
    return _stood(number, account, name, stage, state, ago, code, quantity, unit, past=past, random=random)


def _stood(
    number: int,
    account: Account,
    name: str,
    stage: str,
    state: str,
    ago: int,
    code: str,
    quantity: int,
    unit_price: Decimal,
    *,
    past: Past,
    random: Random,
) -> Deal:
    entered = _entered(stage, state, ago, past, random)
    closed = past.day(past.ago(entered[-1]) - random.randint(20, 45)) if state != "open" else None
    return Deal(
        key=f"D{number:03d}",
        account=account.key,
        name=name,
        stage=stage,
        state=state,
        product=code,
        quantity=quantity,
        unit_price=unit_price,
        entered=entered,
        closed_on=closed,
        sign_on=entered[-1] if stage == "collect" else past.today + timedelta(days=random.randint(-6, 120)),
        reason=random.choice(table("texts/deals")["reasons"]),
    )


def _great(account: Account, past: Past) -> Deal:
    texts = table("texts/deals")["great"]
    agos = (130, 121, 110, 84, 58, 40, 16)
    return Deal(
        key="D000",
        account=account.key,
        name=texts["name"],
        stage="negotiate",
        state="open",
        product="LC-QA",
        quantity=1160,
        unit_price=Decimal(3960),
        entered=tuple(past.day(ago) for ago in agos),
        closed_on=None,
        sign_on=past.today + timedelta(days=32),
        reason=texts["reason"],
        great=True,
    )


def _size(account: Account, price: Decimal, random: Random) -> tuple[int, Decimal]:
    """So many seats that the sum is neither a trifle nor beyond belief, a little under the list."""
    unit = (price * random.randint(82, 97) / 100).quantize(Decimal(10)) * Decimal("1.00")
    least, most = int(LEAST / unit) + 1, int(MOST / unit)
    wanted = int((account.seats or 60) * random.choice((0.4, 0.6, 0.8, 1.0)))
    return min(max(wanted, least), most), unit


def _entered(stage: str, state: str, ago: int, past: Past, random: Random) -> tuple[date, ...]:
    """Evenly from the first day to the last stage; some of those still open have stood too long."""
    count = STAGES.index(stage) + 1
    stay = random.randint(60, 150) if state != "open" else random.choice((2, 4, 9, 16, 24, 38))
    last = max(min(stay, ago - count), 1)
    step = (ago - last) / max(count - 1, 1)
    return tuple(past.day(round(ago - step * n)) for n in range(count))


def told(text: Any, deal: Deal) -> str:
    """A text with the product and the seats put in."""
    names = {row[0]: row[1] for row in table("texts/deals")["products"]}
    return str(text).replace("{p}", names[deal.product]).replace("{n}", str(deal.quantity))

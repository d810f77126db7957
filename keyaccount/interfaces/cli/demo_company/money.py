"""Money received month by month, and the margin on it (KA-2): a few accounts pay most of it, as in life."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from keyaccount.interfaces.cli.demo_company.days import Past, month_start
from keyaccount.interfaces.cli.demo_company.shapes import MonthlyResult
from keyaccount.interfaces.cli.demo_company.sources import account_rows

WAN = 10_000
CENT = Decimal("0.01")
PROJECT_YEAR = (
    Decimal("0.30"),
    Decimal("0.40"),
    Decimal("0.20"),
    Decimal("0.10"),
)  # signing, go-live, acceptance, retention
PROJECT_MONTHS = (0, 3, 7, 11)
QUARTER, YEAR = 3, 12
PAID_BY = 20  # this month's payment has come only if the month is that far on


def results(past: Past, seed: int) -> tuple[MonthlyResult, ...]:
    """Every account with a `money` row; months without a payment have no row."""
    rows = [row for row in account_rows() if "money" in row]
    return tuple(result for row in rows for result in _of(row, past, Random(f"{seed}/money/{row['key']}")))


def _of(row: dict[str, Any], past: Past, random: Random) -> Iterator[MonthlyResult]:
    annual, rhythm, growth, margin, first, last = row["money"]
    for back, share in _payments(rhythm, first, last):
        if back == 0 and past.today.day < PAID_BY:
            continue
        drift = Decimal(str(growth)) ** (Decimal(first - back) / Decimal(2 * YEAR))
        start = Decimal(str(growth)) ** (Decimal(first) / Decimal(2 * YEAR))
        received = _rounded(annual * WAN * share * drift / start.sqrt(), rhythm, random)
        rate = Decimal(margin + random.randint(-6, 6)) / 100
        yield MonthlyResult(
            row["key"], month_start(past.today, back), received, (received * rate).quantize(CENT), "CNY"
        )


def _payments(rhythm: str, first: int, last: int) -> Iterator[tuple[int, Decimal]]:
    """(months ago, share of the year's amount): four instalments a year, a quarter's fee, or every month's use."""
    for back in range(first, last - 1, -1):
        since = first - back
        if rhythm == "month":
            yield back, Decimal(1) / YEAR
        elif rhythm == "quarter" and since % QUARTER == 0:
            yield back, Decimal(1) / 4
        elif rhythm == "project" and since % YEAR in PROJECT_MONTHS:
            yield back, PROJECT_YEAR[PROJECT_MONTHS.index(since % YEAR)]


def _rounded(amount: Decimal, rhythm: str, random: Random) -> Decimal:
    """What is billed by use ends in odd fen, instalments in round hundreds."""
    if rhythm == "month":
        return (
            amount * Decimal(random.randint(880, 1120)) / 1000 + Decimal(random.randint(0, 99)) / 100
        ).quantize(CENT)
    return (amount / 100).quantize(Decimal(1)) * 100 + Decimal(0).quantize(CENT)

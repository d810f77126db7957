"""Splitting an amount by percentages, to the cent, and the patterns people use for it: 3-3-3-1, 30/60/10 (PAY-1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

MOST = 24
_CENT = Decimal("0.01")


def shares(pattern: str) -> list[Decimal]:
    """Percentages of `3-3-3-1`, `30/60/10`, `30% 65% 5%`; parts that add up to 10 are tenths. `Invalid` otherwise."""
    texts = [
        text
        for text in re.split(r"[\s,，、/:：;；+＋-]+", pattern.replace("%", " ").replace("％", " "))
        if text
    ]
    if (
        not texts
        or len(texts) > MOST
        or any(not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text) for text in texts)
    ):
        raise _refused()
    parts = [Decimal(text) for text in texts]
    whole = sum(parts, Decimal(0))
    if whole not in (10, 100) or min(parts) <= 0:
        raise _refused()
    return [part * (100 / whole) for part in parts]


def _refused() -> Invalid:
    message = say("比例写成 3-3-3-1 或 30/65/5 这样，合计要是 10 或 100")
    return Invalid(Problem("pattern", message, field="pattern"))


def split(amount: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """The amount in parts, each rounded down to the cent; the last takes what is left, so that the sum is exact."""
    parts = [(amount * percent / 100).quantize(_CENT, ROUND_DOWN) for percent in percents[:-1]]
    return [*parts, amount - sum(parts, Decimal(0))]

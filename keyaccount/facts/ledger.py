"""The arithmetic of the money ledger (PAY-1, PAY-3): what may be matched, what follows from a line, what takes it back.

Pure: no clock, no database. Amounts are exact numbers of one currency, `Decimal` in the product.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal


class Unbalanced(ValueError):
    """A sum would leave its bounds; `total` is what it would become."""

    def __init__(self, total: Any) -> None:
        super().__init__(total)
        self.total = total


@dataclass(frozen=True)
class Fault:
    """Why a matching is not taken: `sum`, more than the `room` left of the money; `refund`, so much of it went back."""

    code: Literal["sum", "refund"]
    room: Any


def grown(so_far: Any, change: Any, bound: Any) -> Any:
    """A kept sum after one more line; raises `Unbalanced` below zero or above `bound`."""
    return kept((change,), bound, so_far)


def room_of(kind: str, amount: Any, paid: Any) -> Any:
    """How much an instalment takes: a receipt what is open, a refund what was paid."""
    return paid if kind == "refund" else amount - paid


def line_amount(kind: str, part: Any) -> Any:
    """What the ledger holds for it: a refund takes away."""
    return -part if kind == "refund" else part


def kept(amounts: Iterable[Any], bound: Any, zero: Any = 0) -> Any:
    """The sum of ledger lines of an instalment, or of a receipt; raises `Unbalanced` below zero or above `bound`."""
    total = sum(amounts, zero)
    if not 0 <= total <= bound:
        raise Unbalanced(total)
    return total


def sum_faults(kind: str, left: Any, total: Any, free: Any, refunds: Any) -> list[Fault]:
    """What stands against matching `total`. `left` of this money is not matched yet; of the customer's money `free` is not
    matched, and `refunds` of it went back already without saying for what: that much cannot be matched again."""
    if total > left:
        return [Fault("sum", left)]
    if kind != "refund" and refunds and total > free - refunds:
        return [Fault("refund", refunds)]
    return []

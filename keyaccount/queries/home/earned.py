"""What finance looks after: the money of the last months, and the month that is still to be imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from keyaccount.access import FieldClass, Principal, opened
from keyaccount.queries.accounts.pareto import shift

MONTHS = 6
_CURRENCY = "CNY"


@dataclass(frozen=True)
class Month:
    """What came in within one month, in yuan; `accounts` is how many customers have a figure for it."""

    month: date
    accounts: int
    received: Decimal
    margin: Decimal

    @property
    def id(self) -> str:
        return self.month.isoformat()


@dataclass(frozen=True)
class Earned:
    """Months with figures, newest first; `missing` is the last whole month if nothing stands for it yet."""

    months: list[Month]
    missing: date | None


def earned(by: Principal, *, today: date) -> Earned | None:
    """One query over the last months; None for those who don't enter results."""
    if not by.may("result.edit"):
        return None
    current = today.replace(day=1)
    rows = opened(by, "result", klass=FieldClass.COMMERCIAL).filter(
        currency=_CURRENCY, month__gt=shift(current, -MONTHS), account__archived_at=None
    )
    sums = rows.values("month").annotate(n=Count("account"), money=Sum("received"), left=Sum("margin"))
    months = [Month(r["month"], r["n"], r["money"], r["left"] or Decimal(0)) for r in sums.order_by("-month")]
    last = shift(current, -1)
    return Earned(months, last if all(one.month != last for one in months) else None)

"""What the deals of a list come to: their expected amounts, per currency, over everything the list's filters leave."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from keyaccount.access import Principal, access_to
from keyaccount.queries.deals.board import Params
from keyaccount.queries.records.list_records import Finder, rows_matching


@dataclass(frozen=True)
class DealTotal:
    """`amount` of the `count` deals in one currency that have one."""

    currency: str
    amount: Decimal
    count: int


def deal_totals(
    by: Principal, params: Params, *, narrow: Q | None = None, find: Finder | None = None
) -> tuple[DealTotal, ...]:
    """The biggest first; only of deals whose amount the reader may see. One query. Raises `Invalid` as the list does."""
    access = access_to(by, "opportunity")
    if "amount" not in access.fields:
        return ()
    rows = rows_matching(by, "opportunity", params, narrow=narrow, find=find)
    rows = rows.filter(access.where("amount", Q()), amount__isnull=False).order_by()
    sums = rows.values_list("currency").annotate(total=Sum("amount"), n=Count("pk"))
    found = [DealTotal(currency, Decimal(total).quantize(Decimal("0.01")), n) for currency, total, n in sums]
    return tuple(sorted(found, key=lambda one: (-one.amount, one.currency)))

"""What holds of quotes, contracts and their money, for those who write and those who read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from enum import IntEnum
from typing import Any

from keyaccount.access import Principal
from keyaccount.playbook.schema_practice import DunningStep
from keyaccount.records.contracts.models import Quote
from keyaccount.records.library.models import PriceList

SIGNED = ("signed", "ended")
CHANGEABLE_QUOTE = ("draft", "refused")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


class Authority(IntEnum):
    """How far somebody may discount on their own (PRO-2): within the sales limit, the manager limit, or beyond."""

    SALES = 1
    MANAGER = 2
    DIRECTOR = 3


def authority_of(by: Principal) -> Authority:
    """What the roles of the person allow."""
    if not by.may("quote.approve"):
        return Authority.SALES
    return Authority.DIRECTOR if any(role.key == "director" for role in by.roles) else Authority.MANAGER


def needed_authority(quote: Quote) -> Authority:
    """Who must stand behind the quote's discount, by the limits of its price list; reckoned exactly, not on the
    rounded percentage. Without a price list the usual limits hold."""
    limits = quote.price_list or PriceList()
    saved = (quote.list_total - quote.total) * HUNDRED
    if saved <= Decimal(limits.sales_limit) * quote.list_total:
        return Authority.SALES
    within = saved <= Decimal(limits.manager_limit) * quote.list_total
    return Authority.MANAGER if within else Authority.DIRECTOR


def next_dunning(steps: Sequence[DunningStep], days: int, done: Collection[str]) -> DunningStep | None:
    """The step whose day has come and which was not done: the latest such one; earlier ones left out are past."""
    come = [step for step in steps if step.days <= days]
    latest = max(come, key=lambda step: step.days, default=None)
    return None if latest is None or latest.key in done else latest


def discount_of(list_total: Decimal, total: Decimal) -> Decimal:
    """Percent off the list, two places; negative above the list, held within what the column takes."""
    if not list_total:
        return ZERO
    percent = (list_total - total) * HUNDRED / list_total
    return max(percent, Decimal("-999.99")).quantize(Decimal("0.01"))


def total_of(amounts: Sequence[Any]) -> Decimal:
    """An exact sum, in cents: databases without decimals add as floating point."""
    return sum(amounts, ZERO)

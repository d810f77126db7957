"""The reader's own customers in four figures, for the head of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from keyaccount.access import Principal, opened
from keyaccount.base.clock import day_of
from keyaccount.facts.editions import edition_in_force

COLD_DAYS = 30


@dataclass(frozen=True)
class Book:
    """How many customers are mine, of these key accounts, about to be reclaimed, and not followed for `COLD_DAYS`."""

    mine: int
    key: int
    reclaimed_soon: int
    cold: int
    warn_until: str


def my_book(by: Principal, *, at: datetime) -> Book:
    """One query over the reader's own accounts."""
    edition = edition_in_force()
    key_tiers = [tier.key for tier in edition.tiers if tier.key_account]
    until = day_of(at) + timedelta(days=edition.pool.warn_days)
    counts = (
        opened(by, "account")
        .filter(owner_id=by.id)
        .aggregate(
            mine=Count("pk"),
            key=Count("pk", filter=Q(tier__in=key_tiers)),
            reclaimed_soon=Count("pk", filter=Q(reclaim_on__lte=until)),
            cold=Count("pk", filter=cold(at)),
        )
    )
    return Book(**counts, warn_until=until.isoformat())


def cold(at: datetime) -> Q:
    """Accounts that nobody followed for `COLD_DAYS` days, or ever."""
    return Q(followed_at=None) | Q(followed_at__lt=at - timedelta(days=COLD_DAYS))

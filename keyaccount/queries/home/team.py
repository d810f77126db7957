"""How a manager's people stand: customers, key accounts and care, one line a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from keyaccount.access import FieldClass, Principal, Relation, opened
from keyaccount.base.clock import day_of
from keyaccount.facts.editions import edition_in_force
from keyaccount.queries.accounts.my_book import COLD_DAYS
from keyaccount.queries.deals.stalling import stalled_deals

MOST = 50
FIGURES = ("accounts", "key", "cold", "reclaimed_soon", "deals", "amount", "stalled", "late")
_CURRENCY = "CNY"


@dataclass(frozen=True)
class Colleague:
    """What one owner holds; `cold` counts key accounts without follow-up for `COLD_DAYS`.

    `deals` are open ones, `amount` their sum in yuan, `stalled` those that stand too long, `late` the tasks overdue.
    """

    id: UUID
    name: str
    title: str
    accounts: int
    key: int
    cold: int
    reclaimed_soon: int
    deals: int
    amount: Decimal
    stalled: int
    late: int


@dataclass(frozen=True)
class Team:
    """The lines of those who need care most, how many lines more, the sums of all; tiers and day for the way to the rows."""

    colleagues: list[Colleague]
    more: int
    sums: dict[str, Any]
    key_tiers: str
    warn_until: str


def leads(by: Principal) -> bool:
    """Whether the page has a team part: managers for their subtree, operations and audit for the company.

    Finance sees the company's money and not who works on what.
    """
    grants = by.grants("account")
    wide = (grants[relation] for relation in (Relation.SUBTREE, Relation.COMPANY) if relation in grants)
    return any(FieldClass.INTERNAL in grant.read for grant in wide)


def team(by: Principal, *, at: datetime) -> Team | None:
    """Three queries over all accounts, deals and tasks below the reader; None for those who lead nobody."""
    if not leads(by):
        return None
    edition = edition_in_force()
    key_tiers = [tier.key for tier in edition.tiers if tier.key_account]
    key = Q(tier__in=key_tiers)
    quiet = Q(followed_at=None) | Q(followed_at__lt=at - timedelta(days=COLD_DAYS))
    until = day_of(at) + timedelta(days=edition.pool.warn_days)
    rows = opened(by, "account", klass=FieldClass.INTERNAL).filter(owner__isnull=False)
    if Relation.COMPANY not in by.grants("account"):
        rows = rows.filter(department_id__in=by.subtree)
    sums = rows.values("owner_id", "owner__name", "owner__title").annotate(
        accounts=Count("pk"),
        key=Count("pk", filter=key),
        cold=Count("pk", filter=key & quiet),
        reclaimed_soon=Count("pk", filter=Q(reclaim_on__lte=until)),
    )
    work = _work(by, day_of(at))
    found = [_colleague(row, work.get(row["owner_id"], {})) for row in sums]
    found.sort(key=lambda one: (-one.cold, -one.reclaimed_soon, -one.key, one.name))
    totals = {name: sum(getattr(one, name) for one in found) for name in FIGURES}
    return Team(found[:MOST], max(len(found) - MOST, 0), totals, ",".join(key_tiers), until.isoformat())


def _colleague(row: Mapping[str, Any], work: Mapping[str, Any]) -> Colleague:
    return Colleague(
        row["owner_id"],
        row["owner__name"],
        row["owner__title"],
        row["accounts"],
        row["key"],
        row["cold"],
        row["reclaimed_soon"],
        deals=work.get("deals", 0),
        amount=work.get("amount") or Decimal(0),
        stalled=work.get("stalled", 0),
        late=work.get("late", 0),
    )


def _work(by: Principal, today: date) -> dict[Any, dict[str, Any]]:
    """By owner: open deals with their sum, those that stand still, tasks overdue."""
    found: dict[Any, dict[str, Any]] = {}
    if by.grants("opportunity"):
        rows = opened(by, "opportunity", klass=FieldClass.COMMERCIAL).filter(state="open")
        sums = rows.values("owner_id").annotate(
            deals=Count("pk"),
            amount=Sum("amount", filter=Q(currency=_CURRENCY)),
            stalled=Count("pk", filter=stalled_deals(today)),
        )
        found = {row["owner_id"]: dict(row) for row in sums}
    if by.grants("task"):
        late = opened(by, "task").filter(done_at=None, due_on__lt=today)
        for row in late.values("owner_id").annotate(late=Count("pk")):
            found.setdefault(row["owner_id"], {})["late"] = row["late"]
    return found

"""Pools and holdings: what lies in the pools, what I may still take, what goes back soon (ACC-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from keyaccount.access import FieldClass, Principal, access_to, everything, found, opened
from keyaccount.base.errors import Refused
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.pool import override
from keyaccount.playbook.schema import PoolRules
from keyaccount.queries.records.names import names_for
from keyaccount.records.accounts.models import Account, Holding, Pool


@dataclass(frozen=True)
class PoolShown:
    pool: Pool
    department: str
    count: int
    rules: PoolRules


@dataclass(frozen=True)
class HoldingShown:
    owner: str
    began_at: Any
    ended_at: Any
    how: str
    reason: str


def pools_shown(by: Principal) -> list[PoolShown]:
    """The pools open to the reader, with how many accounts lie in each and the rules in force there."""
    rules = edition_in_force().pool
    pools = list(opened(by, "pool").filter(pk__in=by.pools).order_by("-is_default", "name"))
    counts = opened(by, "account").filter(pool__in=pools).values("pool_id").annotate(n=Count("pk"))
    by_pool = {row["pool_id"]: row["n"] for row in counts}
    names = names_for(by, "department", {p.department_id for p in pools if p.department_id})
    return [
        PoolShown(
            p,
            names.get(p.department_id, ""),
            by_pool.get(p.pk, 0),
            override(rules, p.rules) if p.rules else rules,
        )
        for p in pools
    ]


def soon_reclaimed(by: Principal, *, today: date, limit: int = 20) -> list[Account]:
    """The reader's own accounts that go back to the pool within the warning days, soonest first."""
    days = edition_in_force().pool.warn_days
    mine = opened(by, "account").filter(owner_id=by.id, reclaim_on__lte=today + timedelta(days=days))
    return list(mine.order_by("reclaim_on", "pk")[:limit])


def account_holdings(by: Principal, id: UUID | str) -> list[HoldingShown]:
    """Who held the account from when to when and why it went, newest first; `Refused` to who sees its public side only."""
    account = found(by, "account", id, archived=True)
    if FieldClass.INTERNAL not in access_to(by, "account").classes(account):
        raise Refused()
    rows = everything(Holding, why="the account was opened for the reader just above").filter(account=account)
    kept = list(rows.order_by("-began_at", "-id")[:100])
    names = names_for(by, "member", {h.owner_id for h in kept if h.owner_id})
    return [HoldingShown(names.get(h.owner_id, ""), h.began_at, h.ended_at, h.how, h.reason) for h in kept]

"""How many customers a member holds and may hold (ACC-5), by the member's own limit or the rules of the nearest pool."""

from __future__ import annotations

from dataclasses import dataclass

from keyaccount.access import Principal, opened
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.pool import override
from keyaccount.playbook.schema import PoolRules


@dataclass(frozen=True)
class Room:
    """`held` counts against `limit`; None: no limit."""

    held: int
    limit: int | None

    @property
    def percent(self) -> int | None:
        return min(self.held * 100 // self.limit, 100) if self.limit else None


def my_room(by: Principal) -> Room:
    """Two queries whatever is held."""
    rules = _rules(by)
    limit = by.member.capacity if by.member.capacity is not None else rules.capacity
    mine = opened(by, "account").filter(owner_id=by.id)
    if not rules.capacity_counts_exempt:
        mine = mine.exclude(tier__in=rules.exempt_tiers)
    return Room(mine.count(), limit or None)


def _rules(by: Principal) -> PoolRules:
    edition = edition_in_force()
    pools = {pool.department_id: pool for pool in opened(by, "pool").order_by("-created_at")}
    at = by.member.department_id
    while at and at not in pools:
        at = by.department_tree.get(at)
    default = next((pool for pool in pools.values() if pool.is_default), None)
    pool = pools.get(at) if at else default
    return override(edition.pool, pool.rules) if pool and pool.rules else edition.pool

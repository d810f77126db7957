"""The group an account belongs to, as a tree with what its reader may add up (ACC-1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from keyaccount.access import FieldClass, Principal, access_to, found, opened


@dataclass
class Node:
    """An account in the group tree; sums are its own, `total_*` include everything below that the reader sees."""

    id: UUID
    name: str
    tier: str
    owner: str
    seats: int | None
    people: int = 0
    received: Decimal | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def total_seats(self) -> int:
        return (self.seats or 0) + sum(c.total_seats for c in self.children)

    @property
    def total_people(self) -> int:
        return self.people + sum(c.total_people for c in self.children)

    @property
    def total_received(self) -> Decimal:
        return (self.received or Decimal(0)) + sum((c.total_received for c in self.children), Decimal(0))

    @property
    def size(self) -> int:
        return 1 + sum(c.size for c in self.children)


def account_group(by: Principal, id: UUID | str) -> list[Node]:
    """The tops of the group as its reader sees it: permission does not roll up, so hidden companies leave gaps."""
    account = found(by, "account", id, archived=True)
    root = account.group_root_id or account.pk
    rows = opened(by, "account").filter(Q(pk=root) | Q(group_root_id=root))
    access = access_to(by, "account")
    loaded = list(rows.select_related("owner").order_by("name_sort", "pk"))
    people = _people(by, [r.pk for r in loaded])
    money = _money(by, [r.pk for r in loaded])
    nodes: dict[UUID, Node] = {}
    parents: dict[UUID, UUID | None] = {}
    for row in loaded:
        inside = FieldClass.INTERNAL in access.classes(row)
        owner = row.owner.name if row.owner else ""
        nodes[row.pk] = Node(
            row.pk,
            row.name,
            row.tier,
            owner,
            row.seats if inside else None,
            people.get(row.pk, 0),
            money.get(row.pk),
        )
        parents[row.pk] = row.parent_id
    tops: list[Node] = []
    for pk, node in nodes.items():
        above = nodes.get(parents[pk] or pk)
        above = None if above is node else above
        (above.children if above else tops).append(node)
    return tops


def _people(by: Principal, ids: list[Any]) -> dict[Any, int]:
    rows = opened(by, "person").filter(account_id__in=ids).values("account_id").annotate(n=Count("pk"))
    return {r["account_id"]: r["n"] for r in rows}


def _money(by: Principal, ids: list[Any]) -> dict[Any, Decimal]:
    seen = opened(by, "result", klass=FieldClass.COMMERCIAL).filter(account_id__in=ids, currency="CNY")
    rows = seen.values("account_id").annotate(total=Sum("received"))
    return {r["account_id"]: r["total"] for r in rows}

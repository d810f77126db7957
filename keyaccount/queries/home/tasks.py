"""The open tasks of one customer or one deal, the most urgent first (CON-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from keyaccount.access import Principal, access_to, opened
from keyaccount.records.visits.models import Task

FEW = 8


@dataclass(frozen=True)
class OpenTasks:
    """A few of them, and how many there are in all; `mine` may be finished by the reader."""

    tasks: Sequence[Task]
    count: int
    mine: frozenset[UUID]


def open_tasks(by: Principal, *, account: UUID | None = None, deal: UUID | None = None) -> OpenTasks:
    """Of the deal if one is given, else of the customer; two queries."""
    access = access_to(by, "task")
    rows = opened(by, "task").filter(done_at=None)
    rows = rows.filter(opportunity_id=deal) if deal else rows.filter(account_id=account)
    found = list(rows.select_related("owner", "opportunity", "account").order_by("due_on", "pk")[:FEW])
    mine = frozenset(one.pk for one in found if access.allows(one, "finish"))
    return OpenTasks(found, rows.count() if len(found) == FEW else len(found), mine)

"""The tasks of the customer or the deal a page is about: seen, added and finished where they stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to
from keyaccount.base import clock
from keyaccount.queries.home.tasks import open_tasks


def tasks_near(by: Principal, account: UUID, deal: UUID | None = None, *, add: bool) -> dict[str, Any] | None:
    """What `tasks_block` of `visits/parts.html` draws; None for who sees no tasks."""
    access = access_to(by, "task")
    if not access.fields:
        return None
    return {
        "found": open_tasks(by, account=account, deal=deal),
        "today": clock.day_of(clock.now()),
        "account": account,
        "deal": deal,
        "add": add and access.may("create"),
    }

"""A task that was called done is not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.visits.finish_task import mark
from keyaccount.records.visits.models import Task


@transaction.atomic
def reopen_task(*, by: Principal, at: datetime, id: UUID | str) -> Task:
    """The task, to do again; one that is open stays as it is. Raises `Missing` or `Refused`."""
    row: Task = changeable(by, "task", id, verb="finish")
    return mark(row, "reopened", by=by, at=at) if row.done_at else row

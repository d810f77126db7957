"""A task is done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.shared import journaling
from keyaccount.records.visits.models import Task


@transaction.atomic
def finish_task(*, by: Principal, at: datetime, id: UUID | str) -> Task:
    """The task, done now by `by`; one that is done already stays as it is. Raises `Missing` or `Refused`."""
    row: Task = changeable(by, "task", id, verb="finish")
    return row if row.done_at else mark(row, "finished", by=by, at=at)


def mark(row: Task, verb: str, *, by: Principal, at: datetime) -> Task:
    """Store and tell that a task was finished or reopened."""
    finished = verb == "finished"
    row.done_at, row.done_by = (at, by.id) if finished else (None, None)
    row.version += 1
    row.updated_at, row.updated_by = at, by.id
    row.save(force_update=True)
    journaling.write(
        f"task.{verb}",
        by=by,
        at=at,
        entity="task",
        object_id=row.pk,
        label=row.title,
        account_id=row.account_id,
    )
    return row

"""Take a waiting import or export to work on it: one worker gets it, whatever their number, and a dead one loses it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.base.language import say
from keyaccount.records.library.models import ExportRun, ImportRun

MOST = 5  # tried in one turn, while other workers take them from under our hands
STALE = timedelta(seconds=120)
STALE_EXPORT = timedelta(minutes=15)
_WHY = "workers take any member's runs; each then runs with the rights of its member"


def claim_import(*, at: datetime, id: UUID | None = None) -> UUID | None:
    """The oldest import that waits, or whose worker gave no sign for two minutes; `id` wants that one and no other."""
    silent = Q(heartbeat_at=None) | Q(heartbeat_at__lt=at - STALE)
    free = Q(state="waiting") | Q(state__in=("running", "linking")) & silent
    runs = everything(ImportRun, why=_WHY).filter(free)
    wanted = runs.filter(pk=id) if id else runs.order_by("created_at")[:MOST]
    for found in list(wanted.values_list("id", flat=True)):
        if runs.filter(pk=found).update(state="running", heartbeat_at=at):
            return UUID(str(found))
    return None


def give_back_import(*, id: UUID) -> None:
    """Stop working on an import; the next worker goes on with it at once."""
    everything(ImportRun, why=_WHY).filter(pk=id, state="running").update(heartbeat_at=None)


def fail_import(*, id: UUID, at: datetime) -> None:
    """An error of ours ended it; the log says which. What was taken stays, and can be undone."""
    text = str(say("导入时出了内部错误，已停止；请把时间告诉系统管理员"))
    everything(ImportRun, why=_WHY).filter(pk=id).update(
        state="failed", problem=text, finished_at=at, updated_at=at
    )


def claim_export(*, at: datetime) -> UUID | None:
    """The oldest export that waits, or was begun a quarter of an hour ago and never came to its end."""
    free = Q(state="waiting") | Q(state="running", updated_at__lt=at - STALE_EXPORT)
    runs = everything(ExportRun, why=_WHY).filter(free)
    for found in list(runs.order_by("created_at").values_list("id", flat=True)[:MOST]):
        if runs.filter(pk=found).update(state="running", updated_at=at):
            return UUID(str(found))
    return None


def give_back_export(*, id: UUID) -> None:
    """Stop working on an export; the next worker begins it again at once."""
    everything(ExportRun, why=_WHY).filter(pk=id, state="running").update(state="waiting")


def fail_export(*, id: UUID, at: datetime) -> None:
    """An error of ours ended it; the log says which."""
    text = str(say("导出时出了内部错误，已停止；请把时间告诉系统管理员"))
    everything(ExportRun, why=_WHY).filter(pk=id).update(
        state="failed", problem=text, finished_at=at, updated_at=at
    )

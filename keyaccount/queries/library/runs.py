"""A member's own imports and exports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Min, When

from keyaccount.access import Principal, everything, found, opened
from keyaccount.base.errors import Missing
from keyaccount.records.library.models import ExportRun, ImportRow, ImportRun

MOST = 100
_WHY = "the rows of an import that was opened for its member just above"


def my_imports(by: Principal) -> list[ImportRun]:
    """The newest imports; trials that were left alone come along, so that they can be taken up again."""
    return list(opened(by, "import_run").select_related("document").order_by("-created_at")[:MOST])


def my_exports(by: Principal) -> list[ExportRun]:
    return list(opened(by, "export_run").select_related("document").order_by("-created_at")[:MOST])


def my_import(by: Principal, id: UUID | str) -> ImportRun:
    """Raises `Missing`."""
    run: ImportRun = found(by, "import_run", id)
    return run


def my_export(by: Principal, id: UUID | str) -> ExportRun:
    """Raises `Missing`."""
    run: ExportRun = found(by, "export_run", id)
    return run


def taken_back(by: Principal, run: ImportRun) -> tuple[int, int]:
    """(rows taken back, rows to take back) of an import that is being undone."""
    if run.member_id != by.id:
        raise Missing()
    changing = ("created", "updated", "merged")
    pending = everything(ImportRow, why=_WHY).filter(run=run, outcome__in=changing).count()
    total = sum(run.counts.get(name, 0) for name in changing)
    return max(total - pending, 0), total


def told_groups(by: Principal, run: ImportRun, *, most: int) -> list[dict[str, Any]]:
    """What there is to tell of the rows, equal things once: outcome, reason, how many rows, the first one of them.

    Refused ones come first, then what concerns most rows.
    """
    if run.member_id != by.id:
        raise Missing()
    rows = everything(ImportRow, why=_WHY).filter(run=run).exclude(reason="")
    found = rows.values("outcome", "reason").annotate(many=Count("pk"), number=Min("number"))
    back = Case(When(outcome="refused", then=0), default=1)
    return list(found.order_by(back, "-many", "number")[:most])


def told_rows(by: Principal, run: ImportRun, *, outcomes: Sequence[str], most: int) -> list[dict[str, Any]]:
    """The first rows with one of these outcomes, or, with none, those about which something is to be told."""
    if run.member_id != by.id:
        raise Missing()
    rows = everything(ImportRow, why=_WHY).filter(run=run)
    rows = rows.filter(outcome__in=outcomes) if outcomes else rows.exclude(reason="")
    return list(rows.order_by("number").values("number", "outcome", "reason", "entity", "object_id")[:most])

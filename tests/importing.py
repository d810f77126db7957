"""Imports in tests: a file written down in the test, worked off at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from keyaccount.access import Principal
from keyaccount.actions.importing.import_file import import_file
from keyaccount.records.library.models import ImportRow, ImportRun
from tests.cast import NOW


def clock(start: datetime = NOW) -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is asked."""
    ticks = iter(range(1, 10**9))
    return lambda: start + timedelta(seconds=next(ticks))


def written(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def take(by: Principal, kind: str, path: Path, *, at: datetime = NOW, **more: Any) -> ImportRun:
    return import_file(by=by, at=at, now=clock(at), kind=kind, path=path, **more)


def outcomes(run: ImportRun) -> list[tuple[int, str, str]]:
    """(row number, outcome, reason) of every row."""
    rows = ImportRow.rows.filter(run=run).order_by("number")
    return list(rows.values_list("number", "outcome", "reason"))


def accounted(run: ImportRun) -> bool:
    """Whether every row of the file was created, updated, merged, left unchanged or refused, and says why if refused."""
    rows = outcomes(run)
    told = sum(run.counts[name] for name in ("created", "updated", "merged", "unchanged", "refused"))
    reasons = all(reason for _, outcome, reason in rows if outcome == "refused")
    return run.total == run.counts["read"] == told == len(rows) and reasons

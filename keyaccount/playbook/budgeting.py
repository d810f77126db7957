"""The customer's next budget season, and what to do by when, counted back from its end (OPP-3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_practice import BudgetTask


@dataclass(frozen=True, slots=True)
class DatedTask:
    task: BudgetTask
    due: date


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """The season that runs or comes next, first and last day; `year`: that in which the budgeted fiscal year begins."""

    year: int
    starts: date
    ends: date
    tasks: tuple[DatedTask, ...]


def budget_plan(edition: Edition, months: Collection[int], fiscal_year_start: int, today: date) -> BudgetPlan:
    """`months` (1–12) of the account, none: those of the edition; `fiscal_year_start`: the month it begins in.

    「每年10月、11月，需要帮助KA客户申请下一年预算」. A season may run over New Year; of several the next one counts.
    """
    runs = _runs(sorted(set(months) or set(edition.budget_season.months)))
    seasons = [
        _season(first, length, year)
        for first, length in runs
        for year in (today.year - 1, today.year, today.year + 1)
    ]
    starts, ends = min((season for season in seasons if season[1] >= today), key=lambda season: season[1])
    year = starts.year if starts.month < fiscal_year_start else starts.year + 1
    tasks = (DatedTask(task, ends - timedelta(days=task.days_before)) for task in edition.budget_tasks)
    return BudgetPlan(year, starts, ends, tuple(sorted(tasks, key=lambda each: each.due)))


def _runs(months: list[int]) -> list[tuple[int, int]]:
    """Neighbouring months together, December next to January: (first month, how many)."""
    firsts = [month for month in months if (month - 2) % 12 + 1 not in months] or months[:1]
    runs = []
    for first in firsts:
        length = 1
        while length < len(months) and (first + length - 1) % 12 + 1 in months:
            length += 1
        runs.append((first, length))
    return runs


def _season(first: int, length: int, year: int) -> tuple[date, date]:
    after = first + length - 1
    return date(year, first, 1), date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)

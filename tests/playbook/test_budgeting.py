"""OPP-3: 「所以每年10月、11月，需要帮助KA客户申请下一年预算」, counted back from the end of the season."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.budgeting import budget_plan
from keyaccount.playbook.reader import default


def day(text: str) -> date:
    return date.fromisoformat(text)


# Months, first month of the fiscal year, today → year, first and last day of the season.
SEASONS: list[tuple[list[int], int, str, int, str, str]] = [
    ([10, 11], 1, "2025-06-10", 2026, "2025-10-01", "2025-11-30"),
    ([10, 11], 1, "2025-10-15", 2026, "2025-10-01", "2025-11-30"),
    ([10, 11], 1, "2025-11-30", 2026, "2025-10-01", "2025-11-30"),
    ([10, 11], 1, "2025-12-01", 2027, "2026-10-01", "2026-11-30"),
    ([], 1, "2025-06-10", 2026, "2025-10-01", "2025-11-30"),
    ([11, 10], 1, "2025-06-10", 2026, "2025-10-01", "2025-11-30"),
    ([12], 1, "2025-12-31", 2026, "2025-12-01", "2025-12-31"),
    ([1, 12], 4, "2025-06-10", 2026, "2025-12-01", "2026-01-31"),
    ([1, 12], 4, "2026-01-20", 2026, "2025-12-01", "2026-01-31"),
    ([1, 11, 12], 1, "2026-01-20", 2026, "2025-11-01", "2026-01-31"),
    ([1, 2], 4, "2025-06-10", 2026, "2026-01-01", "2026-02-28"),
    ([2], 4, "2028-01-01", 2028, "2028-02-01", "2028-02-29"),
    ([3, 10], 1, "2025-02-01", 2026, "2025-03-01", "2025-03-31"),
    ([3, 10], 1, "2025-04-01", 2026, "2025-10-01", "2025-10-31"),
    ([4, 5], 7, "2025-01-01", 2025, "2025-04-01", "2025-05-31"),
    (list(range(1, 13)), 1, "2025-06-10", 2026, "2025-01-01", "2025-12-31"),
]


@pytest.mark.parametrize(("months", "fiscal", "today", "year", "starts", "ends"), SEASONS)
def test_the_season_that_runs_or_comes_next(
    months: list[int], fiscal: int, today: str, year: int, starts: str, ends: str
) -> None:
    plan = budget_plan(default(), months, fiscal, day(today))
    assert (plan.year, plan.starts, plan.ends) == (year, day(starts), day(ends))


def test_the_task_pack_is_dated_from_the_end() -> None:
    """Justification, price range, benefit sheet, who signs, by when: each with its day."""
    plan = budget_plan(default(), [10, 11], 1, day("2025-06-10"))
    assert [(each.task.key, each.due.isoformat()) for each in plan.tasks] == [
        ("deadline", "2025-10-01"),
        ("who_signs", "2025-10-01"),
        ("justification", "2025-10-16"),
        ("price_range", "2025-10-21"),
        ("benefit_sheet", "2025-10-26"),
        ("submitted", "2025-11-10"),
        ("outcome", "2025-11-30"),
    ]


@given(st.sets(st.integers(1, 12)), st.integers(1, 12), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_season_is_never_over_and_its_fiscal_year_comes_after_it_began(
    months: set[int], fiscal: int, today: date
) -> None:
    plan = budget_plan(default(), months, fiscal, today)
    assert plan.starts <= plan.ends >= today
    assert (plan.ends - today).days <= 2 * 366
    assert plan.starts < date(plan.year, fiscal, 1) <= date(plan.starts.year + 1, plan.starts.month, 1)
    assert {plan.starts.month, plan.ends.month} <= (months or {10, 11})
    assert all(each.due <= plan.ends for each in plan.tasks)

"""Dates: the ways of writing one, how far away it is, working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.base import dates
from keyaccount.base.errors import Invalid

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "2026 年 11 月 22 日", "20261122",
        "２０２６－１１－２２", "2026-11-22 10:30:00", "2026-11-22T10:30:00Z", "2026年11月22日 星期日",
        "22 Nov 2026", "Nov 22, 2026",
        "November 22 2026", "22-Nov-2026", "民國115年11月22日", "二〇二六年十一月二十二日",
        "22/11/2026", "11/22/2026", "22/11/26",
    ],
)  # fmt: skip
def test_read(text: str) -> None:
    assert dates.parse_date(text) == TODAY


def test_read_with_help() -> None:
    assert dates.parse_date("2026.11") == dates.parse_date("2026年11月") == date(2026, 11, 1)
    assert dates.parse_date("03/04/2025", order="dmy") == date(2025, 4, 3)
    assert dates.parse_date("03/04/2025", order="mdy") == date(2025, 3, 4)
    assert dates.parse_date("05/05/2025") == date(2025, 5, 5)
    assert dates.parse_date("46348", excel=True) == TODAY
    assert dates.parse_date("46348.5", excel=True) == TODAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2025", "ambiguous_date"),
        ("2026-13-01", "date"),
        ("2026-02-30", "date"),
        ("31/31/2025", "date"),
        ("11月22日", "date"),
        ("46348", "date"),
        ("明天", "date"),
        ("", "date"),
    ],
)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        dates.parse_date(text)
    assert raised.value.problems[0].code == code


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        dates.parse_date(text, excel=True)
    except Invalid as refused:
        assert str(refused)


def test_the_order_of_a_column() -> None:
    assert dates.date_orders(["03/04/2025", "13/04/2025"]) == {"dmy"}
    assert dates.date_orders(["03/04/2025", "04/13/2025"]) == {"mdy"}
    assert dates.date_orders(["03/04/2025", "2025-01-01", ""]) == {"dmy", "mdy"}
    assert dates.date_orders(["13/04/2025", "04/13/2025"]) == set()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "今天"),
        (date(2026, 11, 21), "昨天"),
        (date(2026, 11, 20), "前天"),
        (date(2026, 11, 23), "明天"),
        (date(2026, 11, 24), "后天"),
        (date(2026, 11, 19), "3 天前"),
        (date(2026, 12, 1), "9 天后"),
        (date(2026, 10, 23), "30 天前"),
        (date(2026, 10, 22), "1 个月前"),
        (date(2026, 9, 20), "2 个月前"),
        (date(2027, 5, 22), "6 个月后"),
        (date(2025, 11, 22), "1 年前"),
        (date(2028, 12, 1), "2 年后"),
    ],
)
def test_how_far_away(day: date, words: str) -> None:
    assert str(dates.relative(day, TODAY)) == words


def test_working_days() -> None:
    assert dates.is_workday(date(2025, 1, 26)), "a Sunday worked for the Spring Festival"
    assert not dates.is_workday(date(2026, 10, 1))
    assert not dates.is_workday(date(2027, 10, 1)), "beyond chinesecalendar's data"
    assert not dates.is_workday(date(2031, 3, 1)), "a Saturday"
    assert dates.is_workday(date(2031, 3, 3))
    assert dates.is_official(TODAY) and not dates.is_official(date(2035, 1, 1))
    assert dates.is_workday(date(2026, 10, 1), {date(2026, 10, 1): True})


def test_counting_working_days() -> None:
    assert dates.add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert dates.add_workdays(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert dates.add_workdays(TODAY, 0) == TODAY


@given(st.dates(date(2005, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_going_there_and_back(day: date, count: int) -> None:
    there = dates.add_workdays(day, count)
    assert dates.is_workday(there) and there > day
    assert sum(dates.is_workday(day + timedelta(n)) for n in range(1, (there - day).days + 1)) == count


def test_months_are_told_as_the_reader_names_them() -> None:
    assert [str(dates.months(m)) for m in ([10, 11], [3, 6], [9])] == ["10–11 月", "3、6 月", "9 月"]

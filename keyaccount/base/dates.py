"""Dates: reading the many ways of writing one, saying how far away it is, counting working days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal

import chinese_calendar
import holidays
from babel.dates import get_month_names

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import EN, Say, current, listed, say

Order = Literal["dmy", "mdy"]

_TIME = r"(?:[t ]+\d{1,2}[:时]\d{2}.*)?"
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*([-/.年])\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月?)"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?" + _TIME
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})" + _TIME)
_MINGUO = re.compile(r"民[国國]\s*(\d{1,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})" + _TIME)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(
    r"(?:(\d{1,2})[ -]*)?([a-z]{3,9})\.?[ -]*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?,?(\d{4})" + _TIME
)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def _refuse(text: str, code: str = "date") -> Invalid:
    messages = {
        "date": say("看不懂日期“{text}”，请写成 2026-11-22 这样", text=text),
        "ambiguous_date": say("日期“{text}”分不清月和日，请写成 2026-11-22 这样，或选定日期格式", text=text),
        "date_order": say("日期“{text}”和这一列的日月顺序对不上", text=text),
    }
    return Invalid(Problem(code, messages[code]))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if "年" in folded and "民" not in folded:
        folded = re.sub(r"[〇零一二三四五六七八九]{4}(?=年)", lambda m: m.group().translate(_DIGITS), folded)
        folded = re.sub(r"[一二三四五六七八九十]+(?=[月日])", lambda m: str(_small_number(m.group())), folded)
    return folded


def _small_number(text: str) -> int:
    """十一 → 11, 二十二 → 22."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 0
    return int((tens or "一").translate(_DIGITS)) * 10 + int((ones or "零").translate(_DIGITS))


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < 70 else 1900)


def _year_first(plain: str) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[3]), int(found[4] or 1)
    if found := _COMPACT.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _MINGUO.fullmatch(plain):
        return int(found[1]) + 1911, int(found[2]), int(found[3])
    return None


def _named(plain: str) -> tuple[int, int, int] | None:
    """22 Nov 2026, Nov 22, 2026, November 2026."""
    found = _NAMED.fullmatch(plain)
    if not found or found[2][:3] not in _MONTHS or (found[1] and found[3]):
        return None
    return int(found[4]), _MONTHS.index(found[2][:3]) + 1, int(found[1] or found[3] or 1)


def _orders_of(first: int, second: int) -> set[Order]:
    orders: set[Order] = set()
    if 1 <= first <= 31 and 1 <= second <= 12:
        orders.add("dmy")
    if 1 <= second <= 31 and 1 <= first <= 12:
        orders.add("mdy")
    return orders


def date_orders(texts: Iterable[str]) -> set[Order]:
    """Which readings fit *all* dates of a column that put the year last: both = undecided, none = mixed."""
    orders: set[Order] = {"dmy", "mdy"}
    for text in texts:
        found = _YEAR_LAST.fullmatch(_plain(text))
        if found and found[1] != found[2]:
            orders &= _orders_of(int(found[1]), int(found[2]))
    return orders


def puts_year_last(text: str) -> bool:
    """Whether it is written like 03/04/2025, in which only the order tells day and month."""
    return _YEAR_LAST.fullmatch(_plain(text)) is not None


def year_first(text: str, order: Order) -> str:
    """03/04/2025 14:30, read in `order`, as 2025-04-03 14:30; what is written otherwise stays as it is.

    Raises `Invalid` with code `date_order` when it cannot be read in this order, `date` when there is no such day.
    """
    plain = _plain(text)
    found = _YEAR_LAST.fullmatch(plain)
    if not found:
        return text
    if order not in _orders_of(int(found[1]), int(found[2])):
        raise _refuse(text, "date_order")
    return parse_date(found.group(), order=order).isoformat() + plain[found.end(3) :]


def _year_last(plain: str, text: str, order: Order | None) -> tuple[int, int, int] | None:
    found = _YEAR_LAST.fullmatch(plain)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    orders = _orders_of(first, second)
    if order is None and len(orders) > 1 and first != second:
        raise _refuse(text, "ambiguous_date")
    chosen = order or next(iter(orders), None)
    return (year, second, first) if chosen == "dmy" else (year, first, second)


def parse_date(text: str, *, order: Order | None = None, excel: bool = False) -> date:
    """Read 2026-11-22, 2026/11/22, 2026年11月22日, 2026.11 (its first day), 20261122, 22 Nov 2026.

    A time after it is dropped. 03/04/2025 needs `order` (see `date_orders`); `excel` takes 46348 as a day.
    Raises `Invalid` with code `date` or `ambiguous_date`.
    """
    plain = _plain(text)
    found = _year_first(plain) or _named(plain) or _year_last(plain, text, order)
    try:
        if found:
            return date(*found)
    except ValueError as error:
        raise _refuse(text) from error
    serial = _EXCEL_SERIAL.fullmatch(plain) if excel else None
    if serial:
        return _EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
    raise _refuse(text)


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def month(number: int) -> Say:
    """3 月, Mar."""
    return say("{n} 月", n=_month(number))


def months(numbers: Sequence[int]) -> Say:
    """10–11 月 or 3、6、9 月; Oct–Nov or Mar, Jun, Sep."""
    if len(numbers) > 1 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return say("{first}–{last} 月", first=_month(numbers[0]), last=_month(numbers[-1]))
    return say("{n} 月", n=listed(_month(number) for number in numbers))


def _month(number: int) -> str:
    """What stands before 月; in English the name itself."""
    return (
        str(get_month_names("abbreviated", locale="en").get(number, number))
        if current() == EN
        else str(number)
    )


def relative(day: date, today: date) -> Say:
    """How far `day` is from `today` in words: 今天, 昨天, 3 天前, 2 个月前, 明天, 1 年后."""
    days = (day - today).days
    near = {0: say("今天"), -1: say("昨天"), -2: say("前天"), 1: say("明天"), 2: say("后天")}
    if days in near:
        return near[days]
    months = _months_between(min(day, today), max(day, today))
    if months >= 12:
        return say("{n} 年前", n=months // 12) if days < 0 else say("{n} 年后", n=months // 12)
    if months >= 1:
        return say("{n} 个月前", n=months) if days < 0 else say("{n} 个月后", n=months)
    return say("{n} 天前", n=-days) if days < 0 else say("{n} 天后", n=days)


@cache
def _public_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


def is_official(day: date) -> bool:
    """Whether the working days of that year are announced; later years are a forecast."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: date, exceptions: Mapping[date, bool] | None = None) -> bool:
    """Working day on the mainland, with holidays and make-up days; `exceptions` (an own table) win.

    Years chinesecalendar has no data for are taken from `holidays`, then from weekends.
    """
    if exceptions and day in exceptions:
        return exceptions[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return _public_holidays(day.year).is_working_day(day)


def add_workdays(day: date, count: int, exceptions: Mapping[date, bool] | None = None) -> date:
    """The working day `count` working days after (or, negative, before) `day`; 0 gives `day` itself."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_workday(day, exceptions):
            day += step
    return day

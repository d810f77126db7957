"""Which days people work, seen from one `today`: Chinese holidays from the libraries the product already has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

import chinese_calendar
import holidays

from keyaccount.base.clock import CHINA

DAY = timedelta(days=1)
MORNING, AFTERNOON = (9 * 60 + 10, 11 * 60 + 50), (13 * 60 + 40, 18 * 60 + 10)


@cache
def is_working(day: date) -> bool:
    """Monday to Friday and no public holiday; shifted working Saturdays are left free."""
    if day.weekday() > 4:
        return False
    try:
        return bool(not chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return day not in holidays.country_holidays("CN", years=day.year)


def working_back(day: date) -> date:
    """The working day on or before `day`."""
    while not is_working(day):
        day -= DAY
    return day


def working_on(day: date) -> date:
    """The working day on or after `day`."""
    while not is_working(day):
        day += DAY
    return day


def month_start(day: date, back: int = 0) -> date:
    """The first of the month `back` months before the one `day` is in."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def moment(day: date, random: Random) -> datetime:
    """A moment of that day in office hours, on a multiple of five minutes."""
    first, last = random.choice((MORNING, AFTERNOON))
    minute = random.randrange(first, last + 1, 5)
    return datetime.combine(day, time(minute // 60, minute % 60), CHINA)


@dataclass(frozen=True)
class Past:
    """Turns "so many days ago" into days."""

    today: date

    def day(self, ago: int) -> date:
        """The working day on or before, and always before today."""
        return working_back(self.today - max(ago, 1) * DAY)

    def ago(self, day: date) -> int:
        return (self.today - day).days

    def moments(self, agos: list[int], random: Random) -> list[datetime]:
        """Moments in the given order, each later than the one before, even where a holiday squeezes them together."""
        found: list[datetime] = []
        days = [self.day(ago) for ago in agos]
        for day in sorted(set(days)):
            found.extend(sorted(moment(day, random) + timedelta(seconds=n) for n in range(days.count(day))))
        return found

"""The only place that reads the clock. Interfaces ask it once and hand `at` down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(at: datetime, zone: timezone = CHINA) -> date:
    """The calendar day a moment falls on where our users are."""
    return at.astimezone(zone).date()

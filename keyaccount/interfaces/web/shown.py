"""How values are shown to the member who looks: days, money, choices, regions, in their language and unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from keyaccount.base import clock, dates, language, money, places


def lang() -> str:
    """The language for the page's `lang` attribute (BCP 47)."""
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[language.current()]


def _read(value: date | datetime | str) -> date | datetime:
    """A stored text as day or moment; the journal keeps both in ISO."""
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)


def day(value: date | datetime | str | None) -> str:
    """2026-11-22; nothing when unknown."""
    if not value:
        return ""
    when = _read(value)
    return (timezone.localtime(when) if isinstance(when, datetime) else when).strftime("%Y-%m-%d")


def moment(value: datetime | str | None) -> str:
    """2026-11-22 14:30, local time."""
    if not value:
        return ""
    when = _read(value)
    return (
        timezone.localtime(when).strftime("%Y-%m-%d %H:%M")
        if isinstance(when, datetime)
        else when.isoformat()
    )


def today() -> date:
    """The calendar day where our users are."""
    return clock.day_of(clock.now())


def ago(value: date | datetime | None) -> str:
    """今天, 昨天, 3 天前 …"""
    if not value:
        return ""
    when = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return str(dates.relative(when, today()))


def number(value: int | None) -> str:
    """12,345"""
    return "" if value is None else f"{value:,}"


def amount(value: Decimal | str | None, currency: str = "CNY", unit: Any = "auto") -> str:
    """¥1,234.56 万 and the like, by the member's unit."""
    return "" if value in (None, "") else money.display(Decimal(value), currency, unit, language.current())


def region(code: str) -> str:
    """江苏省 南京市"""
    return places.told_path(code) if code else ""


def phone_link(value: str) -> str:
    """The digits for a `tel:` address."""
    return "".join(c for c in value if c.isdigit() or c == "+")


def map_pairs(rows: Iterable[Any], key: str = "id", label: str = "name") -> list[tuple[Any, str]]:
    """Options of a select from rows of a mapping: (key, label)."""
    return [(row[key], str(row[label])) for row in rows or ()]


FILTERS: dict[str, Callable[..., Any]] = {
    "map_pairs": map_pairs,
    "day": day,
    "moment": moment,
    "ago": ago,
    "number": number,
    "amount": amount,
    "region": region,
    "phone_link": phone_link,
}

"""How one value looks in a file, in a workbook and in CSV."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from keyaccount.base.clock import CHINA
from keyaccount.base.csvsafe import safe_cell

EXACT_DIGITS = 15  # more than these a spreadsheet program rounds away
MOST_CHARACTERS = 32_767


def local(moment: datetime) -> datetime:
    """Wall-clock time in China to the second, without a zone: a spreadsheet knows none."""
    aware = moment.astimezone(CHINA) if moment.tzinfo else moment
    return aware.replace(tzinfo=None, microsecond=0)


def number(value: Any) -> float | int | None:
    """The value as a number a spreadsheet holds exactly; None if it is none, or must stay text."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, Decimal):
        if not value.is_finite() or len(value.as_tuple().digits) > EXACT_DIGITS:
            return None
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 10**EXACT_DIGITS
            else float(value)
        )
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if abs(value) < 10**EXACT_DIGITS else None


def plain_text(value: Any) -> str:
    """Text for a person; dates in ISO form, Decimals without exponent."""
    if isinstance(value, datetime):
        return local(value).isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    return "" if value is None else str(value)


def csv_text(value: Any) -> str:
    """Text for a CSV cell: what could be taken for a formula is marked, numbers and dates need no mark."""
    text = plain_text(value)
    return text if value is None or isinstance(value, (bool, int, float, Decimal, date)) else safe_cell(text)


def fits(text: str) -> bool:
    """Whether a workbook cell holds the text (32,767 UTF-16 units)."""
    return (
        len(text) * 2 <= MOST_CHARACTERS or len(text.encode("utf-16-le", "replace")) // 2 <= MOST_CHARACTERS
    )


def display_width(text: str) -> int:
    """Columns taken on screen: a Chinese character is two wide; of several lines the longest counts."""
    return max((sum(_wide(c) for c in line) for line in text.splitlines()), default=0)


def _wide(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitting_width(texts: Iterable[str]) -> int:
    """A column width that shows most cells whole, between 8 and 48."""
    return min(48, max(8, 2 + max((display_width(t[:200]) for t in texts), default=0)))

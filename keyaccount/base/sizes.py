"""Sizes written as people write them: how many employees (ACC-1 headcount)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_UNITS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "k": 1000, "w": 10_000, "百万": 10**6}
_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(百万|百|千|万|萬|[kw])?"
_RANGE = re.compile(_NUMBER + r"\s*(?:人|名)?\s*(?:-|–|—|~|至|到)\s*" + _NUMBER)
_ONE = re.compile(_NUMBER + r"\s*(余|餘|多|来)?")
_MORE = re.compile(r"\+|以上|超过|超過|大于|不少于|至少|>|余|餘|多|over|more")
_LESS = re.compile(r"以下|以内|以內|不到|不足|少于|少於|小于|低于|<|under|less")


def _size(number: str, unit: str | None) -> int:
    return int(Decimal(number.replace(",", "")) * _UNITS[unit or ""])


def parse_size_text(text: str) -> tuple[int, int | None] | None:
    """(lowest, highest) number of people, highest None when open; None when there is no number.

    35000+人 → (35000, None); 1000-5000人 → (1000, 5000); 1-5万人 → (10000, 50000); 约3万人 → (30000, 30000);
    50人以下 → (0, 50).
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    span = _RANGE.search(plain)
    if span:
        low, high = _size(span[1], span[2] or span[4]), _size(span[3], span[4])
        return (low, high) if low <= high else (high, low)
    one = _ONE.search(plain)
    if not one:
        return None
    size = _size(one[1], one[2])
    if _LESS.search(plain):
        return 0, size
    return (size, None) if _MORE.search(plain) else (size, size)

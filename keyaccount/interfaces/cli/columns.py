"""Rows in columns on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """One line for each row, cells padded to the widest of their column."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(padded(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in rows]


def padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

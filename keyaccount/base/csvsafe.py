"""Cells for CSV and workbook exports: no cell may start a formula, and reading the file back changes nothing.

A text a spreadsheet would run is given one apostrophe in front; plain negative numbers stay numbers. Texts
that already look so (apostrophes, then a formula sign) get one more, which makes the way back unambiguous.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠﹦﹢﹣﹫−])")
_NEGATIVE = re.compile(r"-(?:\d+(?:\.\d+)?|\.\d+)")


def safe_cell(text: str) -> str:
    """The cell to write for `text`."""
    if _NEGATIVE.fullmatch(text) or not _RISKY.match(text):
        return text
    return "'" + text


def unsafe_cell(cell: str) -> str:
    """The text that a cell written by `safe_cell` stands for; other cells stay as they are."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell

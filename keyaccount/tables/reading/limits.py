"""How much a file may ask of us, and the one way to say no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of one import file. Bytes, counts, characters, seconds; each is checked while reading."""

    file_bytes: int = 25 * MEGABYTE
    expanded_bytes: int = 200 * MEGABYTE
    zip_ratio: int = 100
    ratio_exempt_bytes: int = 10 * MEGABYTE  # a short sheet of one repeated word is no bomb
    zip_entries: int = 50_000
    most_rows: int = 200_000
    columns: int = 1_000
    cell_characters: int = 100_000
    line_characters: int = 10_000_000
    memory_bytes: int = 1_500 * MEGABYTE
    seconds: int = 120


LIMITS = Limits()


def refuse(code: str, message: Say, *, row: int | None = None) -> NoReturn:
    """Raise `Invalid` with one problem."""
    raise Invalid(Problem(code, message, row=row))


def refuse_damaged() -> NoReturn:
    """The file claims to be a workbook and cannot be read as one."""
    refuse("damaged", say("文件已损坏或不完整，读不出来。请用 Excel 打开并另存为 .xlsx 后再试"))


def refuse_empty() -> NoReturn:
    """Nothing in it, or nothing but spaces."""
    refuse("empty", say("文件里没有内容"))

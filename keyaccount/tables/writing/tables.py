"""`write_table`: a header and rows into a workbook or CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

from .book import Book
from .cells import csv_text, fitting_width, plain_text

XLSX_ROWS = 200_000
SAMPLED = 200
SPARE_ROWS = 1_000  # rows below the last one that still offer the drop-downs


@dataclass(frozen=True)
class Written:
    """What was written: where, as what, how many rows below the header."""

    path: Path
    kind: str
    rows: int


def kind_for(rows: int, wanted: str = "xlsx") -> str:
    """The kind to write so many rows as: 200,000 and more only as CSV."""
    return "csv" if rows >= XLSX_ROWS else wanted


def write_table(
    path: Path | str,
    kind: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    sheet_name: str | None = None,
    widths: Mapping[str, int] | None = None,
    dropdowns: Mapping[str, Sequence[str]] | None = None,
    notes: Sequence[str] = (),
    watermark: str = "",
) -> Written:
    """Write rows as they come, in constant memory. Everything after the header concerns workbooks only.

    `widths` and `dropdowns` go by column name; `notes` fill a second sheet; `watermark` is shown over the
    cells, in print and in the properties, in none of the cells, so that the file can be imported again.
    Raises `Invalid` at 200,000 rows of a workbook (ask `kind_for` first) and at a text no cell holds.
    """
    path = Path(path)
    if kind == "csv":
        return Written(path, kind, _write_csv(path, header, rows))
    with Book(path) as book:
        sheet = book.sheet(sheet_name or str(say("数据")))
        book.head(sheet, header)
        first = list(islice(rows := iter(rows), SAMPLED))
        book.widths(sheet, _widths(header, first, widths or {}))
        count = _write_rows(book, sheet, chain(first, rows))
        _finish(sheet, header, count)
        for column, name in enumerate(header):
            book.choices(sheet, column, name, (dropdowns or {}).get(name, ()), count + SPARE_ROWS)
        if watermark:
            mark(book, sheet, watermark)
        if notes or watermark:
            write_notes(book, [*notes, *([watermark] if watermark else [])])
        book.finish_choices()
    return Written(path, kind, count)


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([csv_text(str(name)) for name in header])
        for row in rows:
            writer.writerow([csv_text(value) for value in row])
            count += 1
    return count


def _write_rows(book: Book, sheet: Any, rows: Iterator[Sequence[Any]]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= XLSX_ROWS:
            message = say("Excel 文件最多 {limit} 行，请改为导出 CSV", limit=XLSX_ROWS - 1)
            raise Invalid(Problem("too_many_rows_for_xlsx", message))
        for column, value in enumerate(row):
            book.put(sheet, count, column, value)
    return count


def _widths(header: Sequence[str], rows: Sequence[Sequence[Any]], wanted: Mapping[str, int]) -> list[int]:
    columns = []
    for place, name in enumerate(header):
        texts = (plain_text(row[place]) for row in rows if place < len(row))
        columns.append(wanted.get(name) or fitting_width(chain([f"{name}    "], texts)))
    return columns


def _finish(sheet: Any, header: Sequence[str], count: int) -> None:
    if header:
        sheet.autofilter(0, 0, max(count, 1), len(header) - 1)
        sheet.repeat_rows(0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{count + SPARE_ROWS}"})


def mark(book: Book, sheet: Any, text: str) -> None:
    """Who took it and when: faint over the cells, on every printed page, in the file's properties."""
    book.file.set_properties({"comments": text})
    sheet.set_footer("&C" + text.replace("&", "&&")[:250])
    faint = {"color": "#B8BEC8", "size": 16, "name": "微软雅黑"}
    look = {"width": 520, "height": 60, "fill": {"none": True}, "line": {"none": True}, "font": faint}
    sheet.insert_textbox(5, 1, text, {**look, "object_position": 3})


def write_notes(book: Book, lines: Sequence[str]) -> None:
    """A sheet of plain lines."""
    sheet = book.sheet(str(say("说明")))
    sheet.set_column(0, 0, 100, book.style("text", "wrap"))
    for row, line in enumerate(lines):
        book.put(sheet, row, 0, str(line), "wrap")

"""`write_template`: an empty workbook that tells how to fill it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from keyaccount.base.language import listed, say

from .book import Book
from .cells import fitting_width

OFFERED_ROWS = 5_000


def write_template(
    path: Path | str,
    columns: Sequence[str],
    dropdowns: Mapping[str, Sequence[str]] | None = None,
    example_rows: Sequence[Sequence[Any]] = (),
    help_texts: Mapping[str, str] | None = None,
    *,
    required: Collection[str] = (),
    sheet_name: str | None = None,
) -> Path:
    """An import template: headers with drop-downs, and a sheet that explains each column and shows examples.

    Examples stand on the second sheet, so a template sent back as it is imports nothing. All cells hold text:
    telephone numbers and codes keep their zeros.
    """
    path, lists, helps = Path(path), dropdowns or {}, help_texts or {}
    with Book(path) as book:
        sheet = book.sheet(sheet_name or str(say("数据")))
        book.head(sheet, columns, dict.fromkeys(required, "required"))
        book.widths(sheet, [max(14, fitting_width([f"{name}    "])) for name in columns])
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{OFFERED_ROWS}"})
        for place, name in enumerate(columns):
            book.choices(sheet, place, name, lists.get(name, ()), OFFERED_ROWS)
        _explain(book, columns, lists, helps, required, example_rows)
        book.finish_choices()
    return path


def _explain(
    book: Book,
    columns: Sequence[str],
    lists: Mapping[str, Sequence[str]],
    helps: Mapping[str, str],
    required: Collection[str],
    examples: Sequence[Sequence[Any]],
) -> None:
    sheet = book.sheet(str(say("填写说明")))
    sample_heads = [str(say("示例 {n}", n=n)) for n in range(1, len(examples) + 1)]
    heads = [str(say("列")), str(say("必填")), str(say("怎么填")), str(say("可选内容")), *sample_heads]
    book.head(sheet, heads)
    book.widths(sheet, [20, 8, 48, 40, *([24] * len(examples))])
    for row, name in enumerate(columns, 1):
        must = str(say("必填")) if name in required else ""
        options = str(listed(map(str, lists.get(name, ()))))
        shown = options if len(options) <= 200 else str(say("见下拉列表"))
        cells: list[Any] = [name, must, helps.get(name, ""), shown]
        cells += [example[row - 1] if row <= len(example) else None for example in examples]
        for column, value in enumerate(cells):
            book.put(sheet, row, column, value, "wrap")

"""`annotate`: a person's own rows back, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from keyaccount.base.errors import Invalid
from keyaccount.base.language import Say, clauses, say

from .book import Book
from .cells import fitting_width
from .tables import Written, kind_for, write_table

REFUSED = "refused"
LABELS: dict[str, tuple[Say, str]] = {
    "created": (say("新建"), "good"),
    "updated": (say("更新"), "changed"),
    "merged": (say("合并"), "doubtful"),
    "unchanged": (say("没有变化"), "quiet"),
    "skipped": (say("跳过"), "quiet"),
    REFUSED: (say("未导入"), "bad"),
}
Reason = Say | str | Sequence[Say | str]
Outcome = tuple[int, str, Reason]


class Source(Protocol):
    """What was read: `keyaccount.tables.reading.Table` is one."""

    header: list[str]
    row_count: int

    def rows(self) -> Iterator[tuple[int, list[Any]]]: ...


def annotate(
    source: Source, outcomes: Iterable[Outcome], path: Path | str, *, only_refused: bool = False
) -> Written:
    """Write the rows of `source` with 结果, 原因 and 原行号 in front, in colour.

    `outcomes`: (row number, one of `LABELS`, why) in any order; a row without one was not reached. The file
    can be corrected and imported again: the three columns are replaced, not repeated. 200,000 rows and more,
    or a text no workbook cell holds, give a CSV beside the path asked for.
    """
    path = Path(path)
    found = {number: (outcome, _joined(reason)) for number, outcome, reason in outcomes}
    if kind_for(len(found) if only_refused else source.row_count) == "xlsx":
        try:
            return _workbook(source, found, path, only_refused)
        except Invalid:  # a cell that only CSV holds
            path.unlink(missing_ok=True)
    rows = (row for _, row in _rows(source, found, only_refused))
    return write_table(path.with_suffix(".csv"), "csv", _header(source), rows)


def _joined(reason: Reason) -> str:
    return str(reason) if isinstance(reason, (str, Say)) else str(clauses(reason))


def _added() -> list[str]:
    return [str(say("结果")), str(say("原因")), str(say("原行号"))]


def _kept(source: Source) -> list[int]:
    added = _added()
    return [place for place, name in enumerate(source.header) if name not in added]


def _header(source: Source) -> list[str]:
    return [*_added(), *(source.header[place] for place in _kept(source))]


def _rows(
    source: Source, found: dict[int, tuple[str, str]], only_refused: bool
) -> Iterator[tuple[str, list[Any]]]:
    kept = _kept(source)
    for number, values in source.rows():
        outcome, reason = found.get(number, ("", ""))
        if outcome == REFUSED or not only_refused:
            label = LABELS[outcome][0] if outcome in LABELS else outcome
            yield outcome, [str(label), reason, number, *(values[place] for place in kept)]


def _workbook(source: Source, found: dict[int, tuple[str, str]], path: Path, only_refused: bool) -> Written:
    header, count = _header(source), 0
    with Book(path) as book:
        sheet = book.sheet(str(say("导入结果")))
        book.head(sheet, header)
        book.widths(sheet, [10, 48, 9, *(max(14, fitting_width([f"{name}    "])) for name in header[3:])])
        for count, (outcome, values) in enumerate(_rows(source, found, only_refused), 1):
            tint = LABELS[outcome][1] if outcome in LABELS else ""
            for column, value in enumerate(values):
                wanted = tint if column < 3 or outcome == REFUSED else ""
                book.put(sheet, count, column, value, wanted)
        sheet.autofilter(0, 0, max(count, 1), len(header) - 1)
    return Written(path, "xlsx", count)

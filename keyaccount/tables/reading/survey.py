"""One pass over all records before a table is handed out: its header, its size, its oddities, its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from keyaccount.base.language import Say, say

from .headers import LOOKED_AT, find_header, name_columns
from .limits import Limits, refuse, refuse_empty
from .table import Records, Table, Value, is_blank

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


@dataclass
class Clean:
    """Records without blank rows, error values emptied where they are texts in the file; counts the errors.

    In .xlsx and .xls an error is no text and a text is no error.
    """

    records: Records
    emptying: bool = True
    errors: int = 0
    first: int = 0

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        self.errors = self.first = 0
        for number, values in self.records:
            if self.emptying and not ERRORS.isdisjoint(values):
                self.errors += sum(v in ERRORS for v in values)
                self.first = self.first or number
                values = [None if v in ERRORS else v for v in values]
            if not is_blank(values):
                yield number, values

    def warnings(self) -> list[Say]:
        """Error values standing in the file as text."""
        if not self.errors:
            return []
        many, first = self.errors, self.first
        return [say("有 {n} 个单元格是错误值（如 #N/A，第一个在第 {row} 行），按空白读取", n=many, row=first)]


@dataclass
class Survey:
    """What one pass has seen of the rows from the header on."""

    limits: Limits
    header_row: int
    names: list[Value] = field(default_factory=list)
    named: bool = False
    rows: int = 0
    width: int = 0
    odd: int = 0
    first_odd: int = 0

    def take(self, number: int, values: list[Value]) -> None:
        """Look at one row; refuses a table beyond its limits."""
        if number < self.header_row:
            return
        self._check_cells(number, values)
        self.width = max(self.width, self._used(number, values))
        if number == self.header_row:
            self.names, self.named = values, True
            return
        self.rows += 1
        if self.rows > self.limits.most_rows:
            refuse(
                "too_many_rows",
                say("数据超过 {limit} 行的上限，请拆分后分批导入", limit=self.limits.most_rows),
            )
        if self.named and len(values) != len(self.names):
            self.odd += 1
            self.first_odd = self.first_odd or number

    def _check_cells(self, number: int, values: list[Value]) -> None:
        most = self.limits.cell_characters
        for value in values:
            if isinstance(value, str) and len(value) > most:
                text = say("第 {row} 行有单元格超过 {limit} 个字，请缩短后再导入", row=number, limit=most)
                refuse("cell_too_long", text, row=number)

    def _used(self, number: int, values: list[Value]) -> int:
        width = len(values)
        while width and values[width - 1] is None:
            width -= 1
        if width > (most := self.limits.columns):
            text = say(
                "第 {row} 行有 {n} 列，超过 {limit} 列的上限，请删去不用的列", row=number, n=width, limit=most
            )
            refuse("too_many_columns", text, row=number)
        return width

    def ragged(self) -> list[Say]:
        """Rows of a text table that are longer or shorter than its header."""
        if not self.odd:
            return []
        many, first = self.odd, self.first_odd
        return [
            say(
                "有 {n} 行的列数与表头不同（第一处在第 {row} 行）：缺的按空白，多的另成一列",
                n=many,
                row=first,
            )
        ]


def tabulate(
    source: Records,
    limits: Limits,
    *,
    kind: str,
    header_row: int | None,
    warnings: list[Say],
    names: list[str] | None = None,
    **known: Any,
) -> Table:
    """Survey the records and make the table.

    `header_row`: None finds it, 0 says that there is none. `names`: the columns, where no row holds them.
    """
    records = Clean(source, kind in ("csv", "ods"))
    place = _header_place(records, header_row) if names is None else 0
    survey = Survey(limits, place or 0, list(names or ()), width=len(names or ()))
    for number, values in records:
        survey.take(number, values)
    if names is not None and not survey.rows:
        refuse_empty()
    if survey.header_row and not survey.named:
        refuse("header_row", say("第 {row} 行没有内容，不能作表头", row=survey.header_row))
    if place is None:
        unnamed = say("没有找到像表头的行，各列按位置命名；如果有表头，请指定它在第几行")
        warnings = [*warnings, unnamed]
    return Table(
        kind=kind,
        header=name_columns(survey.names, survey.width),
        header_row=survey.header_row,
        row_count=survey.rows,
        records=records,
        warnings=(*warnings, *records.warnings(), *(survey.ragged() if kind == "csv" else ())),
        **known,
    )


def _header_place(records: Clean, wanted: int | None) -> int | None:
    sample = list(islice(records, LOOKED_AT))
    if not sample:
        refuse_empty()
    return find_header(sample) if wanted is None else wanted

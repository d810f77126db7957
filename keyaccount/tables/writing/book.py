"""A workbook written row by row in constant memory, in one font, text as text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

from .cells import fits, local, number, plain_text

FONT = "微软雅黑"
LAST_ROW = 1_048_575
TINTS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#EEF2F7", "bottom": 1, "text_wrap": True},
    "required": {"bold": True, "bg_color": "#FFF3CD", "bottom": 1, "text_wrap": True},
    "bad": {"bg_color": "#FDE2E1"},
    "good": {"bg_color": "#E3F5E6"},
    "changed": {"bg_color": "#E2EEFD"},
    "doubtful": {"bg_color": "#FFF3CD"},
    "quiet": {"font_color": "#6B7280"},
    "wrap": {"text_wrap": True},
}
_FORMS = {"text": "@", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "number": "General"}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Book:
    """A workbook being written. Text cells carry the text format, so editing one never wakes a formula."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._formats: dict[tuple[str, str], Any] = {}
        self._choices: list[list[str]] = []
        self._choices_sheet = str(say("选项"))

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.file.close()
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def sheet(self, name: str) -> Any:
        """A new sheet; what Excel forbids in names is replaced."""
        return self.file.add_worksheet(re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:31] or "Sheet")

    def style(self, form: str, tint: str = "") -> Any:
        """A cell format: `form` says what the value is, `tint` how it looks."""
        if (form, tint) not in self._formats:
            look = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "num_format": _FORMS[form]}
            self._formats[form, tint] = self.file.add_format({**look, **TINTS.get(tint, {})})
        return self._formats[form, tint]

    def put(self, sheet: Any, row: int, column: int, value: Any, tint: str = "") -> None:
        """Write one cell by the type of its value. Refuses a text longer than Excel's cell."""
        if value is None or value == "":
            if tint:
                sheet.write_blank(row, column, None, self.style("text", tint))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.style("number", tint))
        elif isinstance(value, date) and value.year >= 1900:
            is_moment = isinstance(value, datetime)
            when = local(value) if isinstance(value, datetime) else value
            sheet.write_datetime(row, column, when, self.style("moment" if is_moment else "date", tint))
        elif (exact := number(value)) is not None:
            sheet.write_number(row, column, exact, self.style("number", tint))
        else:
            self._put_text(sheet, row, column, plain_text(value), tint)

    def _put_text(self, sheet: Any, row: int, column: int, text: str, tint: str) -> None:
        if not fits(text):
            message = say(
                "第 {row} 行有文字超过 Excel 单元格的上限（32,767 字），请改为导出 CSV", row=row + 1
            )
            raise Invalid(Problem("text_too_long_for_xlsx", message, row=row + 1))
        sheet.write_string(row, column, text, self.style("text", tint))

    def head(self, sheet: Any, names: Sequence[str], tints: Mapping[str, str] | None = None) -> None:
        """The header row, frozen."""
        sheet.set_row(0, 24)
        for column, name in enumerate(names):
            self.put(sheet, 0, column, str(name), (tints or {}).get(str(name), "head"))
        sheet.freeze_panes(1, 0)

    def widths(self, sheet: Any, widths: Sequence[int]) -> None:
        """Column widths, in characters; cells not yet written hold text."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.style("text"))

    def choices(self, sheet: Any, column: int, name: str, values: Sequence[str], last_row: int) -> None:
        """A drop-down on a column, its values on a hidden sheet since Excel holds 255 characters in line."""
        if not values:
            return
        letter = xl_col_to_name(len(self._choices))
        self._choices.append(list(map(str, values)))
        sheet.data_validation(
            1,
            column,
            min(last_row, LAST_ROW),
            column,
            {
                "validate": "list",
                "source": f"='{self._choices_sheet}'!${letter}$1:${letter}${len(values)}",
                "error_title": str(name)[:32],
                "error_message": str(say("请从下拉列表中选择"))[:255],
            },
        )

    def finish_choices(self) -> None:
        """Write the hidden sheet of drop-down values, row by row as constant memory demands."""
        if not self._choices:
            return
        sheet = self.sheet(self._choices_sheet)
        sheet.hide()
        for row in range(max(map(len, self._choices))):
            for column, values in enumerate(self._choices):
                if row < len(values):
                    self.put(sheet, row, column, values[row])

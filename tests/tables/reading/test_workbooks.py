"""Workbooks: every odd one is opened or refused in time, and what calamine hides is told."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from keyaccount.base.errors import Invalid
from keyaccount.tables.reading import LIMITS
from tests.shared_data import shared

from .helpers import OPTIONS, put, read, refused, rewrite, values

REFUSED = {
    "OOM_alloc3.xls": "damaged",
    "issue252.xlsx": "damaged",
    "issue_385.xls": "password",
    "issue_594_dos.ods": "too_many_cells",
    "pass_protected.ods": "password",
    "pass_protected.xlsb": "password",
    "pass_protected.xlsx": "password",
    "too_small.xls": "damaged",
}


def test_all_calamine_workbooks_are_opened_or_refused_in_time() -> None:
    folder = shared("xlsx-calamine")
    files = [p for p in sorted(folder.iterdir()) if p.suffix in (".xls", ".xlsx", ".xlsb", ".ods")]

    def attempt(path: Path) -> tuple[str, str, float]:
        begun = time.monotonic()
        try:
            with read(path, limits=replace(LIMITS, seconds=10, memory_bytes=512 << 20)) as table:
                assert table.row_count == sum(1 for _ in table.rows())
                code = table.kind
        except Invalid as error:
            code = error.problems[0].code
        return path.name, code, time.monotonic() - begun

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(attempt, files))
    assert len(results) == 124
    assert {name: code for name, code, _ in results if code in REFUSED.values()} == REFUSED
    assert {code for _, code, _ in results} == {*REFUSED.values(), "empty", "xlsx", "xls", "xlsb", "ods"}
    assert sum(code == "empty" for _, code, _ in results) == 16
    assert max(seconds for *_, seconds in results) < 10


def test_dates_numbers_and_texts_keep_their_kind() -> None:
    for name in ("date.xlsx", "date_1904.xls", "date.xlsb", "date.ods"):
        row = next(read(shared("xlsx-calamine") / name).rows())
        assert row.values == [date(2021, 1, 1), 15], name


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.add_worksheet("空")
        sheet = book.add_worksheet("客户")
        sheet.merge_range(0, 0, 0, 3, "2026 年客户清单")
        for column, name in enumerate(["公司", "联系人", "账号", "增长"]):
            sheet.write(2, column, name)
        sheet.merge_range(3, 0, 4, 0, "甲公司")
        sheet.write_row(3, 1, ["张三", 6228480402564890018, "00123"])
        sheet.write_row(4, 1, ["李四", 13800138000, 0.5])
        sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 2, "=1+1", None, "")
        sheet.write_row(
            5, 0, ["乙公司", datetime(2026, 1, 5, 9, 30)], book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        hidden = book.add_worksheet("选项")
        hidden.hide()
        hidden.write(0, 0, "A")
    return path


def test_a_real_workbook(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx")
    table = read(path)
    assert (table.kind, table.sheet, table.header_row) == ("xlsx", "客户", 3)
    assert [(s.name, s.hidden) for s in table.sheets] == [("空", False), ("客户", False), ("选项", True)]
    assert [row.number for row in table.rows()] == [4, 5, 6]
    assert values(table) == [
        ["甲公司", "张三", 6228480402564889600, "00123"],
        ["甲公司", "李四", 13800138000, 0.5],
        ["乙公司", datetime(2026, 1, 5, 9, 30), None, None],
    ]
    said = " ".join(map(str, table.warnings))
    for words in (
        "1 个单元格是公式错误",
        "1 个公式没有保存计算结果",
        "2 处合并单元格",
        "超过 15 位（第一个在第 4 行）",
    ):
        assert words in said
    assert read(path, sheet="选项").row_count == 0
    assert refused(path, sheet="没有") == "sheet"
    assert refused(path, sheet="空") == "empty"


def test_the_folder_goes_with_the_table(tmp_path: Path) -> None:
    table = read(_workbook(tmp_path / "a.xlsx"))
    (space,) = table._workspaces
    assert space.folder.exists()
    table.close()
    assert not space.folder.exists()


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    whole = _workbook(tmp_path / "a.xlsx").read_bytes()
    assert refused(put(tmp_path, "cut.xlsx", whole[: len(whole) // 2])) == "damaged"
    spoilt = bytearray(whole)
    place = whole.index(b"xl/worksheets/sheet2.xml") + 60
    spoilt[place : place + 40] = b"\0" * 40
    assert refused(put(tmp_path, "crc.xlsx", bytes(spoilt))) == "damaged"


def test_entities_do_not_expand(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "laughs.xlsx")
    rungs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "ha">{rungs}]>'.encode()

    def laugh(name: str, content: bytes) -> bytes:
        if not name.endswith("sharedStrings.xml"):
            return content
        head, _, rest = content.partition(b"?>")
        return head + b"?>" + doctype + rest.replace("甲公司".encode(), b"&e9;")

    rewrite(path, laugh)
    try:
        found = values(read(path, limits=replace(LIMITS, seconds=5, memory_bytes=512 << 20)))
        assert all(len(str(value)) < 100 for row in found for value in row)
    except Invalid as error:
        assert error.problems[0].code == "damaged"

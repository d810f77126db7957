"""Written and read again, nothing changes: texts, phones, long numbers, dates."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyaccount.tables.reading import Table, open_table
from keyaccount.tables.reading.survey import ERRORS
from keyaccount.tables.writing import write_table
from tests.shared_data import shared

UNSTORED = dict.fromkeys((0, 0xFFFE, 0xFFFF))  # NUL is nowhere, the other two are not in XML
HEADER = ["编号", "文字", "备注"]
TRICKY = [
    "=1+1",
    "+86 138 0013 8000",
    "-5",
    "-5+2",
    "@SUM(A1)",
    "'=x",
    "''@",
    "\t=1",
    "＝1",
    "0012",
    "1e5",
    "123456789012345678",
    "2026-01-05",
    "TRUE",
    "https://example.com/?a=1",
    " ",
    ", ",
    " 前后空格 ",
    "a\nb",
    "a\r\nb",
    "a\rb",
    '引"号',
    "a,b;c\td|e",
    "_x0041_",
    "\x0b\x1f",
    "𠮷😀",
    "\u2028\x85",
    "\ufeffx",
    "<b>&amp;",
    "null",
    "x" * 32_767,
]


def again(kind: str, rows: list[list[Any]]) -> Table:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        written = write_table(path, kind, HEADER, rows)
        assert written.rows == len(rows)
        table = open_table(path, path.name)
        table.records = list(table.records)  # type: ignore[assignment]
        return table


def assert_same(kind: str, texts: list[str]) -> None:
    rows = [[f"n{n}", text, "完"] for n, text in enumerate(texts)]
    table = again(kind, rows)
    assert table.header == HEADER
    for row, wanted in zip(table.rows(), rows, strict=True):
        assert [v or "" for v in row.values] == wanted


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_tricky_texts(kind: str) -> None:
    assert_same(kind, TRICKY)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_naughty_strings(kind: str) -> None:
    texts = json.loads(shared("naughty-strings/blns.json").read_text(encoding="utf-8"))
    assert_same(kind, [t.translate(UNSTORED) for t in texts if t not in ERRORS])


TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=40)
    | st.tuples(st.sampled_from("'=+-@\t\r＋"), st.text(alphabet="'=+-@1a, \n", max_size=8)).map("".join),
    min_size=1,
    max_size=60,
).map(lambda texts: [t for t in texts if t not in ERRORS])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_by_workbook(texts: list[str]) -> None:
    assert_same("xlsx", texts)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_by_csv(texts: list[str]) -> None:
    assert_same("csv", texts)


VALUES: list[Any] = [
    7,
    -3,
    0.25,
    Decimal("1234.56"),
    Decimal("100"),
    12345678901234567890,
    Decimal("0.12345678901234567890"),
    True,
    date(2026, 1, 5),
    datetime(2026, 1, 5, 9, 30, 15),
    date(1850, 6, 1),
    None,
]


def test_values_keep_their_kind_in_a_workbook() -> None:
    table = again("xlsx", [[f"n{n}", value, "完"] for n, value in enumerate(VALUES)])
    found = [row.values[1] for row in table.rows()]
    wanted = [7, -3, 0.25, 1234.56, 100, "12345678901234567890", "0.12345678901234567890", True]
    assert found == [*wanted, date(2026, 1, 5), datetime(2026, 1, 5, 9, 30, 15), "1850-06-01", None]
    assert [type(v) for v in found[:5]] == [int, int, float, float, int]


def test_values_are_plain_in_csv() -> None:
    table = again("csv", [[f"n{n}", value, "完"] for n, value in enumerate(VALUES)])
    assert [row.values[1] for row in table.rows()] == [
        "7",
        "-3",
        "0.25",
        "1234.56",
        "100",
        "12345678901234567890",
        "0.12345678901234567890",
        "TRUE",
        "2026-01-05",
        "2026-01-05 09:30:15",
        "1850-06-01",
        None,
    ]


def test_no_export_holds_a_formula(tmp_path: Path) -> None:
    rows = [[f"n{n}", text, text] for n, text in enumerate(TRICKY[:-1])]
    write_table(tmp_path / "a.xlsx", "xlsx", ["=1+1", "@b", "c"], rows, watermark="=1+1", notes=["=2+2"])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        names = archive.namelist()
        sheets = b"".join(archive.read(n) for n in names if n.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets
    write_table(tmp_path / "a.csv", "csv", ["=1+1", "@b", "c"], rows)
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("'=1+1,'@b,c")

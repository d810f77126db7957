"""Bombs: each limit refuses with its own reason, in moments."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from keyaccount.tables.reading import LIMITS

from .helpers import OPTIONS, put, read, refused


def test_the_limits_are_those_promised() -> None:
    megabyte = 1024 * 1024
    assert (LIMITS.file_bytes, LIMITS.expanded_bytes) == (25 * megabyte, 200 * megabyte)
    assert (LIMITS.zip_ratio, LIMITS.zip_entries, LIMITS.most_rows) == (100, 50_000, 200_000)
    assert (LIMITS.columns, LIMITS.cell_characters) == (1_000, 100_000)
    assert LIMITS.seconds <= 120
    assert LIMITS.memory_bytes <= 1_500 * megabyte


def test_size_of_file_and_of_what_it_expands_to(tmp_path: Path) -> None:
    small = replace(LIMITS, file_bytes=1000, expanded_bytes=5000, ratio_exempt_bytes=2000, zip_ratio=20)
    assert refused(put(tmp_path, "a.csv", "a,b\n" * 300), limits=small) == "file_too_big"
    assert (
        refused(put(tmp_path, "a.csv.gz", gzip.compress(b"a,b\n" * 2000)), limits=small) == "expanded_too_big"
    )
    assert refused(put(tmp_path, "b.csv.gz", gzip.compress(b"a,b\n" * 1000)), limits=small) == "zip_ratio"
    assert read(put(tmp_path, "c.csv.gz", gzip.compress(b"a,b\n" * 400)), limits=small).row_count == 399


def _zip(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_zip_bombs(tmp_path: Path) -> None:
    types = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    zeros = bytes(12 * 1024 * 1024)
    assert refused(put(tmp_path, "a.xlsx", _zip({**types, "xl/a.xml": zeros}))) == "zip_ratio"
    many = {**types, **{f"xl/{n}": b"" for n in range(100)}}
    assert (
        refused(put(tmp_path, "b.xlsx", _zip(many)), limits=replace(LIMITS, zip_entries=100)) == "zip_entries"
    )
    small = replace(LIMITS, expanded_bytes=1024 * 1024)
    assert (
        refused(put(tmp_path, "c.xlsx", _zip({**types, "xl/a.xml": zeros})), limits=small)
        == "expanded_too_big"
    )
    nested = _zip({"inner.zip": _zip({"a": zeros})})
    assert refused(put(tmp_path, "d.xlsx", nested)) == "type"


def test_a_declared_size_that_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_row(row, 0, ["名称", row])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    true, false = size.to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert content.count(true)
    assert refused(put(tmp_path, "b.xlsx", bytes(content.replace(true, false)))) == "damaged"


def test_rows_columns_cells_and_lines(tmp_path: Path) -> None:
    few = replace(LIMITS, most_rows=10, columns=5, cell_characters=50, line_characters=500)
    assert read(put(tmp_path, "a.csv", "a,b\n" + "1,2\n" * 10), limits=few).row_count == 10
    assert refused(put(tmp_path, "b.csv", "a,b\n" + "1,2\n" * 11), limits=few) == "too_many_rows"
    assert refused(put(tmp_path, "c.csv", "a,b,c,d,e,f\n"), limits=few) == "too_many_columns"
    assert refused(put(tmp_path, "d.csv", "a,b\n1," + "x" * 51), limits=few) == "cell_too_long"
    assert refused(put(tmp_path, "e.csv", "a,b\n1," + "x" * 600), limits=few) == "line_too_long"
    assert refused(put(tmp_path, "f.csv", 'a,b\n1,"' + "x\n" * 100_000)) == "cell_too_long"
    assert (
        refused(put(tmp_path, "g.vcf", "BEGIN:VCARD\nFN:甲\nEND:VCARD\n" * 11), limits=few) == "too_many_rows"
    )


def _wide_workbook(path: Path, rows: int, text: str) -> Path:
    with xlsxwriter.Workbook(path, OPTIONS) as book:  # one shared string, many references
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, [text] * 10)
    return path


def test_workbook_rows_are_cut_off_early(tmp_path: Path) -> None:
    path = _wide_workbook(tmp_path / "a.xlsx", 3000, "甲")
    assert refused(path, limits=replace(LIMITS, most_rows=1000)) == "too_many_rows"


def test_the_child_is_bounded_in_memory_time_and_output(tmp_path: Path) -> None:
    path = _wide_workbook(tmp_path / "a.xlsx", 400, "很长的文字" * 2000)
    exempt = replace(LIMITS, zip_ratio=10_000)
    assert refused(path, limits=replace(exempt, expanded_bytes=4 << 20)) == "spool"
    assert refused(path, limits=replace(exempt, memory_bytes=96 << 20)) == "memory"
    assert refused(path, limits=replace(exempt, seconds=0)) == "timeout"


def test_deep_json_is_refused(tmp_path: Path) -> None:
    assert refused(put(tmp_path, "a.json", "[" * 100_000)) in {"json", "damaged"}
    assert refused(put(tmp_path, "b.json", '[{"a":' * 50_000)) in {"json", "damaged"}

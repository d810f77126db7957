"""CSV as it comes: encodings, delimiters, heads above the header, odd rows."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.shared_data import shared

from .helpers import put, read, refused, values

TEXT = (
    "客户名称,联系人,手机\r\n"
    "上海远景软件有限公司,张三,13800138000\r\n"
    "深圳市南山区某某科技公司,李四,+8613900139000\r\n"
)
TAIWAN = (
    "公司名稱,聯絡人,電話\r\n"
    "臺灣積體電路製造股份有限公司,王小明,02-2345-6789\r\n"
    "鴻海精密工業,陳怡君,0912345678\r\n"
)


@pytest.mark.parametrize(
    ("label", "text", "content"),
    [
        ("UTF-8", TEXT, TEXT.encode()),
        ("UTF-8 BOM", TEXT, TEXT.encode("utf-8-sig")),
        ("GBK", TEXT, TEXT.encode("gb18030")),
        ("Big5", TAIWAN, TAIWAN.encode("big5")),
        ("UTF-16 LE", TEXT, b"\xff\xfe" + TEXT.encode("utf-16-le")),
        ("UTF-16 BE", TEXT, b"\xfe\xff" + TEXT.encode("utf-16-be")),
        ("UTF-16 LE", TEXT, TEXT.encode("utf-16-le")),
        ("UTF-16 BE", TEXT, TEXT.encode("utf-16-be")),
    ],
)
def test_encodings_are_found_and_shown(tmp_path: Path, label: str, text: str, content: bytes) -> None:
    table = read(put(tmp_path, "客户.csv", content))
    assert (table.encoding, table.warnings) == (label, ())
    assert [table.header, *values(table)] == [line.split(",") for line in text.splitlines()]


def test_latin_is_the_last_resort_and_said_to_be_a_guess(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "name,city\nMüller,Köln\nPeña,Málaga\n".encode("cp1252")))
    assert table.encoding == "Windows-1252"
    assert values(table) == [["Müller", "Köln"], ["Peña", "Málaga"]]
    assert "改选编码" in str(table.warnings[0])


def test_a_person_may_choose_the_encoding(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "name,city\nMüller,Köln\n".encode("cp1252"))
    assert values(read(path, encoding="latin-1")) == [["Müller", "Köln"]]
    wrong = read(path, encoding="UTF-8")
    assert "�" in values(wrong)[0][0]
    assert "�" in str(wrong.warnings[0])
    assert refused(path, encoding="klingon") == "encoding"


def test_mixed_encodings_are_read_line_by_line(tmp_path: Path) -> None:
    content = ("公司,城市\n" + "华为技术有限公司,深圳\n" * 8).encode() + "联想集团,北京\n".encode("gbk")
    table = read(put(tmp_path, "a.csv", content))
    assert values(table)[-1] == ["联想集团", "北京"]
    assert "混有" in str(table.warnings[0])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["名称", "金额", "备注"], ["甲", "1,5", "a;b"], ["乙", "2,25", "c|d"]]
    lines = [delimiter.join(f'"{c}"' if delimiter in c else c for c in row) for row in rows]
    table = read(put(tmp_path, "a.csv", "\n".join(lines)))
    assert (table.delimiter, [table.header, *values(table)]) == (delimiter, rows)


def test_lists_within_cells_are_no_columns(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "名称,标签\n" + "甲,a;b;c\n" * 300))
    assert (table.delimiter, table.header) == (",", ["名称", "标签"])


def test_one_column_stays_one(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "备注\n你好; 世界\n再见\n"))
    assert values(table) == [["你好; 世界"], ["再见"]]


def test_the_hint_of_excel_is_followed(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "sep=;\n名称;电话\n甲;1,2\n"))
    assert (table.delimiter, table.header, values(table)) == (";", ["名称", "电话"], [["甲", "1,2"]])


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "2026 年客户清单,,\n制表人：张三,,\n,,\n名称,城市,级别\n甲公司,北京,A\n,,\n乙公司,上海,B\n"
    table = read(put(tmp_path, "a.csv", text))
    assert (table.header_row, table.header, table.row_count) == (4, ["名称", "城市", "级别"], 2)
    assert [row.number for row in table.rows()] == [5, 7]
    assert [row.number for row in table.rows(after=5)] == [7]


def test_a_person_may_choose_the_header(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "1,2\n3,4\n")
    found = read(path)
    assert (found.header_row, found.header, found.row_count) == (0, ["列 1", "列 2"], 2)
    assert "表头" in str(found.warnings[0])
    assert read(path, header_row=1).header == ["1", "2"]
    assert refused(path, header_row=9) == "header_row"


def test_names_are_made_unique(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "电话,电话,,公司 \n1,2,3,甲\n"))
    assert table.header == ["电话", "电话 (2)", "列 3", "公司"]


def test_odd_rows_lose_nothing_and_are_told(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "a,b\n1\n1,2\n1,2,3\n"))
    assert table.header == ["a", "b", "列 3"]
    assert values(table) == [["1", None, None], ["1", "2", None], ["1", "2", "3"]]
    assert str(table.warnings[0]) == "有 2 行的列数与表头不同（第一处在第 2 行）：缺的按空白，多的另成一列"


def test_a_quote_never_closed_is_told(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", 'a,b\n1,2\n3,"4\n5,6\n7,8\n'))
    assert table.row_count == 2
    assert "第 3 行有引号没有闭合" in str(table.warnings[-1])


def test_nulls_errors_and_marks_against_formulas(tmp_path: Path) -> None:
    table = read(put(tmp_path, "a.csv", "a,b\n1\0,#DIV/0!\n'=1+1,'plain\n"))
    assert values(table) == [["1", None], ["=1+1", "'plain"]]
    assert "第一个在第 2 行" in str(table.warnings[0])


def test_line_ends_of_three_systems(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        table = read(put(tmp_path, "a.csv", end.join(["a,b", '1,"2', '3"', "4,5"])))
        assert [row.number for row in table.rows()] == [2, 3]
        assert values(table) == [["1", f"2{end}3"], ["4", "5"]]


def test_gzip_and_json(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv.gz", gzip.compress(TEXT.encode("gb18030")))
    with read(path) as table:
        assert (table.kind, table.encoding, table.row_count) == ("csv", "GBK", 2)
    items = [{"名称": "甲", "人数": 5, "营收": 1.10}, {"名称": "", "城市": "北京", "标签": ["a"]}]
    table = read(put(tmp_path, "a.json.gz", gzip.compress(json.dumps({"客户": items, "n": 2}).encode())))
    assert (table.kind, table.sheet, table.header) == (
        "json",
        "客户",
        ["名称", "人数", "营收", "城市", "标签"],
    )
    assert [[str(v) for v in row if v is not None] for row in values(table)] == [
        ["甲", "5", "1.1"],
        ["北京", '["a"]'],
    ]
    assert "下级内容" in str(table.warnings[0])


def test_what_is_no_table_is_refused_by_content(tmp_path: Path) -> None:
    html = "<html><table><tr><td>a</td></tr></table>"
    cases = {
        "empty": [b"", b" \r\n\t\n", b"\xef\xbb\xbf"],
        "html": [html.encode(), ("\ufeff\n" + html).encode("utf-16-le")],
        "xml": [b"<?xml version='1.0'?><Workbook/>"],
        "type": [
            b"%PDF-1.7 ...",
            b"\x89PNG\r\n",
            b"Rar!\x1a\x07",
            bytes(range(1, 32)) * 50,
            gzip.compress(b"\x1f\x8b"),
        ],
        "json": [b'[{"a": 1}', b'{"a": '],
        "json_shape": [b"[[1, 2], [3]]", b'{"a": 1}'],
        "damaged": [
            gzip.compress(b"a,b\n1,2\n")[:-6],
            b"PK\x03\x04broken",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
        ],
    }
    for code, contents in cases.items():
        for content in contents:
            assert refused(put(tmp_path, "客户.xls" if code == "html" else "a.csv", content)) == code, (
                content[:40]
            )
    assert refused(put(tmp_path, "a.xlsx", "Attachment not found!")) == "damaged"


def test_csv_spectrum_equals_its_json() -> None:
    folder = shared("csv-oddities") / "csv-spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        wanted = json.loads((folder / "json" / f"{path.stem}.json").read_text())
        table = read(path)
        found = [dict(zip(table.header, [v or "" for v in row], strict=True)) for row in values(table)]
        if path.stem == "location_coordinates":  # its JSON has another telephone number than its CSV
            wanted = [{**wanted, "Contact Phone Number": "2095257564"}]
        if path.stem == "newlines_crlf":  # its line ends were lost on the way here, not those of its JSON
            wanted = json.loads(json.dumps(wanted).replace("\\r\\n", "\\n"))
        assert found == wanted, path.name


HORROR = {
    "begrotingsanalyse-2011.csv": (5, "A", 38),
    "blank_line.ods": (1, "Name", 3),
    "characters.csv": (1, "id", 382),
    "complex.csv": (1, "date", 3),
    "encrypted_no_password.xls": "password",
    "example.tsv": (1, "hour", 140),
    "excel_pasting.csv": (4, "Year", 16),
    "excel_properties.xls": (1, "bold", 17),
    "large.xlsx": (4, "'A'", 30),
    "libreoffice.xlsx": "empty",
    "loffice-4.4.1.2.ods": (1, "Name", 3),
    "long.csv": (1, "foo", 3999),
    "mixedGLB.csv": (4, "Year", 133),
    "multilineods.ods": (0, "列 1", 1),
    "null.csv": (0, "列 1", 10),
    "ods_formats.ods": (1, "Date", 5),
    "simple.csv": (1, "date", 6),
    "simple.ods": (1, "Name", 3),
    "simple.xls": (1, "date", 6),
    "simple.xlsx": (1, "date", 6),
    "simple.zip": "type",
    "skip_initials.csv": (1, "field1", 2),
    "small.csv": (1, "a", 0),
    "span_rich.xls": (1, "I", 5),
    "spanish_chars.csv": (1, "GF_ID", 115),
    "sparse_with_column_errors.csv": (1, "LP", 2200),
    "sw_gen.xlsx": (1, "id_str", 15),
    "unicode_sheet_name.xls": (1, "this spreadsheet has got a unicode character in the sheet name", 0),
    "utf-16le_encoded.csv": (1, "Organisation_code", 327),
    "utf8bom.csv": (1, "kitten", 0),
    "weird_head_padding.csv": (12, "1985", 76),
}


def test_every_horror_file_is_read_or_refused_with_its_reason() -> None:
    for path in sorted((shared("csv-oddities") / "messytables-horror").iterdir()):
        wanted = HORROR[path.name]
        if isinstance(wanted, str):
            assert refused(path) == wanted, path.name
            continue
        with read(path) as table:
            first = next((n for n in table.header if not n.startswith("列")), "列 1")
            assert (table.header_row, first, sum(1 for _ in table.rows())) == wanted, path.name
            assert table.row_count == wanted[2]


def test_real_lists_are_read_whole() -> None:
    companies = read(shared("cn-companies-standup/companies.json.gz"))
    assert (companies.row_count, companies.header[1]) == (4486, "name")
    with read(shared("cn-listed-executives/executive_prep.csv.gz")) as executives:
        assert executives.row_count == 24775
    assert read(shared("tw-listed-companies/twse_equities_stocks_only.csv")).encoding == "UTF-8"
    sizes = {"accounts": 85, "products": 7, "sales_pipeline": 8800, "sales_teams": 35}
    for name, rows in sizes.items():
        assert read(shared(f"maven-crm-pipeline/{name}.csv")).row_count == rows

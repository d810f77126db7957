"""Templates, annotated files, watermarks, and what goes to CSV instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.tables.reading import open_table
from keyaccount.tables.writing import annotate, kind_for, tables, write_table, write_template

CHOICES = [f"行业 {n}" for n in range(120)]  # more than the 255 characters Excel takes in line


def xml(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def test_a_template_offers_lists_and_sent_back_empty_imports_nothing(tmp_path: Path) -> None:
    path = write_template(
        tmp_path / "客户.xlsx",
        ["客户名称", "行业", "电话"],
        {"行业": CHOICES},
        [["上海远景软件有限公司", "行业 1", "021-68880000"]],
        {"客户名称": "写全称"},
        required=["客户名称"],
    )
    table = open_table(path, path.name)
    assert (table.header, table.row_count) == (["客户名称", "行业", "电话"], 0)
    assert [(s.name, s.hidden) for s in table.sheets] == [
        ("数据", False),
        ("填写说明", False),
        ("选项", True),
    ]
    guide = [row.values for row in open_table(path, path.name, sheet="填写说明").rows()]
    assert guide[0] == ["客户名称", "必填", "写全称", None, "上海远景软件有限公司"]
    assert [row[3] for row in guide] == [None, "见下拉列表", None]
    assert [row.values for row in open_table(path, path.name, sheet="选项", header_row=0).rows()][119] == [
        "行业 119"
    ]
    text = xml(path)
    assert 'type="list"' in text
    assert "选项'!$A$1:$A$120" in text


def test_a_list_is_frozen_filtered_and_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_table(
        path,
        "xlsx",
        ["名称", "级别"],
        [["甲", "A"]],
        sheet_name="客户/列表",
        widths={"名称": 33},
        dropdowns={"级别": ["A", "B"]},
        notes=["内部资料"],
        watermark="张三 2026-01-05 09:30",
    )
    text = xml(path)
    for wanted in (
        'state="frozen"',
        "<autoFilter",
        "微软雅黑",
        "张三 2026-01-05 09:30",
        'width="33.7',
        'type="list"',
    ):
        assert wanted in text, wanted
    table = open_table(path, path.name)
    assert ([s.name for s in table.sheets], table.row_count) == (["客户_列表", "说明", "选项"], 1)


def _source(folder: Path) -> Path:
    path = folder / "来料.csv"
    path.write_text("客户名称,电话\n甲公司,0012\n\n乙公司,=1+1\n丙公司,+86138\n", encoding="gbk")
    return path


def test_rows_come_back_with_what_became_of_them(tmp_path: Path) -> None:
    source = open_table(_source(tmp_path), "来料.csv")
    outcomes = [
        (5, "refused", [say("电话 {n} 无效", n=1), "重名"]),
        (2, "created", ""),
        (4, "merged", "并入甲公司"),
    ]
    written = annotate(source, outcomes, tmp_path / "结果.xlsx")
    assert (written.kind, written.rows) == ("xlsx", 3)
    table = open_table(written.path, "结果.xlsx")
    assert table.header == ["结果", "原因", "原行号", "客户名称", "电话"]
    assert [row.values for row in table.rows()] == [
        ["新建", None, 2, "甲公司", "0012"],
        ["合并", "并入甲公司", 4, "乙公司", "=1+1"],
        ["未导入", "电话 1 无效；重名", 5, "丙公司", "+86138"],
    ]
    only = annotate(table, [(4, "refused", "仍然不对")], tmp_path / "再来.xlsx", only_refused=True)
    second = open_table(only.path, "再来.xlsx")
    assert second.header == table.header
    assert [row.values for row in second.rows()] == [["未导入", "仍然不对", 4, "丙公司", "+86138"]]


def test_what_a_workbook_cannot_hold_goes_to_csv(tmp_path: Path) -> None:
    path = tmp_path / "长.csv"
    path.write_text(f"名称,备注\n甲,{'长' * 40_000}\n", encoding="utf-8")
    source = open_table(path, path.name)
    with pytest.raises(Invalid) as caught:
        write_table(tmp_path / "a.xlsx", "xlsx", source.header, (row.values for row in source.rows()))
    assert caught.value.problems[0].code == "text_too_long_for_xlsx"
    assert not (tmp_path / "a.xlsx").exists()
    written = annotate(source, [(2, "refused", "太长")], tmp_path / "结果.xlsx")
    assert (written.kind, written.path.name) == ("csv", "结果.csv")
    assert next(open_table(written.path, "结果.csv").rows()).values[-1] == "长" * 40_000


def test_long_lists_go_to_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (kind_for(199_999), kind_for(200_000), kind_for(5, "csv")) == ("xlsx", "csv", "csv")
    monkeypatch.setattr(tables, "XLSX_ROWS", 10)
    assert write_table(tmp_path / "a.xlsx", "xlsx", ["a"], [[n] for n in range(9)]).rows == 9
    with pytest.raises(Invalid) as caught:
        write_table(tmp_path / "b.xlsx", "xlsx", ["a"], [[n] for n in range(10)])
    assert caught.value.problems[0].code == "too_many_rows_for_xlsx"

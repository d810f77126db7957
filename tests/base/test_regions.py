"""Regions: the cascade, reading places from text, completeness against a list from elsewhere."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.base import language, places, regions
from keyaccount.base.hanzi import fold
from tests.shared_data import shared


def test_the_first_level_has_34_regions() -> None:
    names = [region.name for region in regions.provinces()]
    assert len(names) == 34
    assert names[0] == "北京市" and {"台湾省", "香港特别行政区", "澳门特别行政区"} <= set(names)


def test_the_cascade() -> None:
    assert "南京市" in [r.name for r in regions.children("320000")]
    assert "鼓楼区" in [r.name for r in regions.children("320100")]
    assert regions.children("320106") == ()
    assert "海淀区" in [r.name for r in regions.children("110000")], "no 市辖区 in between"
    assert "仙桃市" in [r.name for r in regions.children("420000")]
    assert {"临平区", "钱塘区"} <= {r.name for r in regions.children("330100")}
    assert "下城区" not in [r.name for r in regions.children("330100")]
    assert regions.path("320106") == [("320000", "江苏省"), ("320100", "南京市"), ("320106", "鼓楼区")]
    assert regions.path("999999") == [] and regions.name("999999") == ""


def test_a_dissolved_region_keeps_its_name() -> None:
    assert regions.name("330103") == "下城区"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江苏省南京市鼓楼区中山路 1 号", "320106"),
        ("南京", "320100"),
        ("北京海淀", "110108"),
        ("北京市 海淀区 中关村", "110108"),
        ("广东-深圳-南山", "440305"),
        ("臺北市信義區", "710100"),
        ("香港灣仔區", "810002"),
        ("昆山", "320583"),
        ("吉林市", "220200"),
        ("吉林", "220000"),
        ("湖北仙桃", "429004"),
        ("延边", "222400"),
        ("西双版纳", "532800"),
        ("福州鼓楼", "350102"),
        ("江苏鼓楼区", "320000"),
        ("鼓楼区", None),
        ("朝阳区", None),
        ("华云科技", None),
        ("", None),
    ],
)
def test_find(text: str, code: str | None) -> None:
    assert regions.find(text) == code


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    code = regions.find(text)
    assert code is None or regions.name(code)


def test_every_living_region_is_found_by_its_full_path() -> None:
    for province in regions.provinces():
        for city in regions.children(province.code):
            assert regions.find(province.name + city.name) == city.code
            for county in regions.children(city.code):
                assert regions.find(province.name + city.name + county.name) == county.code


def test_nothing_of_an_independent_list_is_missing() -> None:
    """The list has development zones too, which are no regions, and a few rows at odds with GB/T 2260."""
    tree = json.loads(shared("reference-cn/pca-code.json").read_text("utf-8"))
    codes: dict[str, str] = {}

    def walk(rows: list[dict[str, object]]) -> None:
        for row in rows:
            codes[str(row["code"]).ljust(6, "0")] = str(row["name"])
            walk(row.get("children", []))  # type: ignore[arg-type]

    walk(tree)
    paper = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
    regular = {c: n for c, n in codes.items() if len(c) == 6 and c[4] != "7" and n not in paper}
    missing = {c: n for c, n in regular.items() if not regions.name(c)}
    assert len(missing) <= 6, missing


def test_traditional_names_are_those_in_use_and_lead_back() -> None:
    """One character has several Traditional forms: 沈 is 瀋 in 瀋陽 only, 台 is 臺 save in 台州, 里 never 裏."""
    pairs = {
        "沈阳市": "瀋陽市",
        "沈丘县": "沈丘縣",
        "台州市": "台州市",
        "烟台市": "煙臺市",
        "海淀区": "海淀區",
    }
    pairs |= {
        "钟祥市": "鍾祥市",
        "余干县": "餘干縣",
        "范县": "范縣",
        "阿里地区": "阿里地區",
        "咸阳市": "咸陽市",
    }
    assert {name: places.traditional(name) for name in pairs} == pairs
    everywhere = [r for p in regions.provinces() for c in regions.children(p.code) for r in (p, c)]
    assert [r.name for r in everywhere if fold(places.traditional(r.name)) != r.name] == []


def test_a_region_is_told_in_the_script_of_its_reader() -> None:
    assert places.told_path("210100") == "辽宁省 沈阳市"
    with language.speaking(language.ZH_HANT):
        assert places.told_path("210100") == "遼寧省 瀋陽市"
    assert places.told_path("999999") == ""

"""索引与提问用同一套切法：任何一段都能找回原文，任何乱写都不出错。"""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from keyaccount.queries.search.find import find, matching_ids, suggest
from keyaccount.queries.search.ranking import is_near, marked
from keyaccount.records.search import asking
from keyaccount.records.search.expressions import all_of, any_of, fts5, tsquery, word
from keyaccount.records.search.syllables import SYLLABLES, readings, spelt_nearly
from tests.cast import Company, acting
from tests.search.world import customer, names, note
from tests.shared_data import shared

HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@pytest.fixture
def company(db: None) -> Company:
    return Company()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=HANZI, data=st.data())
def test_every_part_of_a_chinese_name_finds_it(company: Company, name: str, data: st.DataObject) -> None:
    customer(name, company.lilei)
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    assert name in names(company.lilei, part, "account")
    assert "".join(text for text, _ in marked(name, part)) == name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANYTHING, other=ANYTHING)
@example(text="ﷺ İ ß ǆ ﬀ", other="İ")
@example(text="_oabc _eaccount", other="_eaccount")
def test_anything_may_be_stored_and_asked(company: Company, text: str, other: str) -> None:
    customer(text or "无名", company.lilei, short_name=other[:100], note=text)
    for asked in (text, other, f"{other} {text}"):
        find(acting(company.lilei), asked)
        assert "".join(part for part, _ in marked(text, asked)) == text


def test_naughty_strings(company: Company) -> None:
    everything = json.loads(shared("naughty-strings/blns.json").read_text("utf-8"))
    for text in everything:
        if "\x00" in text:
            continue
        customer(text[:200] or "空", company.lilei)
        note(text or "空", customer("某客户", company.lilei))
    for text in everything:
        find(acting(company.lilei), text)
        suggest(acting(company.lilei), text)
        matching_ids(acting(company.lilei), "account", text)


def test_marks_can_not_be_typed(company: Company) -> None:
    customer("江海银行", company.lilei)
    for text in ("_eaccount", "_s", "_k", f"_o{company.lilei.pk.hex[-12:]}", "_c江", "_jj"):
        assert names(company.lilei, text) == []


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("zhongguoyd", "zhong guo y d"),
        ("zgyd", "z g y d"),
        ("xian", "xian"),
        ("xian", "xi an"),
        ("fangan", "fang an"),
        ("zhg", "zh g"),
        ("cqca", "c q c a"),
        ("zhonggu", "zhong gu"),
        ("3mzg", "3 m z g"),
    ],
)
def test_letters_are_read_as_pinyin(letters: str, expected: str) -> None:
    assert expected in [" ".join(piece.text for piece in reading) for reading in readings(letters)]


def test_what_is_no_pinyin_is_not_read_so() -> None:
    assert readings("vvv") == readings("") == readings("é") == readings("i") == ()
    assert len(SYLLABLES) > 390


def test_a_slip_in_pinyin_is_found() -> None:
    for typed in ("zhonggou", "zhongguuo", "zhnogguo", "zhongguo", "zongguo", "zhongguoo"):
        assert "zhong guo" in [" ".join(piece.text for piece in reading) for reading in spelt_nearly(typed)]


@pytest.mark.parametrize(
    ("asked", "name", "near"),
    [
        ("华东银航", "华东银行股份有限公司", True),
        ("华银行东", "华东银行股份有限公司", False),
        ("microsotf", "Microsoft China", True),
        ("micorsotf", "Microsoft China", False),
        ("华东", "华西银行", False),
        ("ab", "ac", False),
    ],
)
def test_one_slip_is_near_two_are_not(asked: str, name: str, near: bool) -> None:
    assert is_near(asked, [name]) is near


def test_expressions_in_both_languages() -> None:
    node = all_of((word("a"), any_of((word("b", prefix=True), None, word("c"))), word("a")))
    assert node and fts5(node) == '("a" AND ("b"* OR "c"))' and tsquery(node) == "(('a') & (('b':*) | ('c')))"
    assert all_of([]) is None and any_of([None]) is None
    assert asking.exactly("，。!") is None

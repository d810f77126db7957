"""Pinyin: polyphones in company names, surnames, order of lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.base import pinyin


@pytest.mark.parametrize(
    ("text", "first", "joined"),
    [
        ("重庆长安", "cqca", "chongqingchangan"),
        ("中国银行", "zgyh", "zhongguoyinhang"),
        ("长电科技", "cdkj", "changdiankeji"),
        ("中国重汽", "zgzq", "zhongguozhongqi"),
        ("厦门航空", "xmhk", "xiamenhangkong"),
        ("成都银行", "cdyh", "chengduyinhang"),
        ("上海音乐厅", "shyyt", "shanghaiyinyueting"),
        ("董事长", "dsz", "dongshizhang"),
        ("成长", "cz", "chengzhang"),
        ("會計師", "kjs", "kuaijishi"),
        ("臺積電", "tjd", "taijidian"),
        ("吕梁", "ll", "lvliang"),
        ("3M 中国", "3mzg", "3mzhongguo"),
        ("ＩＢＭ（China）", "ibmchina", "ibmchina"),
        ("朝阳区", "cyq", "chaoyangqu"),
        ("乾坤", "qk", "qiankun"),
        ("！", "", ""),
        ("", "", ""),
    ],
)
def test_whole_names(text: str, first: str, joined: str) -> None:
    assert pinyin.initials(text) == first
    assert pinyin.full(text) == joined


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("单田芳", "shantianfang"),
        ("仇和", "qiuhe"),
        ("解晓东", "xiexiaodong"),
        ("曾国", "zengguo"),
        ("查良", "zhaliang"),
        ("任正", "renzheng"),
        ("區志強", "ouzhiqiang"),
        ("盖叫天", "gejiaotian"),
        ("尉迟恭", "yuchigong"),
        ("万俟一", "moqiyi"),
        ("长孙一", "zhangsunyi"),
        ("Ann Lee", "annlee"),
    ],
)
def test_surnames(name: str, joined: str) -> None:
    assert pinyin.full(name, person=True) == joined


def test_a_surname_reading_is_for_persons_only() -> None:
    assert pinyin.full("单车") == "danche"
    assert pinyin.full("解放") == "jiefang"


def test_lists_are_ordered_syllable_by_syllable() -> None:
    names = ["3M 中国", "阿里山", "Acme", "安徽", "西安", "先锋", "张伟", "张伟民"]
    assert sorted(set(names), key=pinyin.sort_key) == names


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_taken(text: str, person: bool) -> None:
    joined = pinyin.full(text, person)
    assert joined == joined.lower() or not joined.isascii()
    assert len(pinyin.initials(text, person)) <= len(joined)
    assert pinyin.sort_key(text, person).endswith("\t" + text)

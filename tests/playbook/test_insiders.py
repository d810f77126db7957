"""Cross-checking what we were told, the three tests of an insider, and what is refused (INS-1, INT-1, INT-2)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.cross_check import (
    ENOUGH,
    Pair,
    Record,
    Statement,
    cross_check,
    independent,
    state_alone,
    thin,
)
from keyaccount.playbook.insider_tests import INSIDER_TESTS, state_now, wanting
from keyaccount.playbook.reader import default
from keyaccount.playbook.refusing import plain, refused


def told(key: str, *voices: str) -> Statement:
    return Statement(key, frozenset(voices))


def standing(statements: list[Statement], *pairs: Pair) -> dict[str, str]:
    return {key: one.standing for key, one in cross_check(statements, pairs).items()}


def test_两个互不相干的人都这么说_才算证实() -> None:
    """「得到的信息有时候需要交叉验证」"""
    both = [told("预算三百万", "周工"), told("预算已批", "刘会计")]
    agree = Pair("预算三百万", "预算已批", "agrees")
    assert standing(both) == {"预算三百万": "single", "预算已批": "single"}
    assert standing(both, agree) == {"预算三百万": "confirmed", "预算已批": "confirmed"}
    assert cross_check(both, [agree])["预算已批"].by == ("预算三百万",)


def test_同一个人说两遍_或者听同一个人说的_都不算() -> None:
    agree = Pair("甲", "乙", "agrees")
    assert standing([told("甲", "周工"), told("乙", "周工")], agree)["甲"] == "single"
    assert standing([told("甲", "周工", "陈总"), told("乙", "刘会计", "陈总")], agree)["甲"] == "single"
    assert standing([told("甲", "周工", "陈总"), told("乙", "陈总")], agree)["甲"] == "single"
    assert standing([told("甲", "周工"), told("乙")], agree)["甲"] == "single"
    assert not independent(told("甲"), told("乙"))


def test_来源不明的话_也能被另外两个人证实() -> None:
    three = [told("传闻"), told("甲", "周工"), told("乙", "刘会计")]
    found = cross_check(three, [Pair("传闻", "甲", "agrees"), Pair("乙", "传闻", "agrees")])
    assert (found["传闻"].standing, found["传闻"].by) == ("confirmed", ("乙", "甲"))
    assert (found["甲"].standing, found["乙"].standing) == ("single", "single")


def test_说法矛盾_先有争议_裁定以后各归各() -> None:
    three = [told("用友商", "周工"), told("没用友商", "王敏"), told("见过友商合同", "刘会计")]
    agree, clash = Pair("用友商", "见过友商合同", "agrees"), Pair("没用友商", "用友商", "contradicts")
    found = cross_check(three, [agree, clash])
    assert (found["用友商"].standing, found["用友商"].by) == ("disputed", ("没用友商",))
    settled = Pair("没用友商", "用友商", "contradicts", holds="用友商")
    after = cross_check(three, [agree, settled])
    assert {key: one.standing for key, one in after.items()} == {
        "用友商": "confirmed",
        "没用友商": "refuted",
        "见过友商合同": "confirmed",
    }
    assert after["没用友商"].by == ("用友商",)


def test_被推翻的话_既不印证别人_也不反驳别人() -> None:
    four = [told("甲", "一"), told("乙", "二"), told("丙", "三"), told("丁", "四")]
    falls = Pair("甲", "乙", "contradicts", holds="乙")
    assert standing(four, falls, Pair("甲", "丙", "agrees"))["丙"] == "single"
    assert standing(four, falls, Pair("甲", "丁", "contradicts"))["丁"] == "single"


def test_撤回的不再算() -> None:
    assert standing([told("甲", "一")], Pair("甲", "撤回的", "contradicts")) == {"甲": "single"}


keys = st.sampled_from("abcdef")
pairs = st.builds(Pair, keys, keys, st.sampled_from(["agrees", "contradicts"])).filter(
    lambda pair: pair.one != pair.other
)
everybody = st.dictionaries(keys, st.frozensets(st.sampled_from("xyz"), max_size=2)).map(
    lambda found: [Statement(key, voices) for key, voices in found.items()]
)


@given(everybody, st.lists(pairs, max_size=8))
def test_order_makes_no_difference_and_nothing_is_confirmed_alone(
    statements: list[Statement], given_pairs: list[Pair]
) -> None:
    found = cross_check(statements, given_pairs)
    assert cross_check(reversed(statements), reversed(given_pairs)) == found
    known = {one.key: one for one in statements}
    for key, one in found.items():
        if one.standing == "confirmed":
            assert len(frozenset().union(*(known[k].voices for k in (key, *one.by)))) >= 2
        assert one.by or one.standing == "single"


def test_来源说对过几次_三次以后才算百分比() -> None:
    assert Record(2, 1).share == 66 and ENOUGH == 3
    assert Record(2, 0, 9).share is None
    assert Record(1, 1, 2) + Record(1, 0, 1) == Record(2, 1, 3)


@pytest.mark.parametrize(
    ("withdrawn", "outcome", "expired", "state"),
    [
        (True, "right", True, "withdrawn"),
        (False, "right", True, "confirmed"),
        (False, "wrong", True, "refuted"),
        (False, "", True, "stale"),
        (False, "", False, ""),
    ],
)
def test_撤回先于结果_结果先于期限(withdrawn: bool, outcome: str, expired: bool, state: str) -> None:
    assert state_alone(withdrawn, outcome, expired) == state


def test_大客户的预算和标准_单一来源靠不住() -> None:
    assert thin("budget", True, "single") and thin("criterion", True, "single")
    assert not thin("person", True, "single")
    assert not thin("budget", False, "single") and not thin("budget", True, "confirmed")


def test_三条检验缺一不可() -> None:
    """「能主动向你传递信息的人，能在关键时刻站出来帮你说话的人，和你是利益共同体的人」"""
    assert wanting([]) == ["told", "stood", "shares"] == [test.key for test in default().power.insider_tests]
    assert wanting(["shares", "told", "told"]) == ["stood"]
    assert wanting(INSIDER_TESTS) == []


@pytest.mark.parametrize(
    ("state", "silent", "now"),
    [
        ("candidate", None, "candidate"),
        ("candidate", 400, "candidate"),
        ("developing", 90, "developing"),
        ("developing", 91, "lapsed"),
        ("confirmed", None, "confirmed"),
        ("confirmed", 91, "lapsed"),
        ("lapsed", 0, "lapsed"),
    ],
)
def test_九十天没有消息_就不再算(state: str, silent: int | None, now: str) -> None:
    assert state_now(state, silent, 90) == now


def test_every_need_has_a_professional_way_and_none_pays_a_person() -> None:
    """「个人需求满足的安全性」"""
    power, needs = default().power, {need.key for need in default().insider_needs}
    assert {need for way in power.insider_ways for need in way.needs} == needs
    assert {"report", "reference", "training", "certificate", "speech", "safe_plan"} <= {
        way.key for way in power.insider_ways
    }
    words = "".join(f"{way.label.zh_hans}{way.meaning.zh_hans}{way.meaning.en}" for way in power.insider_ways)
    assert not re.search("钱|现金|礼|请客|旅游|吃饭|gift|cash|money", words)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("代理说标底大概 280 万", "tender_secret"),
        ("代理说标 底大概 280 万", "tender_secret"),
        ("拿到了評委名單", "tender_secret"),
        ("友商的源代码在他手上", "trade_secret"),
        ("他暗示要回扣", "payment"),
        ("他孩子今年高考", "private_life"),
        ("公告里写了评分办法：技术 60 分，价格 40 分", None),
        ("客户说友商报价比我们低一成", None),
        ("财务审批要两周", None),
    ],
)
def test_不收的内容_说出是哪个词和为什么(text: str, key: str | None) -> None:
    found = refused(default().power.refusals, "", text)
    assert [one.key for one, _ in found] == ([key] if key else [])
    assert all(word in text.replace(" ", "") and str(one.explanation) for one, word in found)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("红 包", "红包"),
        ("ＫＰＩ", "kpi"),
        ("给　他\n现 金", "给他现金"),
        ("A small  GIFT", "a small gift"),
        ("Using if they ask", "using if they ask"),
        ("他有 two kids 吧", "他有two kids吧"),
    ],
)
def test_空格_全角_大小写不算数_两个英文词不会拼成第三个(text: str, folded: str) -> None:
    assert plain(text) == folded == plain(folded)

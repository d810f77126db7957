"""Two editions held against one another: what a director would want to know before a deal is moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from keyaccount.base import language
from keyaccount.base.language import EN, ZH_HANS
from keyaccount.playbook.comparing import Difference, compare
from keyaccount.playbook.reader import default, read, source


def changed(*pairs: tuple[str, str]) -> list[Difference]:
    text = source()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    return list(compare(default(), read(text, "new")))


WAY = "大客户九步 › 判断商机"
GATE = "pipelines[ka].stages[judge].gate"
CASES: list[tuple[str, tuple[str, str], list[tuple[str, str, str, str, str]]]] = [
    ("nothing but layout", ("floor = 1\n", "floor   = 1\n"), []),
    (
        "weight",
        ('key = "time_plan"\ntopic = "time"\nweight = 2', 'key = "time_plan"\ntopic = "time"\nweight = 5'),
        [("questions[time_plan].weight", "有时间计划", "changed", "2", "5")],
    ),
    (
        "text",
        ('zh-hans = "判断商机"', 'zh-hans = "研判商机"'),
        [("pipelines[ka].stages[judge].label", "大客户九步 › 研判商机", "changed", "判断商机", "研判商机")],
    ),
    (
        "text in another language",
        ('en = "Judge"', 'en = "Qualify"'),
        [("pipelines[ka].stages[judge].label", WAY, "changed", "Judge", "Qualify")],
    ),
    (
        "condition",
        ('when = { fact = "verdict", is = "standing" }', 'when = { fact = "verdict", one_of = ["standing", "pending"] }'),
        [
            (
                f"{GATE}[verdict_standing].when",
                f"{WAY} › 商机成立",
                "changed",
                "verdict is standing",
                "verdict one_of standing, pending",
            )
        ],
    ),
    (
        "another key is another entry",
        ('key = "verdict_standing"', 'key = "stands"'),
        [
            (f"{GATE}[verdict_standing]", f"{WAY} › 商机成立", "removed", "商机成立", ""),
            (f"{GATE}[stands]", f"{WAY} › 商机成立", "added", "", "商机成立"),
        ],
    ),
    ("flag", ("unknown_warns = true", "unknown_warns = false"), [("qualifying.unknown_warns", "", "changed", "true", "false")]),
    ("list", ("months = [10, 11]", "months = [9, 10]"), [("budget_season.months", "", "changed", "10, 11", "9, 10")]),
    (
        "entries without keys",
        ("{ at_least = 50, points = 2 }", "{ at_least = 60, points = 2 }"),
        [
            (
                "criteria[seats].bands",
                "坐席量",
                "changed",
                "{ at_least = 50, points = 2 }, { at_least = 200, points = 5 }, "
                "{ at_least = 500, points = 8 }, { at_least = 1000, points = 10 }",
                "{ at_least = 60, points = 2 }, { at_least = 200, points = 5 }, "
                "{ at_least = 500, points = 8 }, { at_least = 1000, points = 10 }",
            )
        ],
    ),
    (
        "a condition taken out",
        ('\nyes_when = { fact = "group_size", at_least = 5 }', ""),
        [("criteria[group_company].yes_when", "综合集团", "changed", "group_size at_least 5", "")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pair", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_difference(name: str, pair: tuple[str, str], wanted: list[tuple[str, str, str, str, str]]) -> None:
    assert [(d.path, d.label, d.kind, d.old, d.new) for d in changed(pair)] == wanted


def test_order_is_told_as_such() -> None:
    need, budget, time, process = default().topics
    moved = replace(default(), topics=(need, budget, process, time))
    (found,) = compare(default(), moved)
    assert (found.path, found.kind) == ("topics", "changed")
    assert (found.old, found.new) == ("需求 → 预算 → 时间 → 决策流程", "需求 → 预算 → 决策流程 → 时间")


def test_words_are_in_the_readers_language() -> None:
    language.use(translate=lambda msgid, _: msgid, current=lambda: EN)
    try:
        (found,) = changed(('en = "Judge"', 'en = "Qualify"'))
        assert (found.label, found.old, found.new) == (
            "Nine steps to a key account › Qualify",
            "Judge",
            "Qualify",
        )
    finally:
        language.use(translate=lambda msgid, _: msgid, current=lambda: ZH_HANS)


def test_an_edition_compared_with_itself_and_with_a_later_number() -> None:
    assert compare(default(), default()) == ()
    (found,) = changed(("number = 4", "number = 5"))
    assert (found.path, found.old, found.new) == ("number", "4", "5")

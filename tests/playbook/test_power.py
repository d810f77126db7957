"""Where we stand with those who decide: each score can be added up again from what it names (PPL-4, PPL-5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.freshness import fresh, is_stale
from keyaccount.playbook.power import (
    Standing,
    certainty_counts,
    coverage_share,
    key_player,
    positions,
    support_index,
    threads,
)
from keyaccount.playbook.schema_power import ATTRIBUTES, STANCE_SCORE

STANCES = ATTRIBUTES["stance"].options


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"roles": ["decider"]}, True),
        ({"roles": ["user", "approver"]}, True),
        ({"veto": True}, True),
        ({"political": "inner"}, True),
        ({"political": "structure", "power": 1}, True),
        ({"power": 4}, True),
        ({"power": 3, "roles": ["user", "technical"], "political": "outside", "veto": False}, False),
        ({"power": None, "roles": None}, False),
        ({}, False),
    ],
)
def test_key_player(values: dict[str, object], key: bool) -> None:
    """「这些角色，往往没有直接决策权，但是拥有影响决策人的能力，或者说拥有一票否决权」"""
    assert key_player(values) is key


def person(key: str, power: int, stance: str, **more: object) -> Standing:
    return Standing(key, {"power": power, "stance": stance, "veto": True}, **more)  # type: ignore[arg-type]


def test_支持度一笔一笔加得出来() -> None:
    people = [
        person("陈总", 5, "support"),
        person("周工", 4, "oppose", sure=0.6),
        person("王敏", 3, "strong_support", sure=0.5),
        person("刘会计", 2, "unknown"),
        Standing("小李", {"power": 2, "stance": "strong_oppose"}),
    ]
    score = support_index(people)
    assert [(part.key, part.weight, part.points, part.sure) for part in score.parts] == [
        ("陈总", 5, 1, 1.0),
        ("周工", 4, -1, 0.6),
        ("王敏", 3, 2, 0.5),
        ("刘会计", 2, None, 1.0),
    ]
    assert score.value == round((5 * 1 - 4 * 0.6 + 3 * 2 * 0.5) * 100 / (2 * 14)) == 20


def test_一个态度都不知道_就没有支持度() -> None:
    assert support_index([]).value is None
    assert support_index([person("陈总", 5, "unknown")]).value is None
    assert support_index([person("陈总", 5, "straddling")]).value == 0


def test_没写分量的人按三分算() -> None:
    (part,) = support_index([Standing("陈总", {"veto": True, "stance": "support"})]).parts
    assert part.weight == 3


def test_只数关键人的覆盖_不论是谁的线索() -> None:
    people = [
        person("陈总", 5, "support", met=True, silent_days=3),
        person("周工", 4, "oppose", silent_days=90),
        Standing("小李", {"power": 1}, met=True, silent_days=10),
        person("王敏", 3, "neutral", silent_days=91),
    ]
    cover, live = coverage_share(people), threads(people, 90)
    assert (cover.value, [(part.key, part.points) for part in cover.parts]) == (
        33,
        [("陈总", 1), ("周工", 0), ("王敏", 0)],
    )
    assert (live.value, [part.key for part in live.parts]) == (3, ["陈总", "周工", "小李"])
    assert coverage_share([]).value is None


def test_对友商的位置_是我们减去他们() -> None:
    """「全程了解竞争对手的信息：……搞定了什么人？」"""
    people = [
        person("陈总", 5, "neutral", theirs={"甲": ("strong_support", 1.0)}),
        person("周工", 5, "support", theirs={"甲": ("unknown", 1.0)}),
        Standing("小李", {"stance": "support"}, theirs={"乙": ("support", 1.0)}),
    ]
    (one,) = positions(people, ["甲", "乙", "丙"])
    assert (one.rival, one.ours, one.theirs, one.lead) == ("甲", 25, 50, -25)
    assert [part.key for part in one.parts] == ["陈总", "周工"]


def test_推测的算六成_旧的减半() -> None:
    assert certainty_counts("confirmed", 1.0) == 1.0
    assert certainty_counts("assumed", 1.0) == 0.6
    assert certainty_counts("assumed", fresh(90, 90)) == 0.3
    assert (fresh(0, 90), fresh(90, 90), fresh(180, 90), fresh(-5, 90), fresh(9999, 0)) == (
        1,
        0.5,
        0.25,
        1,
        1,
    )
    assert [is_stale(days, 90) for days in (0, 89, 90, 91)] == [False, False, True, True]
    assert not is_stale(9999, 0)


somebody = st.builds(
    person,
    key=st.uuids().map(str),
    power=st.integers(1, 5),
    stance=st.sampled_from(STANCES),
    sure=st.floats(0, 1),
    met=st.booleans(),
)


@given(st.lists(somebody, max_size=8))
def test_scores_stay_within_their_range(people: list[Standing]) -> None:
    support, cover = support_index(people).value, coverage_share(people).value
    assert support is None or -100 <= support <= 100
    assert cover is None or 0 <= cover <= 100


@given(st.lists(somebody, min_size=1, max_size=6), st.sampled_from(STANCES))
def test_a_better_stance_never_lowers_the_support(people: list[Standing], better: str) -> None:
    first = people[0]
    before, after = STANCE_SCORE[first.values["stance"]], STANCE_SCORE[better]
    if before is None or after is None or after < before:
        return
    raised = Standing(first.key, {**first.values, "stance": better}, first.sure)
    assert (support_index([raised, *people[1:]]).value or 0) >= (support_index(people).value or 0)


@given(st.lists(somebody, max_size=6))
def test_the_same_stances_to_a_rival_leave_nobody_ahead(people: list[Standing]) -> None:
    same = [
        Standing(one.key, one.values, one.sure, {"甲": (one.values["stance"], one.sure)}) for one in people
    ]
    assert all(one.lead == 0 for one in positions(same, ["甲"]))


@given(st.integers(0, 4000), st.integers(0, 4000), st.integers(0, 400))
def test_an_older_value_never_counts_more(age: int, later: int, half: int) -> None:
    assert 0 <= fresh(age + later, half) <= fresh(age, half) <= 1
    assert is_stale(age, half) == (half > 0 and fresh(age, half) <= 0.5)

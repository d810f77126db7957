"""KA-2: 「根据“帕累托法则”，企业80%的利润来源于20%的高端客户」."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.pareto import Amount, candidates, pareto
from keyaccount.playbook.reader import default


def rows(*amounts: int) -> list[Amount]:
    return [Amount(f"a{n}", f"客户 {n:03}", amount, 0) for n, amount in enumerate(amounts)]


def test_twenty_percent_of_the_customers_bring_eighty_percent() -> None:
    """「企业80%的利润来源于20%的高端客户」"""
    result = pareto(rows(50, 30, 5, 5, 2, 2, 2, 2, 1, 1), default().pareto.share)
    assert [row.name for row in result.core] == ["客户 000", "客户 001"]
    assert result.concentration.core_of_accounts == 2000
    assert [row.cumulative_share for row in result.rows][:3] == [5000, 8000, 8500]


def test_the_core_is_the_fewest_that_reach_the_share() -> None:
    assert len(pareto(rows(79, 11, 10), 80).core) == 2
    assert len(pareto(rows(80, 11, 9), 80).core) == 1
    assert len(pareto(rows(1, 1, 1), 100).core) == 3


def test_refunds_and_zeros_stay_outside_the_core_and_out_of_the_base() -> None:
    result = pareto(rows(100, 0, -20), 100)
    assert (result.base, result.net) == (100, 80)
    assert [(row.amount, row.share, row.cumulative, row.in_core) for row in result.rows] == [
        (100, 10_000, 100, True),
        (0, 0, 100, False),
        (-20, -2_000, 80, False),
    ]


def test_nothing_received_is_no_curve() -> None:
    for amounts in ((), (0, 0), (-5, -1)):
        result = pareto(rows(*amounts), 80)
        assert (result.base, result.core) == (0, ())
        assert (result.concentration.hhi, result.concentration.gini) == (0, 0)


def test_concentration_of_one_and_of_equals() -> None:
    one = pareto(rows(7), 80).concentration
    assert (one.top1, one.top5, one.hhi, one.gini) == (10_000, 10_000, 10_000, 0)
    four = pareto(rows(7, 7, 7, 7), 80).concentration
    assert (four.top1, four.hhi, four.gini) == (2_500, 2_500, 0)
    assert pareto(rows(100, 0, 0, 0), 80).concentration.gini == 7_500


def test_who_rose_and_who_fell() -> None:
    moved = [
        Amount("a", "甲", 10, 50),
        Amount("b", "乙", 90, 20),
        Amount("c", "丙", 30, 30),
        Amount("d", "丁", 5, 0),
    ]
    result = pareto(moved, 80)
    assert [(row.name, row.change) for row in result.risers] == [("乙", 70), ("丁", 5)]
    assert [(row.name, row.change) for row in result.fallers] == [("甲", -40)]
    ranks = {row.name: (row.rank, row.rank_before) for row in result.rows}
    assert ranks == {"乙": (1, 3), "丙": (2, 2), "甲": (3, 1), "丁": (4, None)}
    assert pareto(moved, 80, movers=0).fallers == pareto(moved, 80, movers=0).risers == ()
    assert len(pareto(moved, 80, movers=1).risers) == 1


def test_candidates_for_promotion_and_demotion() -> None:
    """「针对这群金字塔顶端的客户，企业不仅要花心思经营」: the tiers should follow the money, by proposal."""
    book = [
        Amount("up", "升", 900, 0, "ordinary"),
        Amount("stay", "留", 50, 800, "key", 24),
        Amount("down", "降", 30, 30, "strategic", 24),
        Amount("new", "新", 10, 0, "key", 5),
        Amount("low", "低", 10, 10, "ordinary", 24),
    ]
    found = candidates(default(), pareto(book, 80))
    assert [(each.row.account_id, each.tier, each.to) for each in found.promotions] == [
        ("up", "ordinary", "key")
    ]
    assert [(each.row.account_id, each.to) for each in found.demotions] == [("down", "potential")]


@given(
    st.lists(st.tuples(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15)), max_size=60),
    st.integers(1, 100),
)
def test_exact_against_fractions(amounts: list[tuple[int, int]], share: int) -> None:
    book = [Amount(str(n), str(n), now, before) for n, (now, before) in enumerate(amounts)]
    result = pareto(book, share)
    positive = sorted((now for now, _ in amounts if now > 0), reverse=True)
    assert result.base == sum(positive) and result.net == sum(now for now, _ in amounts)
    core = [row.amount for row in result.core]
    assert core == positive[: len(core)]
    if positive:
        assert (
            Fraction(sum(core), result.base) >= Fraction(share, 100) > Fraction(sum(core[:-1]), result.base)
        )
        hhi = sum(Fraction(a, result.base) ** 2 for a in positive) * 10_000
        assert result.concentration.hhi == int(hhi)
        clamped = [max(now, 0) for now, _ in amounts]
        gaps = sum(abs(a - b) for a in clamped for b in clamped)
        assert result.concentration.gini == int(Fraction(gaps, 2 * len(clamped) * sum(clamped)) * 10_000)
    else:
        assert core == []
    assert [row.rank for row in result.rows] == list(range(1, len(amounts) + 1))


def test_order_of_the_input_does_not_matter() -> None:
    book = [Amount(str(n), f"客户 {n % 7}", (n * 37) % 11, n) for n in range(200)]
    shuffled = book[:]
    random.Random(1).shuffle(shuffled)
    assert pareto(book, 80) == pareto(shuffled, 80)


def test_a_hundred_thousand_accounts() -> None:
    chance = random.Random(2)
    book = [Amount(str(n), str(n), int(chance.paretovariate(1.16) * 10**6), n) for n in range(100_000)]
    result = pareto(book, 80)
    assert len(result.rows) == 100_000
    assert result.rows[-1].cumulative_share == 10_000

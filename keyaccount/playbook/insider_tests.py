"""Whether somebody is an insider: the seed's three tests, and how long there was no word (INS-1).

「能主动向你传递信息的人，能在关键时刻站出来帮你说话的人，和你是利益共同体的人」
"""

from __future__ import annotations

from collections.abc import Iterable

INSIDER_TESTS = ("told", "stood", "shares")
LIVING = ("developing", "confirmed")


def wanting(kinds: Iterable[str]) -> list[str]:
    """The tests of which nothing was observed yet, in the seed's order; confirming asks for all three."""
    have = set(kinds)
    return [test for test in INSIDER_TESTS if test not in have]


def state_now(state: str, silent_days: int | None, most: int) -> str:
    """The state as it was set, with silence of more than `most` days counted as lapsed; a candidate can't lapse."""
    lapsed = state in LIVING and silent_days is not None and silent_days > most
    return "lapsed" if lapsed else state

"""`{ fact = "ownership", one_of = ["government"] }` → Condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from keyaccount.base.language import listed, say
from keyaccount.playbook.conditions import TESTS, Condition, Test
from keyaccount.playbook.facts import FACTS, Fact, FactValue, Kind, fits
from keyaccount.playbook.table import Table

MINOR = 100  # editions write money in whole currency units, facts hold it in minor units


def read_fact(
    table: Table, kinds: tuple[Kind, ...] | None = None, known: Mapping[str, Fact] = FACTS
) -> Fact | None:
    """The fact a table names, of one of the kinds; None (and a fault) where there is no such fact."""
    allowed = [fact.key for fact in known.values() if kinds is None or fact.kind in kinds]
    key = table.string("fact", allowed=allowed)
    return known[key] if key in allowed else None


def read_condition(table: Table, known: Mapping[str, Fact] = FACTS) -> Condition | None:
    """One test of one of the known facts, with a value of the fact's kind."""
    fact = read_fact(table, known=known)
    written = [test for test in TESTS if table.has(test)]
    if len(written) != 1:
        table.fault(say("要写且只写一种判断：{allowed}", allowed=str(listed(TESTS))))
    for test in written:
        value = table.value(test)
        if fact is not None and (problem := _misfit(fact, test, value)):
            table.fault(problem, test)
    table.done()
    if fact is None or len(written) != 1:
        return None
    return Condition(fact.key, cast(Test, written[0]), _plain(fact, table.value(written[0])))


def _misfit(fact: Fact, test: str, value: Any) -> Any:
    if test in ("at_least", "at_most") and fact.kind not in (Kind.NUMBER, Kind.MONEY):
        return say("“{fact}”不是数字，不能用 {test}", fact=fact.label, test=test)
    if test == "one_of" and (
        fact.kind not in (Kind.TEXT, Kind.CHOICE) or not isinstance(value, list) or not value
    ):
        return say('one_of 要给文字类的事实写一个列表，例如 ["a", "b"]')
    for each in value if test == "one_of" else [value]:
        if not fits(fact, each):
            if fact.kind is Kind.CHOICE:
                return say(
                    "不能是“{value}”，可以写：{allowed}", value=each, allowed=str(listed(fact.choices))
                )
            return say("“{value}”不是“{fact}”可以有的值", value=each, fact=fact.label)
    return None


def _plain(fact: Fact, value: Any) -> FactValue | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    return value * MINOR if fact.kind is Kind.MONEY and isinstance(value, int) else cast(FactValue, value)


def required_condition(entry: Table, known: Mapping[str, Fact], key: str = "when") -> Condition:
    """The condition under `key`; one over no fact stands in where it is wrong."""
    return read_condition(entry.table(key), known) or Condition("", "is", None)

"""A closed list of tests over named facts; an edition never holds an expression to be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from keyaccount.playbook.facts import Facts, FactValue

Test = Literal["is", "one_of", "at_least", "at_most"]
TESTS: tuple[str, ...] = get_args(Test)


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one fact.

    `value` is a tuple for `one_of`, else a single plain value (money in minor units).
    """

    fact: str
    test: Test
    value: FactValue | tuple[str, ...]

    def holds(self, facts: Facts) -> bool | None:
        """True or False; None where the fact is unknown."""
        known = facts.get(self.fact)
        if known is None:
            return None
        if isinstance(self.value, tuple):
            return known in self.value
        if self.test == "is":
            return known == self.value
        if not isinstance(known, int) or not isinstance(self.value, int):
            return None
        return known >= self.value if self.test == "at_least" else known <= self.value

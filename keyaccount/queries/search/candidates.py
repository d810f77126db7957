"""Rows of the index worth ranking: all that match, or, of a common word, the newest and those that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from keyaccount.access import Principal
from keyaccount.queries.search.reach import Reach, reach
from keyaccount.records.search import asking
from keyaccount.records.search.expressions import Expression, all_of, any_of, word
from keyaccount.records.search.matching import LANES, Found, match
from keyaccount.records.search.words import scope_mark

MOST = 200
_MOST_ASIDE = 50


@dataclass
class Question:
    """A text asked by somebody of some entities."""

    by: Principal
    text: str
    entities: Sequence[str]

    @cached_property
    def _reaches(self) -> dict[tuple[str, ...], Reach]:
        """What may be found, by the kinds asked for at once: each kind is narrowed by its own rules alone."""
        return {}

    def reach(self, entities: Sequence[str]) -> Reach:
        asked = tuple(entities)
        if asked not in self._reaches:
            self._reaches[asked] = reach(self.by, asked)
        return self._reaches[asked]

    def exact(self) -> list[Found]:
        """All that holds the text, in every lane the newest `MOST`, and what a cut would lose: names that are
        or begin with the text, the asker's own, key accounts."""
        expression = asking.exactly(self.text)
        return [found for lane in LANES for found in self._lane(expression, lane)] if expression else []

    def newest(self, most: int) -> list[Found]:
        """The newest `most` rows that hold the text; the entities are of one lane."""
        return self._match(asking.exactly(self.text), self.entities, most)

    def alike(self, expression: Expression | None) -> list[Found]:
        """Names that hold a looser expression."""
        return [found for lane in LANES[:-1] for found in self._match(expression, self._asked(lane), MOST)]

    def _lane(self, expression: Expression, lane: Sequence[str]) -> list[Found]:
        asked = self._asked(lane)
        found = self._match(expression, asked, MOST)
        if len(found) == MOST and lane != LANES[-1]:
            for closer in self._aside(expression):
                found += self._match(closer, asked, _MOST_ASIDE, rare=True)
        return list({one.id: one for one in found}.values())

    def _aside(self, expression: Expression) -> tuple[Expression | None, ...]:
        mine = any_of((word(scope_mark("_o", self.by.id)), word("_k")))
        return asking.whole_name(self.text), asking.beginning(self.text), all_of((expression, mine))

    def _asked(self, lane: Sequence[str]) -> list[str]:
        return [entity for entity in lane if entity in self.entities]

    def _match(
        self, expression: Expression | None, asked: Sequence[str], limit: int, *, rare: bool = False
    ) -> list[Found]:
        if expression is None or not asked:
            return []
        reached = self.reach(asked)
        if reached.where is None:
            return []
        narrowed = all_of((expression, reached.marks)) or expression
        return match(narrowed, reached.where, asked, limit=limit, rare=rare)

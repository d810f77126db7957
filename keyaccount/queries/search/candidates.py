"""Rows of the index worth ranking: all that match, or, of a common word, the newest and those that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keyaccount.access import Principal
from keyaccount.queries.search.reach import Reach, reach
from keyaccount.records.search import asking
from keyaccount.records.search.expressions import Expression, all_of, any_of, word
from keyaccount.records.search.matching import Found, match
from keyaccount.records.search.words import scope_mark

MOST = 400
_MOST_ASIDE = 100
LANES: tuple[tuple[str, ...], ...] = (("account",), ("person", "member", "unit"), ("note", "file", "fact"))


@dataclass
class Question:
    """A text asked by somebody of some entities."""

    by: Principal
    text: str
    entities: Sequence[str]

    def exact(self) -> list[Found]:
        """All that holds the text, in every lane the newest `MOST`, and what a cut would lose: names that are
        or begin with the text, the asker's own, key accounts."""
        expression = asking.exactly(self.text)
        return [found for lane in LANES for found in self._lane(expression, lane)] if expression else []

    def newest(self, most: int) -> list[Found]:
        """The newest `most` rows that hold the text, all entities together."""
        expression = asking.exactly(self.text)
        return self._match(expression, self.entities, reach(self.by, self.entities), most)

    def alike(self, expression: Expression | None) -> list[Found]:
        """Names that hold a looser expression."""
        lane = [entity for entity in self.entities if entity not in LANES[-1]]
        return self._match(expression, lane, reach(self.by, lane), MOST) if expression and lane else []

    def _lane(self, expression: Expression, lane: Sequence[str]) -> list[Found]:
        asked = [entity for entity in lane if entity in self.entities]
        if not asked:
            return []
        mine = reach(self.by, asked)
        found = self._match(expression, asked, mine, MOST)
        if len(found) == MOST and lane != LANES[-1]:
            for closer in self._aside():
                found += self._match(all_of((expression, closer)), asked, mine, _MOST_ASIDE)
        return list({one.id: one for one in found}.values())

    def _aside(self) -> tuple[Expression | None, ...]:
        mine = any_of((word(scope_mark("_o", self.by.id)), word("_k")))
        return asking.whole_name(self.text), asking.beginning(self.text), mine

    def _match(
        self, expression: Expression | None, asked: Sequence[str], mine: Reach, limit: int
    ) -> list[Found]:
        if expression is None or mine.where is None:
            return []
        kinds = any_of(word("_e" + entity) for entity in asked)
        narrowed = all_of((expression, kinds, mine.marks)) or expression
        return match(narrowed, mine.where, limit=limit)

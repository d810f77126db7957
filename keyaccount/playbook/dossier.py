"""How well do we know this customer? Weighed by evidence and age, not by filled fields (ACC-2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from keyaccount.playbook.schema import Dossier, DossierItem, Edition

OPEN_CLASSES = frozenset({"C0", "C1", "C2"})


@dataclass(frozen=True, slots=True)
class ItemState:
    """What we hold on an item.

    `observed_on` is when it was last true or verified; `source` one of facts.EVIDENCE.
    """

    filled: bool
    observed_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """`counts` is 0–100 percent of the item's weight; `age` in days, None where the date is unknown."""

    item: DossierItem
    state: Literal["missing", "stale", "fresh"]
    counts: int
    age: int | None
    source: str


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    key: str
    percent: int | None
    items: tuple[ItemVerdict, ...]


@dataclass(frozen=True, slots=True)
class DossierVerdict:
    """Percent overall and per group (None.

    Nothing in the group counts), rounded down: 100 means all there, proven, fresh.
    """

    percent: int
    groups: tuple[GroupVerdict, ...]

    @property
    def missing(self) -> tuple[ItemVerdict, ...]:
        """What to find out, the weightiest first."""
        return self._in_state("missing")

    @property
    def stale(self) -> tuple[ItemVerdict, ...]:
        """What to verify again, the weightiest first."""
        return self._in_state("stale")

    def _in_state(self, state: str) -> tuple[ItemVerdict, ...]:
        found = [each for group in self.groups for each in group.items if each.state == state]
        return tuple(sorted(found, key=lambda each: -each.item.weight))


def judge_dossier(
    edition: Edition, items: Mapping[str, ItemState], today: date, *, counted: Collection[str] = OPEN_CLASSES
) -> DossierVerdict:
    """Judges the items whose field class is in `counted`.

    Personal ones (C3) only where a policy allows them.
    """
    dossier = edition.dossier
    evidence = dict(dossier.evidence)
    groups = []
    for group in dossier.groups:
        verdicts = tuple(
            _judge_item(dossier, evidence, item, items.get(item.key), today)
            for item in group.items
            if item.field_class in counted
        )
        groups.append(GroupVerdict(group.key, _percent(verdicts), verdicts))
    return DossierVerdict(_percent([v for group in groups for v in group.items]) or 0, tuple(groups))


def _judge_item(
    dossier: Dossier, evidence: Mapping[str, int], item: DossierItem, state: ItemState | None, today: date
) -> ItemVerdict:
    if state is None or not state.filled:
        return ItemVerdict(item, "missing", 0, None, "")
    source = state.source or "unstated"
    counts = evidence.get(source, evidence["unstated"])
    age = max((today - state.observed_on).days, 0) if state.observed_on else None
    if item.stale_after_days and (age is None or age > item.stale_after_days):
        return ItemVerdict(item, "stale", counts * dossier.stale_counts // 100, age, source)
    return ItemVerdict(item, "fresh", counts, age, source)


def _percent(verdicts: Collection[ItemVerdict]) -> int | None:
    weight = sum(verdict.item.weight for verdict in verdicts)
    return sum(verdict.item.weight * verdict.counts for verdict in verdicts) // weight if weight else None

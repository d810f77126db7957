"""What an edition says of deals, as values: stages and gates, questions, chance, reasons (OPP-1, OPP-6, STG-1, STG-2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.text import Text

AnswerWord = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class GateItem:
    """What must be true to leave a stage; `place` (a key of PLACES) is where it is closed."""

    key: str
    label: Text
    hint: Text
    when: Condition
    place: str
    waivable: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a deal. Days are calendar days, `chance` a percentage.

    `signed`: a deal standing here has been signed, its money is still to come.
    """

    key: str
    label: Text
    meaning: Text
    usual_days: int
    stall_days: int
    chance: int
    signed: bool
    gate: tuple[GateItem, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in their order. Whatever passes the gate of the last one is won."""

    key: str
    label: Text
    meaning: Text
    stages: tuple[Stage, ...]
    quote: str

    def stage(self, key: str) -> Stage:
        """The stage of that key; KeyError if the pipeline has none."""
        return self.stages[self.rank(key) - 1]

    def rank(self, key: str) -> int:
        """1 for the first stage."""
        for rank, stage in enumerate(self.stages, 1):
            if stage.key == key:
                return rank
        raise KeyError(key)

    def after(self, key: str) -> Stage | None:
        """The next stage; None after the last."""
        rank = self.rank(key)
        return self.stages[rank] if rank < len(self.stages) else None


@dataclass(frozen=True, slots=True)
class Topic:
    """A side of the judgement: need, budget, time, decision process."""

    key: str
    label: Text
    meaning: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be answered yes, no or unknown.

    `decisive`: a no means that the deal does not stand, and it cannot stand while unknown. `relieves` names a question
    whose no is made good by a yes to this one, which is asked only then. `evidence`: a yes needs words to prove it.
    """

    key: str
    topic: str
    label: Text
    ask: Text
    hint: Text
    weight: int
    evidence: bool
    decisive: bool
    relieves: str
    knows: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class QualifyingRules:
    """How answers make a verdict.

    `no_budget`: what a no to `budget_question` does, "park" the deal (with `park_reason`) or only "warn".
    A topic stands from `standing_percent` of its weight answered yes.
    """

    budget_question: str
    no_budget: Literal["park", "warn"]
    park_reason: str
    standing_percent: int
    unknown_warns: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Points:
    """Percentage points by how something stands."""

    yes: int
    no: int
    unknown: int

    def of(self, word: AnswerWord) -> int:
        return self.yes if word == "yes" else self.no if word == "no" else self.unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """Points for a fact: does it hold, does it not, or does nobody know."""

    key: str
    label: Text
    when: Condition
    points: Points
    quote: str


@dataclass(frozen=True, slots=True)
class Stalling:
    """For every `every_days` beyond a stage's `stall_days` so many points go, `most` at the utmost."""

    every_days: int
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class ChanceRules:
    """The win chance as a sum: the stage's own, each answer (points × weight), coverage, stalling; within the limits."""

    floor: int
    ceiling: int
    answers: Points
    coverage: tuple[Coverage, ...]
    stalled: Stalling


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a deal was lost or shelved."""

    key: str
    label: Text

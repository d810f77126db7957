"""A playbook edition as values.

Frozen, without behaviour that decides anything. The judges decide, one per file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.schema_deals import ChanceRules, Pipeline, QualifyingRules, Question, Reason, Topic
from keyaccount.playbook.schema_power import PowerMethod, UsualStep
from keyaccount.playbook.schema_practice import (
    BlindSpot,
    BudgetTask,
    Checklist,
    DunningStep,
    InsiderNeed,
    MessageTemplate,
    Purpose,
    TempoMove,
)
from keyaccount.playbook.text import Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of accounts (KA-1). `rank` 1 is the highest; the last tier needs no rule."""

    key: str
    rank: int
    key_account: bool
    label: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Road:
    """One of the ways an account can be key: scale or standing."""

    key: str
    label: Text
    meaning: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on a number earns these points.

    `at_least` is in minor units where the fact is money.
    """

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a choice; `when` fills it in from the facts."""

    key: str
    label: Text
    points: int
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A question on one road.

    Numbers earn by `bands`, choices by `options`, yes/no earns `points` for yes.
    """

    key: str
    road: str
    kind: Literal["number", "yes_no", "choice"]
    label: Text
    question: Text
    weight: int
    evidence: bool
    quote: str
    fact: str = ""
    unit: Text | None = None
    bands: tuple[Band, ...] = ()
    options: tuple[Option, ...] = ()
    points: int = 0
    yes_when: Condition | None = None

    @property
    def most(self) -> int:
        """The most points it can add to its road, weight included."""
        points = [*(band.points for band in self.bands), *(option.points for option in self.options)]
        return self.weight * max(points, default=self.points)


@dataclass(frozen=True, slots=True)
class TierRule:
    """An account is of `tier` when every named road has at least the points.

    The first rule that holds decides.
    """

    tier: str
    needs: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DossierItem:
    """Something to know of an account (ACC-2).

    What to ask, who would know, when it must be asked again (0: never).
    """

    key: str
    label: Text
    ask: Text
    weight: int
    source: str
    stale_after_days: int
    knows: tuple[str, ...]
    field_class: str
    quote: str


@dataclass(frozen=True, slots=True)
class DossierGroup:
    key: str
    label: Text
    quote: str
    items: tuple[DossierItem, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The groups, and how much a known item counts, in percent: by its evidence, and once it is stale."""

    evidence: tuple[tuple[str, int], ...]
    stale_counts: int
    groups: tuple[DossierGroup, ...]

    @property
    def items(self) -> tuple[DossierItem, ...]:
        return tuple(item for group in self.groups for item in group.items)


@dataclass(frozen=True, slots=True)
class Function:
    """What a customer's department does in a purchase (PPL-1), shown as guidance when preparing."""

    key: str
    label: Text
    who: Text
    cares: tuple[Text, ...]
    ask: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Move:
    """Who is proposed for another tier.

    Of a tier in `tiers`, in (promote) or out of (demote) the core for `periods`.
    """

    tiers: tuple[str, ...]
    to: str
    periods: int


@dataclass(frozen=True, slots=True)
class ParetoRules:
    """How the Pareto curve is read (KA-2).

    The core makes `share` percent; accounts with fewer than `min_months` of history are not demoted.
    """

    share: int
    months: int
    min_months: int
    promote: Move
    demote: Move
    quote: str


@dataclass(frozen=True, slots=True)
class PoolRules:
    """ACC-5. Days and counts; 0 switches a rule off."""

    follow_up_days: int
    claim_days: int
    warn_days: int
    capacity: int
    claims_per_day: int
    cooldown_days: int
    exempt_tiers: tuple[str, ...]
    exempt_open_deal: bool
    released_statuses: tuple[str, ...]
    capacity_counts_exempt: bool


@dataclass(frozen=True, slots=True)
class BudgetSeason:
    """Months (1–12) in which customers draw up next year's budget, unless an account says otherwise."""

    months: tuple[int, ...]
    advice: Text
    quote: str


class _HasKey(Protocol):
    @property
    def key(self) -> str: ...


Keyed = TypeVar("Keyed", bound=_HasKey)


@dataclass(frozen=True, slots=True)
class Method:
    """The sections about deals. An edition holds all of them, or none and then those of the shipped one."""

    pipelines: tuple[Pipeline, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    qualifying: QualifyingRules
    chance: ChanceRules
    loss_reasons: tuple[Reason, ...]
    shelve_reasons: tuple[Reason, ...]
    purposes: tuple[Purpose, ...]
    checklists: tuple[Checklist, ...]
    templates: tuple[MessageTemplate, ...]
    tempo_moves: tuple[TempoMove, ...]
    insider_needs: tuple[InsiderNeed, ...]
    blind_spots: tuple[BlindSpot, ...]
    budget_tasks: tuple[BudgetTask, ...]
    dunning: tuple[DunningStep, ...]

    def pipeline(self, key: str) -> Pipeline:
        """The pipeline of that key; KeyError if there is none."""
        return _by_key(self.pipelines, key)

    def topic(self, key: str) -> Topic:
        return _by_key(self.topics, key)

    def question(self, key: str) -> Question:
        return _by_key(self.questions, key)

    def template(self, key: str) -> MessageTemplate:
        return _by_key(self.templates, key)


@dataclass(frozen=True, slots=True)
class Edition(Method):
    """A playbook as published.

    Immutable, known by key, number and hash (sha256 of its content, not its layout).
    """

    key: str
    number: int
    hash: str
    currency: str
    title: Text
    note: Text
    tiers: tuple[Tier, ...]
    roads: tuple[Road, ...]
    criteria: tuple[Criterion, ...]
    tier_rules: tuple[TierRule, ...]
    dossier: Dossier
    functions: tuple[Function, ...]
    pareto: ParetoRules
    pool: PoolRules
    budget_season: BudgetSeason
    power: PowerMethod
    decision_steps: tuple[UsualStep, ...]

    def tier(self, key: str) -> Tier:
        """The tier of that key; KeyError if the edition has none."""
        return _by_key(self.tiers, key)

    def road(self, key: str) -> Road:
        return _by_key(self.roads, key)

    def criterion(self, key: str) -> Criterion:
        return _by_key(self.criteria, key)

    def item(self, key: str) -> DossierItem:
        return _by_key(self.dossier.items, key)

    def function(self, key: str) -> Function:
        return _by_key(self.functions, key)


def _by_key(things: tuple[Keyed, ...], key: str) -> Keyed:
    for thing in things:
        if thing.key == key:
            return thing
    raise KeyError(key)

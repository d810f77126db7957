"""What an edition says of the people who decide, as values: attributes of a stakeholder, coach rules, insiders, refusals.

The keys are a closed list, because the judges know them; labels, help and half-lives are the edition's (PPL-4..7, INS, INT).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keyaccount.base.language import Say, say
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.text import Text

ValueKind = Literal["choice", "many", "level", "flag", "text", "list"]
Subject = Literal["person", "step", "deal"]
Severity = Literal["low", "medium", "high", "urgent"]


@dataclass(frozen=True, slots=True)
class AttributeKind:
    """An attribute of the closed list: what its values are, and whether it is also said of a rival."""

    label: Say
    kind: ValueKind
    options: tuple[str, ...] = ()
    per_rival: bool = False


_ROLES = tuple("decider approver technical procurement finance user influencer initiator need_owner".split())
_STANCES = tuple("strong_support support neutral oppose strong_oppose straddling unknown".split())
ATTRIBUTES: dict[str, AttributeKind] = {
    "roles": AttributeKind(say("决策角色"), "many", _ROLES),
    "stance": AttributeKind(say("态度"), "choice", _STANCES, per_rival=True),
    "power": AttributeKind(say("分量"), "level"),
    "veto": AttributeKind(say("一票否决"), "flag"),
    "political": AttributeKind(say("政治地位"), "choice", ("inner", "structure", "outside")),
    "coverage": AttributeKind(say("接触程度"), "choice", ("deep", "multiple", "brief", "none", "unknown")),
    "orientation": AttributeKind(
        say("决策取向"), "choice", ("financial", "technical", "relationship", "business")
    ),
    "mode": AttributeKind(say("处境"), "choice", ("growth", "trouble", "even", "overconfident")),
    "adaptability": AttributeKind(
        say("对新事物"), "choice", ("innovator", "early", "majority", "late", "laggard")
    ),
    "concerns": AttributeKind(say("顾虑"), "list"),
    "criteria": AttributeKind(say("看重什么"), "list"),
    "win": AttributeKind(say("项目成了对他意味着什么"), "text"),
}
PER_RIVAL = frozenset(key for key, one in ATTRIBUTES.items() if one.per_rival)
STANCE_SCORE: dict[str, int | None] = {
    "strong_support": 2,
    "support": 1,
    "neutral": 0,
    "straddling": 0,
    "oppose": -1,
    "strong_oppose": -2,
    "unknown": None,
}
SEVERITIES: tuple[Severity, ...] = ("urgent", "high", "medium", "low")
SUBJECTS: tuple[Subject, ...] = ("person", "step", "deal")
STEP_KINDS = tuple(
    "approval technical budget tender negotiation contract signing acceptance payment transfer other".split()
)


@dataclass(frozen=True, slots=True)
class AttributeOption:
    key: str
    label: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class PowerAttribute:
    """An attribute as the edition calls it; `half_life_days`: after so many days a value counts half (0: it doesn't age)."""

    key: str
    kind: ValueKind
    per_rival: bool
    label: Text
    ask: Text
    half_life_days: int
    options: tuple[AttributeOption, ...]


@dataclass(frozen=True, slots=True)
class CoachRule:
    """Something to see to (PPL-7): there when all of `when` holds of a person, a step or the deal, from a stage on."""

    key: str
    subject: Subject
    when: tuple[Condition, ...]
    severity: Severity
    place: str
    from_stage: str
    label: Text
    advice: Text
    quote: str


@dataclass(frozen=True, slots=True)
class InsiderWay:
    """A professional way to serve a need; there is no other (INS-2)."""

    key: str
    label: Text
    meaning: Text
    needs: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class InsiderTestRule:
    """One of the seed's three tests (INS-1): told, stood or shares."""

    key: str
    label: Text
    ask: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the ledger doesn't take: words that give it away, and what may be written instead (INT-1)."""

    key: str
    label: Text
    words: tuple[str, ...]
    explanation: Text


@dataclass(frozen=True, slots=True)
class UsualStep:
    """A step customers usually go through (PPL-6), on the way to signature or to payment (`route` sign or pay).

    `after`: keys of earlier steps of its route that it waits for; `usual_days` in calendar days.
    """

    key: str
    kind: str
    route: str
    label: Text
    usual_days: int
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PowerMethod:
    """The sections about who decides. An edition holds all of them, or none and then those of the shipped one.

    `silent_days`: an insider not heard of for so long has lapsed.
    """

    attributes: tuple[PowerAttribute, ...]
    coach: tuple[CoachRule, ...]
    insider_ways: tuple[InsiderWay, ...]
    insider_tests: tuple[InsiderTestRule, ...]
    silent_days: int
    refusals: tuple[Refusal, ...]

    def attribute(self, key: str) -> PowerAttribute:
        """The attribute of that key; KeyError if there is none."""
        return {one.key: one for one in self.attributes}[key]

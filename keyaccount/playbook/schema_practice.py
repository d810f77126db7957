"""What an edition says of the work itself, as values: visits, checklists, messages, tempo, people, seasons, money due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.text import Text

Position = Literal["ahead", "level", "behind"]
Pace = Literal["speed_up", "hold", "slow_down", "pause"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why one visits (VIS-1): what may be reached, and the kit to bring (VIS-2)."""

    key: str
    label: Text
    meaning: Text
    goals: tuple[Text, ...]
    kit: tuple[Text, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    key: str
    label: Text
    hint: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """Things to tick off before or after something."""

    key: str
    label: Text
    meaning: Text
    items: tuple[ChecklistItem, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """A message with places to fill in, `{person}`; see messages.PLACEHOLDERS (VIS-5)."""

    key: str
    label: Text
    meaning: Text
    body: Text
    quote: str


@dataclass(frozen=True, slots=True)
class TempoMove:
    """Something to do in a position towards a rival, and what it does to the pace (RIV-4)."""

    key: str
    label: Text
    position: Position
    pace: Pace
    advice: Text
    quote: str


@dataclass(frozen=True, slots=True)
class InsiderNeed:
    """What a supporter needs, and how one helps with it honestly (INS-2)."""

    key: str
    label: Text
    meaning: Text
    advice: Text
    quote: str


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """Something we ought to know and don't (PPL-7): there when `when` holds, from `from_stage` on ("": always)."""

    key: str
    label: Text
    when: Condition
    advice: Text
    place: str
    from_stage: str
    quote: str


@dataclass(frozen=True, slots=True)
class BudgetTask:
    """Part of the help with next year's budget (OPP-3), due so many days before the season ends."""

    key: str
    label: Text
    text: Text
    who: Text
    days_before: int
    quote: str


@dataclass(frozen=True, slots=True)
class DunningStep:
    """What to do about money (PAY-2), so many days after it was due; before, where negative."""

    key: str
    label: Text
    days: int
    text: Text
    quote: str

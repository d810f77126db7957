"""Where we stand with the people who decide: support, coverage, threads, position against each rival (PPL-4, PPL-5).

Every score names what it is made of, person by person, so that it can be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from keyaccount.playbook.freshness import fresh
from keyaccount.playbook.schema_power import STANCE_SCORE

USUAL_POWER = 3
KEY_POWER = 4
ASSUMED_COUNTS = 0.6
THREAD_DAYS = 90
DECIDING = frozenset({"decider", "approver"})
INSIDE = frozenset({"inner", "structure"})


@dataclass(frozen=True, slots=True)
class Standing:
    """One person on a map. `sure`: how much the stance to us counts, 0–1, by certainty and freshness; `theirs` the stance
    to each rival with the same. `silent_days`: since we last spoke (None: never)."""

    key: str
    values: Mapping[str, Any]
    sure: float = 1.0
    theirs: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    met: bool = False
    silent_days: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one person adds: `weight` by power, `points` of stance (−2 … 2; None unknown), counted `sure`."""

    key: str
    weight: int
    points: int | None
    sure: float


@dataclass(frozen=True, slots=True)
class Score:
    """A whole number (None: nothing to go by) and its parts."""

    value: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Ours minus a rival's, both −100 … 100 over the same people; `lead` above 0 is ours."""

    rival: str
    ours: int
    theirs: int
    parts: tuple[Part, ...]

    @property
    def lead(self) -> int:
        return self.ours - self.theirs


def key_player(values: Mapping[str, Any]) -> bool:
    """Decides, approves, can veto, stands in the inner circle or the structure, or weighs four or more."""
    return bool(
        values.get("veto")
        or DECIDING & set(values.get("roles") or ())
        or values.get("political") in INSIDE
        or (values.get("power") or 0) >= KEY_POWER
    )


def certainty_counts(certainty: str, fresh: float) -> float:
    """How much a value counts: what is confirmed more than what is assumed, what is old less."""
    return round((1.0 if certainty == "confirmed" else ASSUMED_COUNTS) * fresh, 3)


def sureness(certainty: str, age_days: int, half_life_days: int) -> float:
    """How much a value so old counts, 0–1."""
    return certainty_counts(certainty, fresh(age_days, half_life_days))


def support_index(people: Iterable[Standing]) -> Score:
    """−100 … 100: power × stance × certainty over the key players; whose stance nobody knows counts as nothing."""
    return _index([_part(one, one.values.get("stance"), one.sure) for one in keys_of(people)])


def coverage_share(people: Iterable[Standing]) -> Score:
    """Percent of the key players whom we have met face to face."""
    parts = tuple(Part(one.key, _weight(one), int(one.met), 1.0) for one in keys_of(people))
    met = sum(part.points or 0 for part in parts)
    return Score(met * 100 // len(parts) if parts else None, parts)


def threads(people: Iterable[Standing], days: int) -> Score:
    """How many people there are whom we have spoken with in so many days: a deal on one thread hangs on it."""
    live = [one for one in people if one.silent_days is not None and one.silent_days <= days]
    return Score(len(live), tuple(Part(one.key, _weight(one), None, 1.0) for one in live))


def positions(people: Sequence[Standing], rivals: Iterable[str]) -> tuple[Position, ...]:
    """Against each rival of whom a stance is known."""
    keys = keys_of(people)
    found = []
    for rival in rivals:
        told = [(one, one.theirs[rival]) for one in keys if rival in one.theirs]
        if not told:
            continue
        theirs = {one.key: _part(one, stance, sure) for one, (stance, sure) in told}
        nobody = [theirs.get(one.key) or _part(one, None, 0.0) for one in keys]
        ours = support_index(keys)
        found.append(Position(rival, ours.value or 0, _index(nobody).value or 0, tuple(theirs.values())))
    return tuple(found)


def keys_of(people: Iterable[Standing]) -> list[Standing]:
    """The key players."""
    return [one for one in people if key_player(one.values)]


def _weight(one: Standing) -> int:
    return one.values.get("power") or USUAL_POWER


def _part(one: Standing, stance: str | None, sure: float) -> Part:
    return Part(one.key, _weight(one), STANCE_SCORE.get(stance or "unknown"), sure)


def _index(parts: Sequence[Part]) -> Score:
    most = sum(2 * part.weight for part in parts)
    told = [part for part in parts if part.points is not None]
    if not most or not told:
        return Score(None, tuple(parts))
    total = sum(part.weight * (part.points or 0) * part.sure for part in told)
    return Score(round(total * 100 / most), tuple(parts))

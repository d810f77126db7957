"""Whether what we were told holds: independent sources that agree, statements that contradict each other (INT-2).

「得到的信息有时候需要交叉验证」
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Standing = Literal["confirmed", "disputed", "single", "refuted"]
ENOUGH = 3
FLAGGED = ("budget", "criterion")


@dataclass(frozen=True, slots=True)
class Statement:
    """`voices`: everybody it goes back to, who said it and whom that one has it from; empty where nobody knows."""

    key: str
    voices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that say the same (`agrees`) or not; `holds`: the one that was found to be so, "" while open."""

    one: str
    other: str
    relation: Literal["agrees", "contradicts"]
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """How a statement stands, and the statements it stands so by: those that confirm, dispute or refute it."""

    standing: Standing
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """How often a source turned out to be right, and wrong; of `open` nothing has turned out yet."""

    right: int = 0
    wrong: int = 0
    open: int = 0

    @property
    def share(self) -> int | None:
        """Percent right; None until `ENOUGH` have turned out."""
        told = self.right + self.wrong
        return self.right * 100 // told if told >= ENOUGH else None

    def __add__(self, more: Record) -> Record:
        return Record(self.right + more.right, self.wrong + more.wrong, self.open + more.open)


def state_alone(withdrawn: bool, outcome: str, expired: bool) -> str:
    """What a statement is whatever the others say, "" where they decide: withdrawn comes before how it turned out
    (`outcome` right, wrong or ""), and that before the day it was good until."""
    if withdrawn:
        return "withdrawn"
    if outcome:
        return "confirmed" if outcome == "right" else "refuted"
    return "stale" if expired else ""


def thin(about: str, key_account: bool, state: str) -> bool:
    """About budget or criteria of a key account, and nobody else says so: not to be leant on (field 5.2-9)."""
    return about in FLAGGED and key_account and state == "single"


def independent(one: Statement, other: Statement) -> bool:
    """Neither goes back to anybody the other goes back to. Of an unknown source nobody can say so."""
    return bool(one.voices and other.voices) and not one.voices & other.voices


def cross_check(statements: Iterable[Statement], pairs: Iterable[Pair]) -> dict[str, Checked]:
    """How each statement stands. What contradicts it counts before what confirms it, and once settled no more.

    Pairs with a statement that isn't given, because it was withdrawn or has expired, are left out; one that was refuted
    neither confirms nor disputes.
    """
    known = {each.key: each for each in statements}
    agreeing: dict[str, set[str]] = {key: set() for key in known}
    against: dict[str, set[str]] = {key: set() for key in known}
    refuting: dict[str, set[str]] = {key: set() for key in known}
    for pair in pairs:
        if pair.one not in known or pair.other not in known:
            continue
        if pair.relation == "agrees":
            agreeing[pair.one].add(pair.other)
            agreeing[pair.other].add(pair.one)
        elif not pair.holds:
            against[pair.one].add(pair.other)
            against[pair.other].add(pair.one)
        else:
            refuting[pair.other if pair.holds == pair.one else pair.one].add(pair.holds)
    fallen = {key for key in known if refuting[key]}
    return {
        key: _checked(known, key, agreeing[key] - fallen, against[key] - fallen, refuting[key])
        for key in known
    }


def _checked(
    known: Mapping[str, Statement], key: str, agreeing: set[str], against: set[str], refuting: set[str]
) -> Checked:
    if refuting:
        return Checked("refuted", tuple(sorted(refuting)))
    if against:
        return Checked("disputed", tuple(sorted(against)))
    told = [known[key], *(known[other] for other in sorted(agreeing))]
    apart = [pair for pair in combinations(told, 2) if independent(*pair)]
    by = {each.key for pair in apart for each in pair} - {key}
    return Checked("confirmed", tuple(sorted(by))) if apart else Checked("single")

"""Which of the found rows comes first, and which of its letters were meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from keyaccount.access import Principal
from keyaccount.base import grams, pinyin
from keyaccount.base.hanzi import fold, is_hanzi
from keyaccount.records.search.asking import can_slip, syllables, term_text
from keyaccount.records.search.matching import Found, as_stored
from keyaccount.records.search.syllables import readings

Parts = list[tuple[str, bool]]
_OTHERS = re.compile(r"[^\w\n]|_")


class Tier(IntEnum):
    """How well a record answers."""

    EXACT = 0
    BEGINS = 1
    HOLDS = 2
    SOUNDS = 3
    NEARLY = 4


def ranked(by: Principal, text: str, found: Iterable[Found]) -> list[tuple[Tier, Found]]:
    """Best first, each record once: how the name answers, own before others', key accounts before others,
    newest first."""
    asked, me = _bare(text), as_stored(by.id)

    def standing(pair: tuple[Tier, Found]) -> tuple[Tier, bool, bool, int, int]:
        tier, one = pair
        sounds = tier is Tier.SOUNDS and pinyin.initials(one.names[:1]) == asked[:1]
        return tier, one.owner != me, not sounds, -one.weight, -one.id

    graded = sorted(((tier_of(asked, one.names), one) for one in found), key=standing)
    best: dict[object, tuple[Tier, Found]] = {}
    for tier, one in graded:
        best.setdefault((one.entity, one.record), (tier, one))
    return list(best.values())


def tier_of(asked: str, names: str) -> Tier:
    """The best answer among the names, one a line; `asked` is bare (see `_bare`)."""
    bare = "\n" + _bare(names) + "\n"
    if f"\n{asked}\n" in bare:
        return Tier.EXACT
    if f"\n{asked}" in bare:
        return Tier.BEGINS
    return Tier.HOLDS if asked in bare else Tier.SOUNDS


def _bare(text: str) -> str:
    """Folded letters and digits, line by line."""
    return _OTHERS.sub("", fold(text))


def is_near(text: str, names: Sequence[str]) -> bool:
    """Whether some name holds every word of the text with at most one slip each: Chinese anywhere, Latin as a word."""
    folded = [fold(name) for name in names]
    return all(
        _near(term_text(term), folded) if can_slip(term) else any(term_text(term) in name for name in folded)
        for term in grams.query_terms(text)
    )


def _near(term: str, names: Sequence[str]) -> bool:
    if is_hanzi(term[0]):
        return any(_window_near(term, name) for name in names)
    words = [word[0] for name in names for word in grams.query_terms(name)]
    spelt = ["".join(syllables(name)) for name in names]
    return any(_slip_apart(term, word) for word in words) or any(_window_near(term, name) for name in spelt)


def _slip_apart(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _window_near(term: str, text: str) -> bool:
    n = len(term)
    return any(
        _slip_apart(term, text[at : at + width])
        for width in (n, n - 1, n + 1)
        for at in range(max(1, len(text) - width + 1))
    )


def marked(text: str, asked: str) -> Parts:
    """The text in parts, (part, whether it was asked for): by letters, else by pinyin."""
    hits = [False] * len(text)
    for term in asked_words(asked):
        _mark(hits, text, term)
    if text and not any(hits):
        _mark_sound(hits, text, _bare(asked))
    parts: Parts = []
    for char, hit in zip(text, hits, strict=True):
        if parts and parts[-1][1] == hit:
            parts[-1] = (parts[-1][0] + char, hit)
        else:
            parts.append((char, hit))
    return parts


@lru_cache(maxsize=256)
def asked_words(asked: str) -> tuple[str, ...]:
    """The words of a question as folded text."""
    return tuple(term_text(term) for term in grams.query_terms(asked))


def _mark(hits: list[bool], text: str, term: str) -> None:
    """Every place where the folded text holds the term; a character may fold to several letters or none."""
    folded, origin = "", []
    for at, char in enumerate(text):
        letters = fold(char)
        folded += letters
        origin += [at] * len(letters)
    at = folded.find(term)
    while at >= 0:
        for place in origin[at : at + len(term)]:
            hits[place] = True
        at = folded.find(term, at + 1)


def _mark_sound(hits: list[bool], text: str, letters: str) -> None:
    """The first run of characters whose syllables begin as the letters were read."""
    places = [at for at, char in enumerate(text) if is_hanzi(char)]
    sounds = syllables("".join(text[at] for at in places))
    if len(sounds) != len(places):
        return
    for reading in readings(letters):
        for start in range(len(sounds) - len(reading) + 1):
            stretch = sounds[start : start + len(reading)]
            if all(
                sound == piece.text
                if piece.full and piece is not reading[-1]
                else sound.startswith(piece.text)
                for sound, piece in zip(stretch, reading, strict=True)
            ):
                for at in places[start : start + len(reading)]:
                    hits[at] = True
                return

"""Reading typed Latin letters as pinyin: whole syllables, initials, or both mixed (zhongguoyd, zgyd, zhgyd)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TABLE = """
: a ai an ang ao e ei en eng er o ou
b: a ai an ang ao ei en eng i ian iao ie in ing o u
p: a ai an ang ao ei en eng i ian iao ie in ing o ou u
m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f: a an ang ei en eng o ou u
d: a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t: a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo
n: a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve
l: a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve
g: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j: i ia ian iang iao ie in ing iong iu u uan ue un
q: i ia ian iang iao ie in ing iong iu u uan ue un
x: i ia ian iang iao ie in ing iong iu u uan ue un
zh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch: a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh: a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r: an ang ao e en eng i ong ou u ua uan ui un uo
z: a ai an ang ao e ei en eng i ong ou u uan ui un uo
c: a ai an ang ao e en eng i ong ou u uan ui un uo
s: a ai an ang ao e en eng i ong ou u uan ui un uo
y: a an ang ao e i in ing o ong ou u uan ue un
w: a ai an ang ei en eng o u
"""
_LONGEST = 6
_MOST_LETTERS = 40
_KEPT = 4
_FULL, _PARTIAL = 2, 3  # a whole syllable is the likelier reading of a letter sequence than an initial
_WORSE = 2  # xi an is kept beside xian, z hong is not beside zhong


def _read_table() -> frozenset[str]:
    lines = (line.partition(":") for line in _TABLE.strip().splitlines())
    return frozenset(initial + final for initial, _, finals in lines for final in finals.split())


SYLLABLES = _read_table()
_BEGINNINGS = frozenset(s[:n] for s in SYLLABLES for n in range(2, _LONGEST))
_WHOLE = re.compile(f"(?:{'|'.join(sorted(SYLLABLES, key=len, reverse=True))})+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of letters: a syllable, or the beginning of one."""

    text: str
    full: bool


Reading = tuple[Piece, ...]


def is_initial(text: str) -> bool:
    """Whether the letters can stand for a syllable of which only the initial was typed; digits stand for themselves."""
    return text in ("zh", "ch", "sh") or (len(text) == 1 and text.isalnum() and text not in "iuv")


def beginning_with(text: str) -> tuple[str, ...]:
    """The syllables that begin so, itself first."""
    return tuple(sorted(s for s in SYLLABLES if s.startswith(text)))


@lru_cache(maxsize=1_024)
def readings(letters: str) -> tuple[Reading, ...]:
    """The few likeliest ways to read the letters, best first; none when they cannot be pinyin."""
    if not letters.isascii() or not letters.isalnum() or len(letters) > _MOST_LETTERS:
        return ()
    best: list[list[tuple[int, Reading]]] = [[] for _ in range(len(letters) + 1)]
    best[0].append((0, ()))
    for at in range(len(letters)):
        for piece, cost in _pieces_at(letters, at) if best[at] else ():
            end = at + len(piece.text)
            best[end] += [(before + cost, (*reading, piece)) for before, reading in best[at]]
            best[end] = sorted(best[end], key=lambda found: found[0])[:_KEPT]
    found = [reading for cost, reading in best[-1] if cost <= best[-1][0][0] + _WORSE]
    return tuple(dict.fromkeys([*_all_initials(letters), *found]))


def _all_initials(letters: str) -> Iterator[Reading]:
    """Letters that can all be initials may be just that, whatever else they may be: cqca for 重庆长安."""
    if len(letters) > 2 and all(map(is_initial, letters)):
        yield tuple(Piece(letter, False) for letter in letters)


def _pieces_at(letters: str, at: int) -> Iterator[tuple[Piece, int]]:
    for length in range(min(_LONGEST, len(letters) - at), 0, -1):
        text = letters[at : at + length]
        if text in SYLLABLES:
            yield Piece(text, True), _FULL
        elif is_initial(text) or (at + length == len(letters) and text in _BEGINNINGS):
            yield Piece(text, False), _PARTIAL


def spelt_nearly(letters: str) -> list[Reading]:
    """Readings in whole syllables of all spellings one slip away: a letter wrong, missing, too many, or two swapped;
    those of few syllables first."""
    found: dict[Reading, None] = {}
    for spelling in filter(_WHOLE.fullmatch, _one_slip(letters)):
        for reading in readings(spelling)[:2]:
            if all(piece.full for piece in reading):
                found[reading] = None
    return sorted(found, key=len)


def _one_slip(letters: str) -> Iterator[str]:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for at in range(len(letters) + 1):
        head, tail = letters[:at], letters[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in alphabet if letter != tail[0])
        yield from (head + letter + tail for letter in alphabet)

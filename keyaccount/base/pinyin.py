"""Pinyin of names: initials of the whole name, joined spelling, order of lists (`cqca` for 重庆长安).

Readings come from pypinyin's dictionaries. Its own segmenter takes about 140 µs a name, too slow for imports,
so we keep the phrases whose reading differs from the usual one of their characters and match only those
(longest first). Words that company names need and the dictionary reads wrong are in `words/pinyin.txt`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from keyaccount.base.hanzi import fold, is_hanzi
from keyaccount.base.words import lines, words

_LONGEST_PHRASE = 4

SURNAMES = dict(pair.split("=") for pair in words("surnames"))


def plain(marked: str) -> str:
    """A syllable without its tone: `zhòng` → `zhong`, `lǜ` → `lv` (as input methods type it)."""
    bare = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("ɡ", "g")


@cache
def _own_words() -> dict[str, list[str]]:
    pairs = (line.split(" ", 1) for line in lines("pinyin"))
    return {word: reading.split() for word, reading in pairs}


@cache
def _readings() -> dict[int, str]:
    """Code point → marked readings, the usual one first, as pypinyin lists them."""
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


@cache
def _usual(char: str) -> str:
    """The usual toneless reading of one character; a character without one stands for itself."""
    own = _own_words().get(char)
    if own:
        return own[0]
    marked = _readings().get(ord(char))
    return plain(marked.split(",")[0]) if marked else char


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    """First character → phrases beginning with it that are read otherwise than character by character."""
    from pypinyin.phrases_dict import phrases_dict

    table: dict[str, dict[str, list[str]]] = {}
    for phrase, marked in phrases_dict.items():
        if 2 <= len(phrase) <= _LONGEST_PHRASE and len(phrase) == len(marked):
            syllables = [plain(one[0]) for one in marked]
            if any(_usual(c) != s for c, s in zip(phrase, syllables, strict=True)):
                table.setdefault(phrase[0], {})[phrase] = syllables
    for phrase, syllables in _own_words().items():
        if len(phrase) > 1:
            table.setdefault(phrase[0], {})[phrase] = syllables
    return table


def _surname(text: str) -> tuple[str, list[str]]:
    """The surname at the head of `text` with its syllables; empty when our table has nothing to correct."""
    for length in (2, 1):
        reading = SURNAMES.get(text[:length])
        if reading and len(text) >= length:
            return text[:length], reading.split("'")
    return "", []


def _phrase_at(text: str, at: int) -> tuple[str, list[str]]:
    phrases = _phrases().get(text[at])
    if phrases:
        for length in range(_LONGEST_PHRASE, 1, -1):
            found = phrases.get(text[at : at + length])
            if found:
                return text[at : at + len(found)], found
    return "", []


@lru_cache(maxsize=20_000)
def _items(text: str, person: bool) -> tuple[tuple[str, bool], ...]:
    """Pieces of `text`: a syllable (True) per Chinese character, a whole Latin word or number (False)."""
    folded = fold(text).strip()
    head, found = _surname(folded) if person else ("", [])
    items = [(syllable, True) for syllable in found]
    at, word = len(head), ""
    while at < len(folded):
        char = folded[at]
        hanzi = is_hanzi(char)
        if not hanzi and char.isalnum():
            word += char
            at += 1
            continue
        if word:
            items.append((word, False))
            word = ""
        phrase, reading = _phrase_at(folded, at) if hanzi else ("", [])
        if hanzi:
            items.extend((syllable, True) for syllable in reading or [_usual(char)])
        at += len(phrase) or 1
    if word:
        items.append((word, False))
    return tuple(items)


def full(text: str, person: bool = False) -> str:
    """Joined toneless pinyin: 重庆长安 → `chongqingchangan`, 3M 中国 → `3mzhongguo`."""
    return "".join(piece for piece, _ in _items(text, person))


def initials(text: str, person: bool = False) -> str:
    """First letters: 重庆长安 → `cqca`, 中国银行 → `zgyh`; Latin words and numbers stay whole."""
    return "".join(piece[:1] if hanzi else piece for piece, hanzi in _items(text, person))


def sort_key(text: str, person: bool = False) -> str:
    """Key that orders lists syllable by syllable (西安 before 先), ties by the text; binary order."""
    return " ".join(piece for piece, _ in _items(text, person)) + "\t" + text

"""Folding of Chinese text, so that a word is one word however it was typed: width, case, Traditional."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

# Forms OpenCC's table leaves alone or takes for another word in names (乾 is qián there, not 干).
_VARIANTS = {"臺": "台", "檯": "台", "颱": "台", "乾": "乾", "瞭": "了", "藉": "借"}
_VARIANTS |= {"峯": "峰", "羣": "群", "甯": "宁", "喆": "哲"}


@cache
def simplified_table() -> dict[int, str]:
    """Traditional → Simplified by single characters, for `str.translate`; 4,100 entries, loaded once."""
    table: dict[int, str] = {}
    text = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8")
    for line in text.splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split(" ")[0]
    table.update((ord(k), v) for k, v in _VARIANTS.items())
    return table


def fold(text: str) -> str:
    """NFKC, lower case, Simplified. Meant for comparing and searching, never for showing."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(simplified_table())
    return unicodedata.normalize("NFKC", folded)


def without_accents(folded: str) -> str:
    """é → e; marks of other scripts (か゛, Korean) stay, or the word would become another."""
    if folded.isascii():
        return folded
    bare = (c for c in unicodedata.normalize("NFD", folded) if not 0x300 <= ord(c) <= 0x36F)
    return unicodedata.normalize("NFC", "".join(bare))


def is_hanzi(char: str) -> bool:
    """Whether `char` is a Chinese character (all planes, compatibility forms and 〇 too)."""
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or 0xF900 <= code <= 0xFAFF or char == "〇"

"""Whether a text holds something that isn't taken: words of the edition's `refusals` (INT-1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from keyaccount.playbook.schema_power import Refusal

_BESIDE_CHINESE = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")


def refused(refusals: Iterable[Refusal], *texts: str) -> tuple[tuple[Refusal, str], ...]:
    """Each refusal that applies, with the word that gives it away, whatever the blanks, width and case (`plain`)."""
    told = "\n".join(plain(text) for text in texts)
    found = ((each, next((word for word in each.words if plain(word) in told), "")) for each in refusals)
    return tuple((each, word) for each, word in found if word)


def plain(text: str) -> str:
    """A text as lists of words are held against it: folded in width and case, without blanks.

    One stays between two Latin words, so that they don't make a third ("using if" no "gift").
    """
    told = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _BESIDE_CHINESE.sub("", told)

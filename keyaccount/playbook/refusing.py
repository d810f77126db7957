"""Whether a text holds something the ledger doesn't take: words of the edition's `refusals` (INT-1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from keyaccount.playbook.schema_power import Refusal


def refused(refusals: Iterable[Refusal], *texts: str) -> tuple[tuple[Refusal, str], ...]:
    """Each refusal that applies, with the word that gives it away. Blanks, width and case make no difference."""
    plain = "\n".join(_plain(text) for text in texts)
    found = ((each, next((word for word in each.words if _plain(word) in plain), "")) for each in refusals)
    return tuple((each, word) for each, word in found if word)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

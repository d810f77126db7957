"""A text written in all three languages by the author of a playbook edition; shown in the reader's."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from keyaccount.base.language import EN, ZH_HANT, current


@dataclass(frozen=True, slots=True)
class Text:
    """Three wordings of one thing. `str()` picks the reader's language; `in_` a given one."""

    zh_hans: str
    zh_hant: str
    en: str

    def in_(self, language: str) -> str:
        """The wording in `language` (see `keyaccount.base.language`).

        The Chinese source for any other code.
        """
        if language == EN:
            return self.en
        return self.zh_hant if language == ZH_HANT else self.zh_hans

    def __str__(self) -> str:
        return self.in_(current())

    def __html__(self) -> str:
        """Escaped for a page; an edition is text, never markup."""
        return escape(str(self))

"""Texts that wait for their reader: a Chinese msgid with its values, put into words only when shown.

`base` knows no framework, so the translator is handed in once by the site (`use`). Without one the Chinese
source text is shown, which is what the pure tests of the playbook see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

ZH_HANS = "zh-hans"
ZH_HANT = "zh-hant"
EN = "en"
LANGUAGES = (ZH_HANS, ZH_HANT, EN)


@dataclass
class _Tongue:
    translate: Callable[[str], str]
    current: Callable[[], str]


_tongue = _Tongue(translate=lambda msgid: msgid, current=lambda: ZH_HANS)


def use(*, translate: Callable[[str], str], current: Callable[[], str]) -> None:
    """Hand in the translator (msgid → text in the reader's language) and the question which language that is."""
    _tongue.translate = translate
    _tongue.current = current


def current() -> str:
    """The reader's language: one of `LANGUAGES`."""
    return _tongue.current()


@dataclass(frozen=True)
class Say:
    """A text in waiting; `str()` gives it in the reader's language. Values may be texts in waiting themselves."""

    msgid: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        text = _tongue.translate(self.msgid)
        return text.format(**self.values) if self.values else text

    def __html__(self) -> str:
        """Escaped for a page; keeps template engines from taking it for ready markup."""
        return escape(str(self))


def say(msgid: str, **values: Any) -> Say:
    """`say("客户 {name} 已存在", name=…)`: the one way to write a text for a person in Python."""
    return Say(msgid, values)


@dataclass(frozen=True)
class Listed:
    """Several texts in one line, joined as the reader's language does it; each in waiting until shown."""

    texts: tuple[Any, ...]

    def __str__(self) -> str:
        return str(say("、")).join(map(str, self.texts))


def listed(texts: Iterable[Any]) -> Listed:
    """`listed(names)`: 甲、乙 in Chinese, A, B in English."""
    return Listed(tuple(texts))

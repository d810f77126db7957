"""Texts that wait for their reader: a Chinese msgid with its values, put into words only when shown.

`base` knows no framework, so the translator is handed in once by the site (`use`). Without one the Chinese
source text is shown, which is what the pure tests of the playbook see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from html import escape
from typing import Any

ZH_HANS = "zh-hans"
ZH_HANT = "zh-hant"
EN = "en"
LANGUAGES = (ZH_HANS, ZH_HANT, EN)
_BETWEEN = "\x04"  # gettext's own sign between context and text


@dataclass
class _Tongue:
    translate: Callable[[str, str], str]
    current: Callable[[], str]
    override: Callable[[str], AbstractContextManager[None]]


_tongue = _Tongue(lambda msgid, language: msgid, lambda: ZH_HANS, lambda language: nullcontext())
_spoken: ContextVar[str | None] = ContextVar("language", default=None)


def use(
    *,
    translate: Callable[[str, str], str],
    current: Callable[[], str],
    override: Callable[[str], AbstractContextManager[None]] = lambda language: nullcontext(),
) -> None:
    """Hand in the translator (msgid, language → text), the framework's own language and how to change that for a while."""
    _tongue.translate, _tongue.current, _tongue.override = translate, current, override


def current() -> str:
    """The reader's language: one of `LANGUAGES`."""
    return _spoken.get() or _tongue.current()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it every text is in the language, the framework's too. Known here, it needn't be asked for each text."""
    token = _spoken.set(language)
    try:
        with _tongue.override(language):
            yield
    finally:
        _spoken.reset(token)


@dataclass(frozen=True)
class Say:
    """A text in waiting; `str()` gives it in the reader's language. Values may be texts in waiting themselves.

    `context`: the sense that is meant, where another language has several words for the Chinese one.
    """

    msgid: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    context: str = ""

    def __str__(self) -> str:
        key = f"{self.context}{_BETWEEN}{self.msgid}" if self.context else self.msgid
        text = _tongue.translate(key, current())
        if self.context:
            text = text.rpartition(_BETWEEN)[2]
        return text.format(**self.values) if self.values else text

    def __html__(self) -> str:
        """Escaped for a page; keeps template engines from taking it for ready markup."""
        return escape(str(self))


def turn_to(language: str) -> None:
    """Go on in another language until the end of `speaking`: for a reader who is known only later."""
    _spoken.set(language)


def say(msgid: str, **values: Any) -> Say:
    """`say("客户 {name} 已存在", name=…)`: the one way to write a text for a person in Python."""
    return Say(msgid, values)


def sense(context: str, msgid: str) -> Say:
    """`sense("many", "商机")`: a word whose sense must be told apart elsewhere; "many" is its plural."""
    return Say(msgid, context=context)


@dataclass(frozen=True)
class Listed:
    """Several texts in one line, joined as the reader's language does it; each in waiting until shown."""

    texts: tuple[Any, ...]
    between: Say

    def __str__(self) -> str:
        return str(self.between).join(map(str, self.texts))


def listed(texts: Iterable[Any]) -> Listed:
    """`listed(names)`: 甲、乙 in Chinese, A, B in English."""
    return Listed(tuple(texts), say("、"))


def clauses(texts: Iterable[Any]) -> Listed:
    """`clauses(problems)`: whole statements in one line, 甲；乙 in Chinese, A; B in English."""
    return Listed(tuple(texts), say("；"))

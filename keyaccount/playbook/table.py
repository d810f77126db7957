"""Reads one table of an edition: every value asked for by name and kind, every fault noted with its line.

Reading goes on after a fault with a stand-in value, so that an author sees all faults of an edition at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from keyaccount.base.language import LANGUAGES, Say, listed, say
from keyaccount.playbook.lines import Lines, Path
from keyaccount.playbook.problems import EditionError
from keyaccount.playbook.text import Text

StandIn = TypeVar("StandIn")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Faults:
    """Collects what is wrong, and knows where each path is written."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.errors: list[EditionError] = []

    def add(self, path: Path, name: str, problem: Say) -> None:
        self.errors.append(EditionError(self.lines.line(path), name, problem))


class Table:
    """One table.

    `path` finds the line; `name` is how an author would call the place: `tier_criteria[seats].bands[2]`.
    """

    def __init__(self, data: dict[str, Any], faults: Faults, path: Path = (), name: str = "") -> None:
        self._data = data
        self._faults = faults
        self._path = path
        self._asked: set[str] = set()
        self.name = name

    def fault(self, problem: Say, key: str = "") -> None:
        """Notes what is wrong with this table, or with one of its keys."""
        self._faults.add((*self._path, key) if key else self._path, self._called(key), problem)

    def has(self, key: str) -> bool:
        return key in self._data

    def value(self, key: str) -> Any:
        """Whatever is written there, unchecked; None where nothing is."""
        return self._take(key, None)

    def string(self, key: str, *, allowed: Collection[str] | None = None, default: str | None = None) -> str:
        """A non-empty string, one of `allowed` if given."""
        value = self._take(key, default)
        if not isinstance(value, str):
            return self._refuse(key, value, say("应为文字，写在英文双引号里"), "")
        if allowed is not None and value not in allowed and value != default:
            self.fault(_not_among(value, allowed), key)
        elif not value.strip() and default is None:
            self.fault(say("不能为空"), key)
        return value

    def key(self) -> str:
        """The entry's own key: small letters, digits and _, beginning with a letter."""
        value = self.string("key")
        if value and not _KEY.fullmatch(value):
            self.fault(
                say("“{key}”不能作键：只用小写英文字母、数字和 _，以字母开头，不超过 40 个字符", key=value),
                "key",
            )
        return value

    def number(self, key: str, *, least: int = 0, most: int = 10**15, default: int | None = None) -> int:
        """A whole number within the limits."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            return self._refuse(key, value, say("应为整数，不加引号"), least)
        if not least <= value <= most:
            self.fault(
                say("应在 {least} 到 {most} 之间，现在是 {value}", least=least, most=most, value=value), key
            )
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        value = self._take(key, default)
        if not isinstance(value, bool):
            return self._refuse(key, value, say("应为 true 或 false，不加引号"), False)
        return value

    def text(self, key: str) -> Text:
        """A text in all three languages, each with words in it."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            words = say("应写全三种文字：zh-hans、zh-hant、en")
            return self._refuse(key, value, words, Text("", "", ""))
        inner = Table(value, self._faults, (*self._path, key), self._called(key))
        words_of = [inner._wording(language) for language in LANGUAGES]
        inner.done()
        return Text(*words_of)

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of texts, not empty."""
        found = []
        for entry in self.tables(key, keyed=False):
            found.append(Text(*(entry._wording(language) for language in LANGUAGES)))
            entry.done()
        return tuple(found)

    def strings(
        self, key: str, *, allowed: Collection[str] | None = None, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """A list of different strings, each one of `allowed` if given."""
        value = self._take(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
            return self._refuse(key, value, say('应为文字的列表，例如 ["a", "b"]'), ())
        for index, each in enumerate(value):
            place: Path = (*self._path, key, index)
            if allowed is not None and each not in allowed:
                self._faults.add(place, self._called(key), _not_among(each, allowed))
            if each in value[:index]:
                self._faults.add(place, self._called(key), say("“{value}”写了两遍", value=each))
        return tuple(value)

    def numbers(self, key: str, *, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers within the limits, not empty, rising."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(
            isinstance(n, int) and not isinstance(n, bool) for n in value
        ):
            return self._refuse(key, value, say("应为整数的列表，例如 [10, 11]"), ())
        if not value or any(not least <= n <= most for n in value):
            self.fault(say("每个数都应在 {least} 到 {most} 之间，至少写一个", least=least, most=most), key)
        if sorted(set(value)) != value:
            self.fault(say("应从小到大，不重复"), key)
        return tuple(value)

    def points(self, allowed: Collection[str], *, most: int = 10**6) -> dict[str, int]:
        """This whole table as whole numbers from 0 up under known names."""
        found = {name: self.number(name, most=most) for name in self._data if name in allowed}
        for name in self._data:
            if name not in allowed:
                self.fault(_unknown_key(name, allowed), name)
        return found

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one stands in where it is missing."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            value = self._refuse(key, value, say("应为一个表 [{key}]", key=key), {})
        return Table(value, self._faults, (*self._path, key), self._called(key))

    def optional_table(self, key: str) -> Table | None:
        return self.table(key) if key in self._data else None

    def tables(self, key: str, *, least: int = 1, keyed: bool = True) -> list[Table]:
        """A list of tables [[key]]; entries that carry a `key` are named by it and must differ."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            return self._refuse(key, value, say("应为一组表 [[{key}]]", key=key), [])
        if len(value) < least:
            self.fault(say("至少要有 {n} 项", n=least), key)
        called = self._called(key)
        found = []
        for index, each in enumerate(value):
            own = each.get("key") if keyed and isinstance(each.get("key"), str) else index + 1
            found.append(Table(each, self._faults, (*self._path, key, index), f"{called}[{own}]"))
        if keyed:
            unique(found)
        return found

    def done(self) -> None:
        """Refuses every key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                self.fault(_unknown_key(key, self._asked), key)

    def _wording(self, language: str) -> str:
        value = self._data.get(language)
        self._asked.add(language)
        if isinstance(value, str) and value.strip():
            return value
        problem = (
            say("缺 {language} 的文字", language=language)
            if value in (None, "")
            else say("应为文字，写在英文双引号里")
        )
        self.fault(problem, language if language in self._data else "")
        return ""

    def _take(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        return self._data.get(key, default)

    def _refuse(self, key: str, value: Any, problem: Say, instead: StandIn) -> StandIn:
        self.fault(say("缺这一项，{problem}", problem=problem) if value is None else problem, key)
        return instead

    def _called(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name and key else self.name or key


def unique(entries: Iterable[Table]) -> None:
    """Refuses a `key` that an earlier entry has taken, across all entries given."""
    taken: dict[str, int] = {}
    for entry in entries:
        key = entry._data.get("key")
        if not isinstance(key, str):
            continue
        if key in taken:
            entry.fault(say("键“{key}”重复了，第 {line} 行已经用过", key=key, line=taken[key]), "key")
        taken.setdefault(key, entry._faults.lines.line((*entry._path, "key")))


def _unknown_key(key: str, known: Collection[str]) -> Say:
    near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.6)
    if near:
        return say("没有“{key}”这一项，是不是想写“{near}”", key=key, near=near[0])
    return say("没有“{key}”这一项，这里可以写：{allowed}", key=key, allowed=str(listed(sorted(known))))


def _not_among(value: str, allowed: Collection[str]) -> Say:
    return say("不能是“{value}”，可以写：{allowed}", value=value, allowed=str(listed(filter(None, allowed))))

"""What two editions say differently, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from keyaccount.base.language import LANGUAGES
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.text import Text

_LEFT_OUT = ("hash",)


@dataclass(frozen=True, slots=True)
class Difference:
    """One place. `path` as in errors; `label`: the entries it lies in, by their own words; `old`, `new` in words, "" for none."""

    path: str
    label: str
    kind: Literal["added", "removed", "changed"]
    old: str
    new: str


def compare(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """In the order of the edition. Entries are matched by key, so that one moved or renamed is not another one."""
    return tuple(_values("", "", old, new))


def _values(path: str, label: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, tuple) and isinstance(new, tuple) and (_keyed(old) or _keyed(new)):
        yield from _entries(path, label, old, new)
    elif _branch(old) and _branch(new) and type(old) is type(new):
        for field in fields(old):
            if field.name not in _LEFT_OUT:
                inner = f"{path}.{field.name}" if path else field.name
                yield from _values(inner, label, getattr(old, field.name), getattr(new, field.name))
    else:
        yield Difference(path, label, "changed", *_wordings(old, new))


def _entries(path: str, label: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Difference]:
    before, after = {entry.key: entry for entry in old}, {entry.key: entry for entry in new}
    for key, entry in before.items():
        place, named = f"{path}[{key}]", _trail(label, after.get(key, entry))
        if key in after:
            yield from _values(place, named, entry, after[key])
        else:
            yield Difference(place, named, "removed", _named(entry), "")
    for key, entry in after.items():
        if key not in before:
            yield Difference(f"{path}[{key}]", _trail(label, entry), "added", "", _named(entry))
    stayed, staying = [k for k in before if k in after], [k for k in after if k in before]
    if stayed != staying:
        told = (" → ".join(_named(after[key]) for key in keys) for keys in (stayed, staying))
        yield Difference(path, label, "changed", *told)


def _keyed(value: tuple[Any, ...]) -> bool:
    return bool(value) and all(hasattr(each, "key") for each in value)


def _branch(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, (Text, Condition))


def _named(entry: Any) -> str:
    return str(getattr(entry, "label", "") or entry.key)


def _trail(label: str, entry: Any) -> str:
    return f"{label} › {_named(entry)}" if label else _named(entry)


def _wordings(old: Any, new: Any) -> tuple[str, str]:
    """Texts in the reader's language, or in the first in which they differ."""
    if isinstance(old, Text) and isinstance(new, Text) and str(old) == str(new):
        language = next(code for code in LANGUAGES if old.in_(code) != new.in_(code))
        return old.in_(language), new.in_(language)
    return _words(old), _words(new)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if isinstance(value, Condition):
        return f"{value.fact} {value.test} {_words(value.value)}"
    if _branch(value):
        told = (f"{field.name} = {_words(getattr(value, field.name))}" for field in fields(value))
        return f"{{ {', '.join(told)} }}"
    return str(value)

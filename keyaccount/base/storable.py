"""Texts no database keeps: with a NUL character, or with half a character. Refused wherever a text comes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from keyaccount.base.errors import Problem
from keyaccount.base.language import Say, say

REASON: Say = say("含有无法保存的字符，请删除后重试")


def storable(text: str) -> bool:
    """Whether every database can keep the text."""
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def all_storable(value: Any) -> bool:
    """Whether all texts within a value as JSON knows it can be kept."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return all(all_storable(inner) for pair in value.items() for inner in pair)
    return not isinstance(value, list | tuple) or all(map(all_storable, value))


def problems_of(given: Iterable[tuple[str, Any]]) -> list[Problem]:
    """A problem for each named value with such a text; a name that is one itself is not repeated."""
    return [
        Problem("characters", REASON, field=name if storable(name) else "")
        for name, value in given
        if not (storable(name) and all_storable(value))
    ]

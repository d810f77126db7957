"""Values of a card as they are kept: what each attribute of the playbook's closed list takes."""

from __future__ import annotations

from typing import Any

from keyaccount.actions.power.maps import refused, words
from keyaccount.actions.shared.cleaning import NotTaken, whole
from keyaccount.base.language import say
from keyaccount.playbook.schema_power import ATTRIBUTES, PER_RIVAL

MOST_WORDS = 500
MOST_ENTRIES = 6
_ENTRY = 60


def clean_value(attribute: str, value: Any, *, per_rival: bool = False) -> Any:
    """The value in its stored form; None where it is empty. Raises `Invalid`."""
    if attribute not in ATTRIBUTES or (per_rival and attribute not in PER_RIVAL):
        raise refused("attribute", say("地图上没有这一项"), "choice")
    kind = ATTRIBUTES[attribute].kind
    if value in (None, "", []):
        return None
    if kind == "choice":
        return _choice(attribute, value)
    if kind == "many":
        given = value if isinstance(value, list) else [value]
        return [key for key in ATTRIBUTES[attribute].options if key in {_choice(attribute, v) for v in given}]
    if kind == "level":
        return _level(attribute, value)
    if kind == "flag":
        if not isinstance(value, bool):
            raise refused(attribute, say("请回答是或否"), "choice")
        return value
    if kind == "list":
        return _entries(attribute, value)
    return words(attribute, value, most=MOST_WORDS, one_line=False) or None


def _choice(attribute: str, value: Any) -> str:
    if not isinstance(value, str) or value not in ATTRIBUTES[attribute].options:
        raise refused(attribute, say("没有这个选项：{value}", value=str(value)[:40]), "choice")
    return value


def _level(attribute: str, value: Any) -> int:
    try:
        level = whole(value, least=1, most=5)
    except NotTaken:
        level = None
    if level is None:
        raise refused(attribute, say("请给 1 到 5"), "range")
    return level


def _entries(attribute: str, value: Any) -> list[str] | None:
    given = value if isinstance(value, list) else str(value).replace("；", "\n").splitlines()
    kept = [entry for one in given if (entry := words(attribute, one, most=_ENTRY))]
    if len(kept) > MOST_ENTRIES:
        raise refused(attribute, say("最多写 {n} 条，先留最要紧的", n=MOST_ENTRIES), "too_many")
    return list(dict.fromkeys(kept)) or None

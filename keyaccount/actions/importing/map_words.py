"""What the cells of a row say of somebody on a power map: labels of any language, or the playbook's keys."""

from __future__ import annotations

import re
from typing import Any

from keyaccount.actions.importing.rows import Given
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import LANGUAGES, Say, listed, say
from keyaccount.playbook.schema_power import ATTRIBUTES, PowerAttribute, PowerMethod
from keyaccount.records.accounts.choices import FACT_SOURCE

COLUMNS: tuple[tuple[str, Say, Say | None], ...] = (
    ("opportunity", say("商机"), say("写了就放到这个商机的地图上，不写就放到客户的地图上")),
    ("title", say("职务"), None),
    ("unit", say("部门"), say("客户的部门；没有的会新建")),
    ("manager", say("直属上级"), say("上级的姓名，可以在文件的任何一行")),
    *((key, ATTRIBUTES[key].label, None) for key in ATTRIBUTES),
    ("source", say("信息来源"), None),
    ("evidence", say("依据"), None),
    ("observed_on", say("何时得知"), say("日期，例如 2026-03-01")),
    ("tie", say("关系"), say("影响、信任、有矛盾、把关、引荐、虚线汇报")),
    ("tie_to", say("对方"), say("同一个客户里另一个人的姓名；一个人有几条关系就写几行")),
    ("weight", say("强弱"), say("1 到 3")),
)
_APART = re.compile(r"[、，,;；/|\n]+")
_YES = frozenset({"1", "是", "有", "yes", "y", "true", "√", "✓"})


def values_of(power: PowerMethod, row: Given) -> tuple[dict[tuple[str, str | None], Any], dict[str, Any]]:
    """({(attribute, None): value}, basis). Raises `Invalid` for a word that no option has."""
    said: dict[tuple[str, str | None], Any] = {}
    for attribute in power.attributes:
        word = row.text(attribute.key)
        if word:
            said[attribute.key, None] = _value(attribute, word)
    basis = {name: row.text(name) for name in ("evidence", "observed_on") if row.text(name)}
    if word := row.text("source"):
        found = [key for key, label in FACT_SOURCE.items() if word in (key, str(label), label.msgid)]
        basis |= (
            {"source": found[0]} if found else {"evidence": f"{word} {basis.get('evidence', '')}".strip()}
        )
    return said, basis


def _value(attribute: PowerAttribute, word: str) -> Any:
    if attribute.kind == "choice":
        return _option(attribute, word)
    if attribute.kind == "many":
        return [_option(attribute, part) for part in _APART.split(word) if part.strip()]
    if attribute.kind == "flag":
        return word.strip().lower() in _YES
    if attribute.kind == "list":
        return [part.strip() for part in _APART.split(word) if part.strip()]
    return int(word) if attribute.kind == "level" and word.isdecimal() else word


def _option(attribute: PowerAttribute, word: str) -> str:
    said = word.strip().lower()
    for option in attribute.options:
        if said in {option.key, *(option.label.in_(language).lower() for language in LANGUAGES)}:
            return option.key
    allowed = str(listed(str(option.label) for option in attribute.options))
    words = say(
        "{label}不能是“{value}”，可以写：{allowed}", label=attribute.label, value=word[:40], allowed=allowed
    )
    raise Invalid(Problem("choice", words, field=attribute.key))

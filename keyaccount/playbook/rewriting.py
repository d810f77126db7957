"""Changes to the text of an edition that leave its comments, its order and everything else as they are (PLB-1).

An entry is named by an address: `questions/need_clear`, `pipelines/ka/stages/judge/gate/ask_need`, `chance`. What of an
entry may be changed here is a closed list; the rest is changed in the document itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import tomlkit

from keyaccount.base.errors import Missing
from keyaccount.base.language import LANGUAGES, Say, current, say
from keyaccount.playbook.facts import Fact
from keyaccount.playbook.power_facts import POWER_FACTS

FieldKind = Literal["text", "number", "flag"]
LABELS: dict[str, Say] = {
    "title": say("名称"),
    "note": say("说明"),
    "label": say("名称"),
    "meaning": say("意思"),
    "ask": say("怎么问"),
    "hint": say("提示"),
    "advice": say("建议"),
    "text": say("内容"),
    "body": say("正文"),
    "weight": say("权重"),
    "evidence": say("答“是”要有依据"),
    "decisive": say("决定性"),
    "waivable": say("可以豁免"),
    "usual_days": say("一般天数"),
    "stall_days": say("超过多少天算停滞"),
    "chance": say("起步把握 %"),
    "floor": say("把握最低 %"),
    "ceiling": say("把握最高 %"),
    "days_before": say("季末前多少天"),
    "days": say("到期后多少天，负数是到期前"),
    "at_least": say("不少于"),
    "at_most": say("不多于"),
    "yes": say("是"),
    "no": say("否"),
    "unknown": say("不清楚"),
    "every_days": say("停滞后每多少天扣一次"),
    "points": say("得分"),
    "most": say("最多扣多少分"),
    "half_life_days": say("过多少天可信程度减半，0 是不会变旧"),
    "silent_days": say("内线多少天没有消息算失效"),
    "explanation": say("为什么不收"),
}
GROUPS: dict[str, Say] = {
    "when": say("条件"),
    "answers": say("每个问题的分"),
    "points": say("得分"),
    "stalled": say("停滞"),
}
SECTIONS: dict[str, Say] = {
    "pipelines": say("阶段和关口"),
    "questions": say("判断商机的问题"),
    "chance": say("赢单把握"),
    "loss_reasons": say("输单原因"),
    "shelve_reasons": say("搁置原因"),
    "checklists": say("检查清单"),
    "templates": say("信息模板"),
    "budget_tasks": say("预算季任务"),
    "dunning": say("催款步骤"),
    "blind_spots": say("盲点规则"),
    "power": say("关系地图上记什么"),
    "coach": say("教练规则"),
    "insider_tests": say("内线的检验"),
    "insider_ways": say("满足内线需求的办法"),
    "refusals": say("情报里不收的内容"),
    "decision_steps": say("客户一般怎么决定"),
}
_BELOW = ("stages", "gate", "items", "coverage", "attributes", "options")
REMOVABLE = ("gate", "items", "blind_spots", "loss_reasons", "shelve_reasons", "coach")


@dataclass(frozen=True, slots=True)
class Editable:
    """One field of an entry. A text is asked for in each language: its name is `hint.zh-hant`, `language` "zh-hant".

    `of`: the table it stands in (`answers`, `stalled` …), "" for the entry itself.
    """

    name: str
    label: Say
    kind: FieldKind
    value: Any
    language: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that may be changed; `depth` counts what it lies in."""

    address: str
    label: str
    depth: int
    removable: bool


@lru_cache(maxsize=4)
def _parsed(source: str) -> tomlkit.TOMLDocument:
    return tomlkit.parse(source)


def entries(source: str) -> list[tuple[str, list[Entry]]]:
    """(section, its entries), in the order of the text; for a text that `reader.read` takes."""
    data = _parsed(source)
    found = [(name, list(_walk(name, data[name], 0))) for name in SECTIONS if name in data]
    return [(name, rows) for name, rows in found if rows]


def _walk(address: str, value: Any, depth: int) -> Iterator[Entry]:
    if isinstance(value, Mapping):
        yield Entry(address, "", depth, False)
        yield from _inner(address, value, depth)
        return
    section = address.rpartition("/")[2]
    for entry in value:
        place = f"{address}/{entry['key']}"
        yield Entry(place, _label(entry), depth, section in REMOVABLE and len(value) > 1)
        yield from _inner(place, entry, depth)


def _inner(address: str, entry: Mapping[str, Any], depth: int) -> Iterator[Entry]:
    for below in _BELOW:
        if below in entry:
            yield from _walk(f"{address}/{below}", entry[below], depth + 1)


def _label(entry: Mapping[str, Any]) -> str:
    said = entry.get("label") or {}
    return str(said.get(current().lower()) or said.get("zh-hans") or entry["key"])


def fields(source: str, address: str) -> list[Editable]:
    """What may be changed of the entry. Raises `Missing` for an address that is not there."""
    return list(_fields("", _entry(_parsed(source), address)[0]))


def _fields(prefix: str, entry: Mapping[str, Any]) -> Iterator[Editable]:
    for name, value in entry.items():
        label = LABELS.get(name)
        if isinstance(value, Mapping) and "zh-hans" in value and label:
            for language in LANGUAGES:
                code = language.lower()
                yield Editable(f"{prefix}{name}.{code}", label, "text", str(value.get(code, "")), code)
        elif isinstance(value, Mapping) and name in GROUPS and not prefix:
            yield from _fields(f"{name}.", value)
        elif isinstance(value, list) and name == "when":
            yield from _limits(value, POWER_FACTS.get(entry.get("subject", ""), {}))
        elif isinstance(value, bool) and label:
            yield Editable(prefix + name, label, "flag", bool(value), of=prefix.rstrip("."))
        elif isinstance(value, int) and not isinstance(value, bool) and label:
            yield Editable(prefix + name, label, "number", int(value), of=prefix.rstrip("."))


def _limits(conditions: list[Any], facts: Mapping[str, Fact]) -> Iterator[Editable]:
    """The numbers of the conditions of a coach rule, each by the name of its fact: `when.0.at_least`."""
    for place, condition in enumerate(conditions):
        for test in ("at_least", "at_most"):
            if test in condition and condition["fact"] in facts:
                label = say("{fact}：{test}", fact=facts[condition["fact"]].label, test=LABELS[test])
                yield Editable(f"when.{place}.{test}", label, "number", int(condition[test]))


def change(source: str, address: str, values: Mapping[str, Any]) -> str:
    """The text with these fields of the entry changed; fields it doesn't offer are left alone."""
    document = tomlkit.parse(source)
    entry, _ = _entry(document, address)
    for field in _fields("", entry):
        if field.name in values and values[field.name] != field.value:
            _put(entry, field.name.split("."), values[field.name])
    return tomlkit.dumps(document)


def remove(source: str, address: str) -> str:
    """The text without the entry. Raises `Missing` unless it is there and may go."""
    document = tomlkit.parse(source)
    entry, holder = _entry(document, address)
    section = address.split("/")[-2] if "/" in address else ""
    if holder is None or section not in REMOVABLE or len(holder) < 2:
        raise Missing()
    holder.remove(entry)
    return tomlkit.dumps(document)


def numbered(source: str, number: int) -> str:
    """The text as edition `number`."""
    document = tomlkit.parse(source)
    _put(document["edition"], ["number"], number)
    return tomlkit.dumps(document)


def _entry(document: Any, address: str) -> tuple[Any, Any]:
    """The entry and the list it lies in."""
    here, holder = document, None
    parts = address.split("/")
    if parts[0] not in SECTIONS:
        raise Missing()
    for part in parts:
        if isinstance(here, Mapping):
            if part not in here:
                raise Missing()
            here, holder = here[part], None
        else:
            inner = next((entry for entry in here if entry["key"] == part), None)
            if inner is None:
                raise Missing()
            here, holder = inner, here
    if not isinstance(here, Mapping):
        raise Missing()
    return here, holder


def _put(entry: Any, path: list[str], value: Any) -> None:
    for part in path[:-1]:
        entry = entry[int(part) if part.isdigit() else part]
    entry[path[-1]] = value

"""What a version of a contract said, as plain texts that can be laid beside those of another version (CON-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keyaccount.access import everything
from keyaccount.base.language import Say, say
from keyaccount.records.contracts.choices import TRIGGER
from keyaccount.records.contracts.models import Contract, ContractLine, Instalment

_WHY = "the contract was opened for the person just above; its version is kept whole"
FIELDS: dict[str, Say] = {
    "title": say("合同名称"),
    "amount": say("合同金额"),
    "currency": say("币种"),
    "starts_on": say("起始日"),
    "ends_on": say("到期日"),
    "their_party": say("客户签约主体"),
    "our_party": say("我方签约主体"),
    "terms": say("条款（给客户看）"),
}
Content = dict[str, list[str]]


@dataclass(frozen=True)
class Difference:
    """One thing that differs: `before` "" when added, `after` "" when removed."""

    label: str
    before: str
    after: str


def content_of(contract: Contract) -> Content:
    """{"title": ["…"], "line:产品": ["数量", "单价", "金额"], "part:期次": ["金额", "trigger", "应收日", "天数"]}, stable over time."""
    found: Content = {name: [_plain(getattr(contract, name))] for name in FIELDS}
    for line in everything(ContractLine, why=_WHY).filter(contract=contract).order_by("sort", "pk"):
        values = [_plain(value) for value in (line.quantity, line.unit_price, line.amount)]
        found[_free(found, f"line:{line.title}")] = values
    for part in everything(Instalment, why=_WHY).filter(contract=contract).order_by("sort", "pk"):
        values = [_plain(value) for value in (part.amount, part.trigger, part.due_on, part.days_after)]
        found[_free(found, f"part:{part.label}")] = values
    return found


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _free(found: Content, key: str) -> str:
    """The key, numbered where a line of the same name is there already."""
    number = next(n for n in range(1, len(found) + 2) if (key if n == 1 else f"{key} {n}") not in found)
    return key if number == 1 else f"{key} {number}"


def differences(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[Difference]:
    """What changed from one version to the next, in words."""
    keys = dict.fromkeys((*before, *after))
    return [
        Difference(_label(key), _words(key, before.get(key)), _words(key, after.get(key)))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _label(key: str) -> str:
    kind, _, name = key.partition(":")
    if kind == "line":
        return str(say("明细：{name}", name=name))
    return str(say("期次：{name}", name=name)) if kind == "part" else str(FIELDS.get(key, key))


def _words(key: str, values: list[str] | None) -> str:
    if not values:
        return ""
    if key.startswith("line:"):
        return "{} × {} = {}".format(*values)
    if key.startswith("part:"):
        amount, trigger, due, days = values
        after = str(say("满足后 {n} 天", n=days)) if days not in ("", "0") else ""
        return " · ".join(text for text in (amount, str(TRIGGER.get(trigger, trigger)), due, after) if text)
    return values[0]

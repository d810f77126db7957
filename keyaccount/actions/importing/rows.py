"""One row of a file on its way to a record: what was given, what could be read, what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Kind, Principal
from keyaccount.actions.shared.cleaning import NotTaken, one
from keyaccount.base.language import Say, say
from keyaccount.base.sizes import parse_size_text

CREATED, UPDATED, MERGED, UNCHANGED, REFUSED = "created", "updated", "merged", "unchanged", "refused"
OUTCOMES: dict[str, Say] = {
    CREATED: say("新建"),
    UPDATED: say("更新"),
    MERGED: say("并入已有记录"),
    UNCHANGED: say("没有变化"),
    REFUSED: say("退回"),
}
_BLANKS = frozenset({"-", "--", "—", "——", "/", "n/a", "na", "null", "none", "无", "暂无", "未知", "未披露", "nan"})
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_SIZES = frozenset({"headcount", "seats"})


@dataclass
class Given:
    """A row as read: its number in the file and the raw values by target name, blanks left out."""

    number: int
    raw: dict[str, Any]


@dataclass
class Outcome:
    """What became of a row. `before` holds what undo needs; `notes` tell the person what was left out and why."""

    number: int
    result: str
    entity: str = ""
    object_id: UUID | None = None
    notes: list[str] = field(default_factory=list)
    before: dict[str, Any] | None = None

    @property
    def reason(self) -> str:
        return "；".join(self.notes)


@dataclass
class Draft:
    """A row whose plain values were read; `refused` says why it cannot be taken at all."""

    given: Given
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    refused: str = ""


def given(number: int, header: list[str], values: list[Any], mapping: Mapping[str, str]) -> Given:
    """The raw values of a row by target; words that mean "nothing" count as nothing."""
    raw: dict[str, Any] = {}
    for heading, value in zip(header, values, strict=False):
        target = mapping.get(heading)
        if target and not blank(value):
            raw[target] = value
    return Given(number, raw)


def blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and (not value.strip() or value.strip().lower() in _BLANKS))


def text(value: Any) -> str:
    """A cell as text: whole floats without their point, dates in ISO."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def read_fields(by: Principal, row: Given, fields: Mapping[str, Field], options: Mapping[str, Any]) -> Draft:
    """Read every plain field of the row. What cannot be read is left out with a note, or, if required, refuses the row."""
    draft = Draft(row)
    for name, found in fields.items():
        raw = row.raw.get(name, options.get("defaults", {}).get(name))
        if raw is None or found.kind in (Kind.REF, Kind.TAGS):
            continue
        try:
            draft.values[name] = one(by, found, _loosened(found, raw, options))
        except NotTaken as bad:
            told = str(say("{label}“{value}”没有采用：{why}", label=found.label, value=text(raw)[:60], why=bad.message))
            if found.required or options.get("strict"):
                draft.refused = draft.refused or told
            draft.notes.append(told)
    missing = [f for name, f in fields.items() if f.required and f.kind is not Kind.REF and not draft.values.get(name)]
    if missing and not draft.refused:
        draft.refused = str(say("缺少{label}", label=missing[0].label))
    return draft


def _loosened(found: Field, raw: Any, options: Mapping[str, Any]) -> Any:
    """Files say 35000+人, 2010年 and [site](site); forms need not understand that, imports do."""
    if found.kind is Kind.MONEY and found.name in options.get("multiply", {}):
        return Decimal(text(raw)) * Decimal(str(options["multiply"][found.name])) if _number(raw) else raw
    if not isinstance(raw, str):
        return text(raw) if found.kind not in (Kind.DATE, Kind.MOMENT, Kind.YESNO) else raw
    if found.kind is Kind.URL and (link := _LINK.search(raw)):
        return link.group(1)
    if found.name == "founded" and (year := re.search(r"(1[6-9]|20)\d\d", raw)):
        return year.group()
    if found.name in _SIZES and (size := parse_size_text(raw)):
        return size[0]
    return raw


def _number(raw: Any) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text(raw)))

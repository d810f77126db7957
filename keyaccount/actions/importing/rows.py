"""One row of a file on its way to a record: what was given, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Policy, Principal
from keyaccount.base.language import Say, clauses, listed, say
from keyaccount.base.names import NameKeys

CREATED, UPDATED, MERGED, UNCHANGED, REFUSED = "created", "updated", "merged", "unchanged", "refused"
OUTCOMES: dict[str, Say] = {
    CREATED: say("新建"),
    UPDATED: say("更新"),
    MERGED: say("并入已有记录"),
    UNCHANGED: say("没有变化"),
    REFUSED: say("未导入"),
}
_DASHES = frozenset({"-", "--", "—", "——", "/", "\\"})
_NOTHING = frozenset({"n/a", "na", "null", "none", "无", "無", "暂无", "暫無", "未知", "未披露", "nan"})


@dataclass(frozen=True)
class Order:
    """What one import is to do: for whom, dated when, how. A dry one stores nothing."""

    by: Principal
    at: datetime
    options: Mapping[str, Any] = field(default_factory=dict)
    dry: bool = False
    run: UUID | None = None

    def mode(self, *, by_id: bool) -> str:
        """What a row does to a record we have: `overwrite`, `fill` what is empty, or `skip` it."""
        return str(self.options.get("on_duplicate") or ("overwrite" if by_id else "fill"))


@dataclass
class Given:
    """A row as read: its number in the file and the raw values by target name, blanks left out."""

    number: int
    raw: dict[str, Any]

    def text(self, target: str) -> str:
        """The value of a target as text; "" when there is none."""
        return text(self.raw[target]) if target in self.raw else ""


@dataclass
class Outcome:
    """What became of a row. `notes` tell the person what was left out and why.

    `before` holds what undo needs: {field: value it had}; `also` further records the row made, as (entity, id).
    """

    number: int
    result: str
    entity: str = ""
    object_id: UUID | None = None
    notes: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    also: list[tuple[str, UUID]] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return str(clauses(dict.fromkeys(self.notes)))

    @property
    def kept(self) -> dict[str, Any] | None:
        """What is stored for undo."""
        also = {"+": [[entity, str(pk)] for entity, pk in self.also]} if self.also else {}
        return {**self.before, **also} or None


@dataclass
class Draft:
    """A row whose plain values were read; `wrong` says why it cannot be taken, `missing` why nothing new can be made of it."""

    given: Given
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    wrong: str = ""
    missing: str = ""
    keys: NameKeys | None = None
    also: list[tuple[str, UUID]] = field(default_factory=list)

    def keep(self, policy: Policy, names: Sequence[str]) -> None:
        """Tell which values of the row were not taken, because the record we have says otherwise."""
        if names:
            labels = str(listed(str(policy.by_name[name].label) for name in names))
            self.notes.append(str(say("和已有的不同，没有覆盖：{fields}", fields=labels)))

    def no(self, why: Say | str) -> Outcome:
        """The row goes back with this reason."""
        return Outcome(self.given.number, REFUSED, notes=[str(why)], also=self.also)


def given(number: int, header: list[str], values: list[Any], mapping: Mapping[str, str]) -> Given:
    """The raw values of a row by target; words that mean "nothing" count as nothing, except in a name."""
    raw: dict[str, Any] = {}
    for heading, value in zip(header, values, strict=False):
        target = mapping.get(heading)
        if target and not blank(value, name=target == "name"):
            raw[target] = value
    return Given(number, raw)


def blank(value: Any, *, name: bool = False) -> bool:
    """Whether a cell says nothing."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    word = value.strip().lower()
    return not word or word in _DASHES or (not name and word in _NOTHING)


def empty(value: Any) -> bool:
    """Whether a stored value may be filled; a zero says something."""
    return value is None or value is False or value == "" or value == []


def text(value: Any) -> str:
    """A cell as text: whole floats without their point, dates in ISO."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def id_of(word: str) -> UUID | None:
    """The id a text means, also as urn:uuid:…; None when it is none."""
    try:
        return UUID(word) if len(word.removeprefix("urn:uuid:")) in (32, 36) else None
    except ValueError:
        return None

"""Our rivals: one name stands once among those in use (glossary: 友商)."""

from __future__ import annotations

from typing import Any

from keyaccount.access import everything
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.base.pinyin import sort_key
from keyaccount.records.library.models import Rival

_WHY = "the names of rivals are the same for everybody"


def prepare(change: Change) -> list[Problem]:
    if not (name := change.values.get("name")):
        return []
    change.row.name_sort = sort_key(name)[:200]
    if change.created or change.row.archived_at is None:
        return _taken(change.row, name)
    return []


def _taken(row: Rival, name: str) -> list[Problem]:
    standing = everything(Rival, why=_WHY).filter(name__iexact=name, archived_at=None).exclude(pk=row.pk)
    if standing.exists():
        return [Problem("taken", say("友商“{name}”已经有了", name=name), field="name")]
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    """One that was put away comes back only while nobody has taken its name."""
    if change.options.get("archived") is False and (problems := _taken(change.row, change.row.name)):
        raise Invalid(*problems)


rules.add("rival", Rules(prepare=prepare, settle=settle))

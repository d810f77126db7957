"""Our rivals: one name stands once among those in use (glossary: 友商)."""

from __future__ import annotations

from keyaccount.access import everything
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.base.pinyin import sort_key
from keyaccount.records.library.models import Rival

_WHY = "the names of rivals are the same for everybody"


def prepare(change: Change) -> list[Problem]:
    if not (name := change.values.get("name")):
        return []
    change.row.name_sort = sort_key(name)[:200]
    used = everything(Rival, why=_WHY).filter(name__iexact=name, archived_at=None)
    if used.exclude(pk=change.row.pk).exists():
        return [Problem("taken", say("友商“{name}”已经有了", name=name), field="name")]
    return []


rules.add("rival", Rules(prepare=prepare))

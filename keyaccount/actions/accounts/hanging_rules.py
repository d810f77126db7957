"""What notes, files and dossier facts add to the shared mechanics: a note's moment, the follow-up it is, search."""

from __future__ import annotations

from typing import Any

from keyaccount.actions.accounts.following import follow_up
from keyaccount.actions.shared import indexing, rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Problem


def prepare_note(change: Change) -> list[Problem]:
    """A note without a moment happened when it was written."""
    if change.after("happened_at") is None:
        change.values["happened_at"] = change.at
    return []


def settle_note(change: Change, changed: dict[str, list[Any]]) -> None:
    """Also a follow-up of the account and of the person it names."""
    note = change.row
    settle(change, changed)
    if note.archived_at is None:
        follow_up(account=note.account_id, person=note.person_id, on=note.happened_at, at=change.at)


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    indexing.index(change.policy.entity, [change.row], fresh=change.created)


rules.add("note", Rules(prepare=prepare_note, settle=settle_note, happened=lambda note: note.happened_at))
rules.add("file", Rules(settle=settle))
rules.add("fact", Rules(settle=settle))

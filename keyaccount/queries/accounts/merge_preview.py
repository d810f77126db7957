"""What a merge would do, before it is done (ACC-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Principal, access_to, found, opened
from keyaccount.queries.records.names import names_of
from keyaccount.records.accounts.models import Account


@dataclass(frozen=True)
class FieldChoice:
    """A field in which the two differ; by default the kept one's value stays where it has one."""

    field: Field
    kept: Any
    dropped: Any
    takes_dropped: bool


@dataclass(frozen=True)
class MergePreview:
    kept: Account
    dropped: Account
    choices: list[FieldChoice]
    moving: dict[str, int]
    names: dict[str, dict[Any, str]]


FOLLOWING = ("person", "unit", "note", "fact", "file", "address", "result", "team_seat")


def merge_preview(by: Principal, keep: UUID | str, drop: UUID | str) -> MergePreview:
    """Both accounts side by side: differing fields the reader may read, and how many rows would move."""
    kept, dropped = found(by, "account", keep), found(by, "account", drop)
    access = access_to(by, "account")
    fields = access.readable(kept).keys() & access.readable(dropped).keys()
    choices = []
    for field in access.policy.fields:
        if field.name not in fields or not field.writable or field.name == "tags":
            continue
        ours, theirs = getattr(kept, field.path), getattr(dropped, field.path)
        if ours != theirs and theirs not in (None, "", []):
            choices.append(FieldChoice(field, ours, theirs, ours in (None, "", [])))
    moving = {entity: opened(by, entity).filter(account=dropped).count() for entity in FOLLOWING}
    values = [{c.field.name: getattr(c, side) for c in choices} for side in ("kept", "dropped")]
    return MergePreview(kept, dropped, choices, moving, names_of(by, [c.field for c in choices], values))

"""The mechanics every writing verb shares: put clean values on a row, find what differs, settle edits that crossed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Field, FieldClass, Kind, Policy, Principal
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Conflict, FieldConflict, Problem
from keyaccount.facts.tags import tags_of


@dataclass
class Change:
    """A change about to be written: `values` by field name, already clean; `row` still holds what was there before."""

    by: Principal
    at: datetime
    policy: Policy
    row: Any
    values: dict[str, Any]
    created: bool
    options: Mapping[str, Any] = field(default_factory=dict)

    def after(self, name: str) -> Any:
        """The value a field will have."""
        found = self.policy.by_name[name]
        return self.values[name] if name in self.values else getattr(self.row, found.path)


@dataclass(frozen=True)
class Rules:
    """What an entity adds to the shared mechanics. `prepare` may add columns to the row and returns problems;
    `settle` runs after the row is saved, in the same transaction. `happened` dates the entry
    where the row knows better; `gone` runs after the row was deleted."""

    prepare: Callable[[Change], list[Problem]] = lambda change: []
    settle: Callable[[Change, dict[str, list[Any]]], None] = lambda change, changed: None
    label: Callable[[Any], str] | None = None
    happened: Callable[[Any], datetime] | None = None
    gone: Callable[[Any], None] = lambda row: None


def current(found: Field, row: Any) -> Any:
    """The stored value of a field in plain form; tags as sorted ids, sealed values only as present or not."""
    if found.kind is Kind.TAGS:
        return sorted(str(tag) for tag in tags_of(row))
    if found.kind is Kind.SEALED:
        return bool(getattr(row, found.path))
    return journaling.plain(getattr(row, found.path))


def difference(policy: Policy, row: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → [old, new] in plain form, for the fields whose value really changes."""
    changed: dict[str, list[Any]] = {}
    for name, new in values.items():
        found = policy.by_name[name]
        old = current(found, row)
        wanted = sorted(str(t) for t in new) if found.kind is Kind.TAGS else journaling.plain(new)
        if old != wanted or found.kind is Kind.SEALED:
            changed[name] = [old, wanted]
    return changed


def settle_crossed(
    policy: Policy,
    row: Any,
    values: Mapping[str, Any],
    *,
    version: int | None,
    seen: Mapping[str, Any] | None,
) -> None:
    """Raise `Conflict` for fields that somebody else changed since `version` to something else than I want.

    `seen` holds what I saw before typing; fields that still hold what I saw are mine to change. Without `seen`
    a changed record conflicts in every field in which it differs from my values.
    """
    if version is None or version == getattr(row, "version", version):
        return
    conflicts = []
    for name, (now, mine) in difference(policy, row, values).items():
        base = journaling.plain((seen or {}).get(name))
        if seen is not None and name in seen and same(base, now):
            continue
        conflicts.append(FieldConflict(name, policy.by_name[name].label, base, now, mine))
    if conflicts:
        raise Conflict(conflicts, row.version)


def same(one: Any, other: Any) -> bool:
    """Equal as a form sees it: empty and missing are one, numbers and their text too."""
    blank: tuple[Any, ...] = (None, "", [], False)
    return one == other or (one in blank and other in blank) or str(one) == str(other)


def put(policy: Policy, row: Any, values: Mapping[str, Any]) -> list[str]:
    """Set the columns of a row; returns their names. Tags and sealed values are not columns and stay with the rules."""
    columns = []
    for name, value in values.items():
        found = policy.by_name[name]
        if found.kind not in (Kind.TAGS, Kind.SEALED):
            setattr(row, found.path, value)
            columns.append(found.path)
    return columns


def account_of(row: Any) -> UUID | None:
    """The account a row belongs to, itself if it is one."""
    return row.pk if row._meta.model_name == "account" else getattr(row, "account_id", None)


def label_of(policy: Policy, rules: Rules, row: Any) -> str:
    """What the journal calls the row."""
    return rules.label(row) if rules.label else str(getattr(row, policy.title))


def _tellable(policy: Policy, name: str) -> bool:
    return not policy.quiet and policy.by_name[name].klass < FieldClass.PERSONAL


def told(policy: Policy, changed: Mapping[str, list[Any]]) -> tuple[dict[str, Any], FieldClass]:
    """What the journal may keep of a change: values up to C2, of C3 only the fact; and who may know of it at all."""
    kept = {name: pair if _tellable(policy, name) else [None, None] for name, pair in changed.items()}
    lowest = min((policy.by_name[name].klass for name in changed), default=FieldClass.INTERNAL)
    return {"changes": kept}, max(lowest, FieldClass.INTERNAL, policy.floor)

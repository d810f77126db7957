"""A policy says of one entity what it holds and who reaches it; compiled for a principal it answers every surface.

Page, form, API, search, filter, sort, count, import and export take fields and rows from `Access` and from nowhere else,
so that what is hidden cannot be filtered, sorted, counted or found either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from keyaccount.access.classes import FieldClass
from keyaccount.access.fields import Field
from keyaccount.access.principal import Principal
from keyaccount.access.scopes import ScopeRule
from keyaccount.base.language import Say
from keyaccount.records.common import Guarded


@dataclass(frozen=True)
class Policy:
    """Of one entity: its model, fields with classes, who reaches it, the functions its verbs need, how long it is kept.

    `held`: verbs for who holds the account, not for who only works on it by a seat or a share. `floor`: the class one
    must read to know that a row is there at all. `parent`: the field whose record it hangs on, and whose standing opens it.
    `quiet`: the journal tells that it changed, never what it says.
    """

    entity: str
    model: type[Any]
    label: Say
    scope: ScopeRule
    fields: tuple[Field, ...]
    retention: Say
    functions: Mapping[str, str] = field(default_factory=dict)
    title: str = "name"
    internal: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    floor: FieldClass = FieldClass.PUBLIC
    parent: str = "account"
    quiet: bool = False

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}


_POLICIES: dict[str, Policy] = {}


def register(policy: Policy) -> Policy:
    """Make a policy known; an entity has exactly one."""
    if policy.entity in _POLICIES:
        raise RuntimeError(f"second policy for {policy.entity}")
    _POLICIES[policy.entity] = policy
    return policy


def policies() -> dict[str, Policy]:
    """Entity → policy, of all that are registered."""
    return dict(_POLICIES)


def policy_of(entity: str | type[Guarded]) -> Policy:
    """The policy of an entity key or of a model; no policy is a programming error."""
    if isinstance(entity, str):
        return _POLICIES[entity]
    return next(p for p in _POLICIES.values() if p.model is entity)


class Access:
    """One policy compiled for one principal."""

    def __init__(self, principal: Principal, policy: Policy) -> None:
        self.principal = principal
        self.policy = policy
        self._rows: dict[tuple[FieldClass, bool, bool], Q] = {}

    def rows(self, *, klass: FieldClass = FieldClass.PUBLIC, write: bool = False, pooled: bool = True) -> Q:
        """The rows of which fields of the class may be read (or written); with or without public pools."""
        klass = max(klass, self.policy.floor)
        wanted = (klass, write, pooled)
        if wanted not in self._rows:
            self._rows[wanted] = self.policy.scope.reach(
                self.principal, self.policy.entity, klass, write=write, pooled=pooled
            )
        return self._rows[wanted]

    def reaches(self, klass: FieldClass, *, write: bool = False) -> bool:
        """Whether there could be a row of which fields of the class may be read (or written)."""
        return self.policy.scope.could(self.principal, self.policy.entity, klass, write=write)

    def may(self, verb: str) -> bool:
        """Whether the verb (create, edit, archive, …) is among the principal's functions. Unknown verbs are denied."""
        function = self.policy.functions.get(verb)
        return function is not None and self.principal.may(function)

    def allows(self, row: Any, verb: str) -> bool:
        """Whether the principal may do this to one row: by function, and by standing to it so that it may be written."""
        written = self.classes(row, write=True, held=verb in self.policy.held)
        floor = self.policy.floor
        return self.may(verb) and (floor in written if floor > FieldClass.PUBLIC else bool(written))

    def classes(self, row: Any, *, write: bool = False, held: bool = False) -> frozenset[FieldClass]:
        """Classes readable (writable) on one row, as who holds it; the row has the scope rule's columns."""
        grants = self.policy.scope.grants_on(self.principal, self.policy.entity, row, held=held)
        return frozenset().union(*((g.write if write else g.read) for g in grants)) if grants else frozenset()

    @cached_property
    def seen_classes(self) -> frozenset[FieldClass]:
        """Classes readable on at least one row that could exist."""
        return frozenset(c for c in FieldClass if self.reaches(c))

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Fields the principal can read on some row: the columns a list may show and a filter may name."""
        return {f.name: f for f in self.policy.fields if f.klass in self.seen_classes}

    @cached_property
    def sortable(self) -> dict[str, Field]:
        """Fields a list may be sorted by. The list then keeps to the rows on which the field is readable (`where`)."""
        return {n: f for n, f in self.fields.items() if f.sortable}

    def readable(self, row: Any) -> dict[str, Field]:
        """Fields readable on one row."""
        classes = self.classes(row)
        return {f.name: f for f in self.policy.fields if f.klass in classes}

    def writable(self, row: Any | None = None) -> dict[str, Field]:
        """Fields writable on one row; without a row, on a new one of the principal's own."""
        classes = self.classes(row, write=True) if row is not None else self._own_classes
        return {f.name: f for f in self.policy.fields if f.writable and f.klass in classes}

    @cached_property
    def _own_classes(self) -> frozenset[FieldClass]:
        grants = self.principal.grants(self.policy.entity)
        owned = frozenset().union(*(g.write for g in grants.values())) if grants else frozenset()
        return owned or frozenset(c for c in FieldClass if self.reaches(c, write=True))

    def where(self, name: str, condition: Q) -> Q:
        """A filter on a field: it also keeps to the rows on which that field is readable, so that it is no oracle."""
        found = self.fields[name]
        return condition if found.klass is FieldClass.PUBLIC else condition & self.rows(klass=found.klass)

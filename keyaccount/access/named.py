"""Rows only named people know of: who keeps them, and whom that one named. Roles open nothing here, not even the company's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from keyaccount.access.classes import NOTHING, FieldClass, up_to
from keyaccount.access.principal import Principal
from keyaccount.access.roles import Grant
from keyaccount.access.scopes import NOBODY, ScopeRule, either, value

_ALL = frozenset(FieldClass)


@dataclass(frozen=True)
class Named:
    """Insiders and what hangs on them (INS-3): `column` holds the insider's id. Never through a token."""

    column: str = "insider_id"
    function: str = "insider.keep"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        if not self.could(principal, entity, klass, write=write) or not principal.named:
            return NOBODY
        return Q(**{f"{self.column}__in": principal.named})

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return principal.token_scopes is None and self.function in principal.functions

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        open_ = self.could(principal, entity, FieldClass.SECRET, write=False)
        return [Grant(_ALL, _ALL)] if open_ and value(row, self.column) in principal.named else []


@dataclass(frozen=True)
class Confided:
    """Rows reached by `rule`, but those marked `secret` by who wrote them and whom that one named alone (5.2-15)."""

    rule: ScopeRule
    prefix: str = ""
    owner: str = "owner_id"

    @property
    def columns(self) -> tuple[str, ...]:
        own = (f"{self.prefix}secret", f"{self.prefix}{self.owner}", self._id)
        return tuple(dict.fromkeys((*self.rule.columns, *own)))

    @property
    def _id(self) -> str:
        return f"{self.prefix.removesuffix('__')}_id" if self.prefix else "id"

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        reached = self.rule.reach(principal, entity, klass, write=write, pooled=pooled)
        if reached is not NOBODY:
            reached = reached & Q(**{f"{self.prefix}secret": False})
        if klass not in self._mine(principal).read:
            return reached
        mine = Q(**{f"{self.prefix}{self.owner}": principal.id})
        if principal.confided and not write:
            mine = mine | Q(**{f"{self._id}__in": principal.confided})
        return either(reached, mine & Q(**{f"{self.prefix}secret": True}))

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return self.rule.could(principal, entity, klass, write=write) or klass in self._mine(principal).read

    def _mine(self, principal: Principal) -> Grant:
        open_ = principal.token_scopes is None and bool(principal.grants("intelligence"))
        inside = up_to(FieldClass.INTERNAL)
        return Grant(inside, inside) if open_ else Grant(NOTHING)

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        if not value(row, f"{self.prefix}secret"):
            return self.rule.grants_on(principal, entity, row, held=held)
        mine = self._mine(principal)
        if value(row, f"{self.prefix}{self.owner}") == principal.id:
            return [mine]
        return [Grant(mine.read)] if value(row, self._id) in principal.confided else []


@dataclass(frozen=True)
class Both:
    """Rows for who is reached by every one of the rules: what ties two records is seen by who sees both."""

    rules: tuple[ScopeRule, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for rule in self.rules for column in rule.columns))

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        reached = Q()
        for rule in self.rules:
            part = rule.reach(principal, entity, klass, write=write, pooled=pooled)
            if part is NOBODY:
                return NOBODY
            reached &= part
        return reached

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return all(rule.could(principal, entity, klass, write=write) for rule in self.rules)

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        found = [rule.grants_on(principal, entity, row, held=held) for rule in self.rules]
        read = [frozenset().union(*(g.read for g in grants)) for grants in found]
        write = [frozenset().union(*(g.write for g in grants)) for grants in found]
        return [Grant(frozenset.intersection(*read), frozenset.intersection(*write))]

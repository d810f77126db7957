"""Which rows a relation reaches, as a query and as a question about one row. One rule per shape of ownership."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import F, Q, UUIDField
from django.db.models.lookups import In

from keyaccount.access.classes import NOTHING, FieldClass, up_to
from keyaccount.access.principal import Principal
from keyaccount.access.roles import HOLDING, Grant, Relation
from keyaccount.records.common import Unindexed
from keyaccount.records.people.models import Post

NOBODY = Q(pk__in=[])


class ScopeRule(Protocol):
    """How rows of an entity are reached."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns `grants_on` needs."""
        ...

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        """Rows of which the principal may read (or write) fields of the class."""
        ...

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        """Whether there could be such a row, by the roles alone: who has no account yet still has a list."""
        ...

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        """What the principal's relations to one row give; `held`: only those that hold it."""
        ...


def value(row: Any, column: str) -> Any:
    """A column of a row given as a mapping or as an object; `a__b` follows the object's attribute."""
    if isinstance(row, dict):
        return row[column]
    for part in column.split("__"):
        row = None if row is None else getattr(row, part)  # what hangs on nothing belongs to nobody
    return row


def either(one: Q, other: Q) -> Q:
    """Rows of both; nobody's rows add nothing, so that `NOBODY` stays recognisable."""
    if one is NOBODY or other is NOBODY:
        return other if one is NOBODY else one
    return one | other


@dataclass(frozen=True)
class Owned:
    """Rows with an owner, the owner's department and the account they hang on, all as plain id columns."""

    owner: str = "owner_id"
    department: str = "department_id"
    account: str = "id"
    pool: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(c for c in (self.owner, self.department, self.account, self.pool) if c)

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        reached = NOBODY
        for relation, grant in principal.grants(entity).items():
            if klass in (grant.write if write else grant.read):
                if relation is Relation.COMPANY:
                    reached = Q()
                    break
                if pooled or relation is not Relation.POOL:
                    reached = either(reached, self._rows(principal, relation))
        if pooled or not self.pool or reached is NOBODY:
            return reached
        return reached & Q(**{f"{self.pool}__isnull": True})

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return any(klass in (g.write if write else g.read) for g in principal.grants(entity).values())

    def _rows(self, principal: Principal, relation: Relation) -> Q:
        match relation:
            case Relation.OWNER:
                return Q(**{self.owner: principal.id})
            case Relation.SUBTREE:
                return self._of_departments(principal.subtree)
            case Relation.POOL:
                return Q(**{f"{self.pool}__in": principal.pools}) if self.pool and principal.pools else NOBODY
            case _:
                ids = principal.joined.get(relation, frozenset())
                return Q(**{f"{self.account}__in": ids}) if ids else NOBODY

    def _of_departments(self, departments: frozenset[UUID]) -> Q:
        """One department is looked up; many hold so much that a list is read faster along its own order."""
        if len(departments) < 2:
            return Q(**{f"{self.department}__in": departments}) if departments else NOBODY
        return Q(In(Unindexed(F(self.department), output_field=UUIDField()), sorted(departments)))

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        granted = [(r, g) for r, g in principal.grants(entity).items() if r in HOLDING or not held]
        return [grant for relation, grant in granted if self._holds(principal, relation, row)]

    def _holds(self, principal: Principal, relation: Relation, row: Any) -> bool:
        if relation is Relation.OWNER:
            return bool(value(row, self.owner) == principal.id)
        if relation is Relation.SUBTREE:
            return value(row, self.department) in principal.subtree
        if relation is Relation.COMPANY:
            return True
        if relation is Relation.POOL:
            return bool(self.pool and (pool := value(row, self.pool))) and pool in principal.pools
        ids = principal.joined[relation]
        return bool(ids) and value(row, self.account) in ids


@dataclass(frozen=True)
class OwnedPerson(Owned):
    """Persons: through the primary post's account, copied on the row, or through a second post elsewhere.

    A second post opens the business data only (public and internal): the rest belongs to the first account.
    """

    account: str = "account_id"

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        reached = super().reach(principal, entity, klass, write=write, pooled=pooled)
        if write or klass > FieldClass.INTERNAL or reached is NOBODY or reached == Q():
            return reached
        side = Owned(account="account_id").reach(principal, entity, klass, write=False)
        return reached | Q(pk__in=Post.rows.filter(side, is_primary=False).values("person_id"))

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        grants = super().grants_on(principal, entity, row, held=held)
        side = Grant(frozenset({FieldClass.PUBLIC, FieldClass.INTERNAL}))
        return grants or ([side] if principal.grants(entity) else [])


@dataclass(frozen=True)
class Shared:
    """Reference data: every signed-in member reads it, `function` writes it."""

    function: str
    columns: tuple[str, ...] = ()

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        return Q() if self._grant(principal, klass, write=write) else NOBODY

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return self._grant(principal, klass, write=write)

    def _grant(self, principal: Principal, klass: FieldClass, *, write: bool) -> bool:
        if not principal.roles or klass > FieldClass.INTERNAL:
            return False
        return principal.may(self.function) if write else True

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        read = frozenset(c for c in FieldClass if self._grant(principal, c, write=False))
        return [Grant(read, read if principal.may(self.function) else frozenset())]


@dataclass(frozen=True)
class Own:
    """Rows of one member, for that member alone (tokens, imports, exports, private views)."""

    member: str = "member_id"
    also: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(c for c in (self.member, self.also) if c)

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        mine = Q(**{self.member: principal.id})
        return mine | Q(**{self.also: True}) if self.also and not write else mine

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return True

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        whole = frozenset(FieldClass)
        if value(row, self.member) == principal.id:
            return [Grant(whole, whole)]
        return [Grant(whole)] if self.also and value(row, self.also) else []


@dataclass(frozen=True)
class Either:
    """Rows reached by any of several rules: a deal by who works it, and by who holds its customer."""

    rules: tuple[ScopeRule, ...]
    function: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for rule in self.rules for column in rule.columns))

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        reached = NOBODY
        for rule in self.rules if self._open(principal) else ():
            more = rule.reach(principal, entity, klass, write=write, pooled=pooled)
            if more == Q():
                return more
            reached = either(reached, more)
        return reached

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        return self._open(principal) and any(
            rule.could(principal, entity, klass, write=write) for rule in self.rules
        )

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        rules = self.rules if self._open(principal) else ()
        return [grant for rule in rules for grant in rule.grants_on(principal, entity, row, held=held)]

    def _open(self, principal: Principal) -> bool:
        """Whether the function that opens the rows at all, if there is one, is the principal's."""
        return not self.function or principal.may(self.function)


@dataclass(frozen=True)
class Asked:
    """Rows about which the principal was asked by name, for who may be asked: internal, and nothing of what is around.

    `member`: the column with who was asked, whose row it is; else the row is a proposal under review (PRO-1).
    """

    member: str = ""
    function: str = "proposal.review"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.member or "id",)

    def reach(
        self, principal: Principal, entity: str, klass: FieldClass, *, write: bool, pooled: bool = True
    ) -> Q:
        if not self.could(principal, entity, klass, write=write):
            return NOBODY
        if self.member:
            return Q(**{self.member: principal.id})
        return Q(pk__in=principal.asked) if principal.asked else NOBODY

    def could(self, principal: Principal, entity: str, klass: FieldClass, *, write: bool) -> bool:
        grant = self._grant(principal)
        return klass in (grant.write if write else grant.read)

    def _grant(self, principal: Principal) -> Grant:
        if self.function not in principal.functions:
            return Grant(NOTHING)
        inside = up_to(FieldClass.INTERNAL)
        return principal.through_token(Grant(inside, inside if self.member else NOTHING))

    def grants_on(self, principal: Principal, entity: str, row: Any, *, held: bool = False) -> list[Grant]:
        if held:
            return []
        there = (
            value(row, self.member) == principal.id
            if self.member
            else bool(principal.roles) and value(row, "id") in principal.asked
        )
        return [self._grant(principal)] if there else []

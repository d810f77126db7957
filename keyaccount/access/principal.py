"""Who is asking: a member with the united grants of all roles, or a program acting for one, or the system itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from keyaccount.access.classes import C3, FieldClass
from keyaccount.access.roles import ROLES, Grant, Relation
from keyaccount.base.clock import day_of, now
from keyaccount.base.errors import Refused
from keyaccount.records.accounts.models import Pool, Share, TeamSeat
from keyaccount.records.org.models import Department, Member, TeamMembership


class Principal:
    """A member at work. Everything that depends on the database is read once, at first need, per request.

    `token_scopes` is None for a person at the page; for a program the scopes of its token narrow everything:
    no writing without "write", no C2 without "commercial", never C3 and above.
    """

    def __init__(self, member: Member, *, token_scopes: Iterable[str] | None = None) -> None:
        self.member = member
        self.id: UUID = member.id
        self.token_scopes = None if token_scopes is None else frozenset(token_scopes)
        self.roles = [ROLES[key] for key in member.roles if key in ROLES] if member.is_active else []
        self.functions = frozenset().union(*(role.functions for role in self.roles))

    def __repr__(self) -> str:
        return f"<Principal {self.member.login}>"

    def may(self, function: str) -> bool:
        """Whether a role grants the function, and for a program also its token."""
        return function in self.functions and (
            self.token_scopes is None or "write" in self.token_scopes or function.endswith(".read")
        )

    def must(self, function: str) -> None:
        """Raise `Refused` unless `may`."""
        if not self.may(function):
            raise Refused()

    def grants(self, entity: str) -> dict[Relation, Grant]:
        """Relation → united grant for one entity, with what a token takes away taken away."""
        united: dict[Relation, Grant] = {}
        for role in self.roles:
            for relation, grant in role.grants.items():
                if grant.only is not None and entity not in grant.only:
                    continue
                before = united.get(relation, Grant(frozenset()))
                united[relation] = Grant(before.read | grant.read, before.write | grant.write)
        return {relation: self._through_token(grant) for relation, grant in united.items()}

    def _through_token(self, grant: Grant) -> Grant:
        if self.token_scopes is None:
            return grant
        seen = {
            c
            for c in FieldClass
            if c < C3 and (c != FieldClass.COMMERCIAL or "commercial" in self.token_scopes)
        }
        may_read, may_write = (
            "read" in self.token_scopes or "write" in self.token_scopes,
            "write" in self.token_scopes,
        )
        return Grant(
            grant.read & seen if may_read else frozenset(), grant.write & seen if may_write else frozenset()
        )

    @cached_property
    def department_tree(self) -> dict[UUID, UUID | None]:
        """Every department → its parent; hundreds at most."""
        return dict(Department.rows.values_list("id", "parent_id"))

    @cached_property
    def subtree(self) -> frozenset[UUID]:
        """My department and all below it."""
        return self.below(self.member.department_id)

    def below(self, top: UUID | None) -> frozenset[UUID]:
        """A department and all below it."""
        found = {top} if top else set()
        fresh = set(found)
        while fresh:
            fresh = {child for child, parent in self.department_tree.items() if parent in fresh} - found
            found |= fresh
        return frozenset(d for d in found if d)

    @cached_property
    def above(self) -> frozenset[UUID]:
        """My department and all above it."""
        found: set[UUID] = set()
        at = self.member.department_id
        while at and at not in found:
            found.add(at)
            at = self.department_tree.get(at)
        return frozenset(found)

    @cached_property
    def joined(self) -> dict[Relation, frozenset[UUID]]:
        """Account ids by relation: seats on account teams and shares in force."""
        today = day_of(now())
        found: dict[Relation, set[UUID]] = {r: set() for r in _JOINED.values()}
        seats = TeamSeat.rows.filter(Q(until=None) | Q(until__gte=today), member_id=self.id)
        for account_id, level in seats.values_list("account_id", "level"):
            found[_JOINED["team", level]].add(account_id)
        teams = TeamMembership.rows.filter(member_id=self.id).values("team_id")
        target = Q(member_id=self.id) | Q(department_id__in=self.above) | Q(team_id__in=teams)
        for account_id, level in Share.rows.filter(target, until__gte=today).values_list(
            "account_id", "level"
        ):
            found[_JOINED["share", level]].add(account_id)
        return {relation: frozenset(ids) for relation, ids in found.items()}

    @cached_property
    def pools(self) -> frozenset[UUID]:
        """Pools that are open to me: the company's and those of departments above me (or all, across the company)."""
        if Relation.COMPANY in self.grants("account"):
            return frozenset(Pool.rows.values_list("id", flat=True))
        mine = Q(department=None) | Q(department_id__in=self.above | self.subtree)
        return frozenset(Pool.rows.filter(mine).values_list("id", flat=True))


_JOINED = {
    ("team", "edit"): Relation.TEAM_EDIT,
    ("team", "read"): Relation.TEAM_READ,
    ("share", "edit"): Relation.SHARED_EDIT,
    ("share", "read"): Relation.SHARED_READ,
}

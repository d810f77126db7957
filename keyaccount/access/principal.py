"""Who is asking: a member with the united grants of all roles, or a program acting for one, or the system itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from uuid import UUID

from keyaccount.access import reaching
from keyaccount.access.classes import C3, FieldClass
from keyaccount.access.roles import ROLES, Grant, Relation
from keyaccount.base.clock import day_of, now
from keyaccount.base.errors import Refused
from keyaccount.records.org.models import Member


class Principal:
    """A member at work. Everything that depends on the database is read once, at first need, per request.

    `token_scopes` is None for a person at the page; for a program the scopes of its token narrow everything: no writing
    of business data without "write", no settings without "admin", no C2 without "commercial", never C3 and above.
    """

    def __init__(self, member: Member, *, token_scopes: Iterable[str] | None = None) -> None:
        self.member = member
        self.id: UUID = member.id
        self.token_scopes = None if token_scopes is None else frozenset(token_scopes)
        self.roles = [ROLES[key] for key in member.roles if key in ROLES] if member.is_active else []
        self.functions = frozenset().union(*(role.functions for role in self.roles))
        self._grants: dict[str, dict[Relation, Grant]] = {}

    def __repr__(self) -> str:
        return f"<Principal {self.member.login}>"

    def may(self, function: str) -> bool:
        """Whether a role grants the function, and for a program also its token."""
        needed = _OWN_SCOPES.get(function, _WRITE)
        return function in self.functions and (
            self.token_scopes is None or bool(needed & self.token_scopes) or function.endswith(".read")
        )

    def must(self, function: str) -> None:
        """Raise `Refused` unless `may`."""
        if not self.may(function):
            raise Refused()

    def grants(self, entity: str) -> dict[Relation, Grant]:
        """Relation → united grant for one entity, with what a token takes away taken away."""
        if entity not in self._grants:
            self._grants[entity] = self._united(entity)
        return self._grants[entity]

    def _united(self, entity: str) -> dict[Relation, Grant]:
        united: dict[Relation, Grant] = {}
        for role in self.roles:
            for relation, grant in role.grants.items():
                if grant.only is not None and entity not in grant.only:
                    continue
                before = united.get(relation, Grant(frozenset()))
                united[relation] = Grant(before.read | grant.read, before.write | grant.write)
        return {relation: self.through_token(grant) for relation, grant in united.items()}

    def through_token(self, grant: Grant) -> Grant:
        """The grant with what a token takes away taken away."""
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
    def subtree(self) -> frozenset[UUID]:
        """My department and all below it."""
        return reaching.below(self.member.department_id)

    @cached_property
    def joined(self) -> dict[Relation, frozenset[UUID]]:
        """Account ids by relation: seats on account teams and shares in force."""
        found: dict[Relation, set[UUID]] = {r: set() for r in _JOINED.values()}
        for kind, level, account in reaching.joined(self.id, self.member.department_id, day_of(now())):
            found[_JOINED[kind, level]].add(account)
        return {relation: frozenset(ids) for relation, ids in found.items()}

    @cached_property
    def asked(self) -> frozenset[UUID]:
        """Proposals I was asked to review."""
        return reaching.asked(self.id)

    @cached_property
    def named(self) -> frozenset[UUID]:
        """Insiders I keep or was named for; nobody else knows of them."""
        return reaching.named(self.id)

    @cached_property
    def confided(self) -> frozenset[UUID]:
        """Secret statements I was named for."""
        return reaching.confided(self.id)

    @cached_property
    def pools(self) -> frozenset[UUID]:
        """Pools that are open to me: the company's and those of departments above me (or all, across the company)."""
        return reaching.pools(self.member.department_id, every=Relation.COMPANY in self.grants("account"))


_WRITE, _ADMIN = frozenset({"write"}), frozenset({"admin"})
_SETTINGS = "org.manage settings.manage member.roles member.sessions token.manage pool.manage".split()
_OWN_SCOPES = {  # function → the scopes of which a token needs one, where that is not "write"
    "import.run": frozenset({"import"}),
    "export.run": frozenset({"export"}),
    "list.manage": _WRITE | _ADMIN,  # a tag is everyday work, an industry a setting
    **dict.fromkeys(_SETTINGS, _ADMIN),
}
_JOINED = {
    ("team", "edit"): Relation.TEAM_EDIT,
    ("team", "read"): Relation.TEAM_READ,
    ("share", "edit"): Relation.SHARED_EDIT,
    ("share", "read"): Relation.SHARED_READ,
}

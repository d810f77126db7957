"""Rows of a file become our members, with department and superior by name; under the rules of the members' form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything, policy_of
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.reading import Reader
from keyaccount.actions.importing.rows import CREATED, UNCHANGED, UPDATED, Draft, Given, Order, Outcome, id_of
from keyaccount.actions.org import member_rules  # noqa: F401  the rules of members and departments must be known
from keyaccount.actions.shared import changing, indexing, writing
from keyaccount.base import pinyin
from keyaccount.base.errors import Invalid
from keyaccount.base.ids import new_id
from keyaccount.base.language import Say, clauses, say
from keyaccount.records.org.models import Department, Member

_WHY = "an import must recognise what is already there; the importer's function was checked"
_OPTIONS = {"origin": "document"}


class MemberRows:
    """Takes the rows of one import. A superior nobody knows becomes the manager of the department.

    New members get a role only from those who may give roles; nobody gets a password.
    """

    entity = "member"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "members")
        self.order, self.by = order, order.by
        self.policy = policy_of("member")
        writable = access_to(order.by, "member").writable()
        self.reader = Reader(order, {n: f for n, f in writable.items() if f.imported and n != "login"})
        self._members: list[Member] | None = None
        self._departments: list[Department] = []

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        if self._members is None or not self.order.dry:
            self._members = list(everything(Member, why=_WHY).select_related("department"))
            self._departments = list(
                everything(Department, why=_WHY).filter(archived_at=None).order_by("created_at", "pk")
            )
        return [self._one(self.reader.read(row)) for row in rows]

    def _one(self, draft: Draft) -> Outcome:
        if draft.wrong or draft.missing:
            return draft.no(draft.wrong or draft.missing)
        known = self._match(draft)
        if isinstance(known, Say):
            return draft.no(known)
        department = self._department(draft, known)
        self._superior(draft, department)
        try:
            if known:
                return self._meet(draft, known, department)
            member = self._make(draft.values, draft.given.text("login"), department, ["sales"])
        except Invalid as bad:
            return draft.no(str(clauses(problem.message for problem in bad.problems)))
        return Outcome(draft.given.number, CREATED, "member", member.pk, draft.notes, also=draft.also)

    def _match(self, draft: Draft) -> Member | Say | None:
        """By system id or login; without either, by name if only one has it."""
        pk, login = id_of(draft.given.text("id")), draft.given.text("login").lower()
        for member in self._members or ():
            if member.pk == pk or (login and member.login == login):
                return member
        if login:
            return None
        named = [m for m in self._members or () if m.name == draft.values["name"]]
        return say("有几位同名成员，请写明登录名") if len(named) > 1 else next(iter(named), None)

    def _meet(self, draft: Draft, member: Member, department: Department | None) -> Outcome:
        values = {**draft.values, **({"department": department.pk} if department else {})}
        changed = changing.difference(self.policy, member, values)
        if changed and not self.order.dry:
            mine = {n: values[n] for n in changed}
            writing.update(
                by=self.by, at=self.order.at, policy=self.policy, row=member, values=mine, options=_OPTIONS
            )
            indexing.index("member", [member])
        result = UPDATED if changed else UNCHANGED
        before = {n: pair[0] for n, pair in changed.items()}
        return Outcome(draft.given.number, result, "member", member.pk, draft.notes, before, draft.also)

    def _superior(self, draft: Draft, department: Department | None) -> None:
        """The superior leads the department: made a member there if unknown."""
        name = draft.given.text("manager")[:60]
        if name and not any(m.name == name for m in self._members or ()):
            made = self._make({"name": name}, "", department, ["manager"])
            draft.also.append(("member", made.pk))
            draft.notes.append(str(say("同时新建了上级 {name}", name=name)))

    def _make(
        self, values: Mapping[str, Any], login: str, department: Department | None, roles: list[str]
    ) -> Member:
        member = Member(id=new_id(), roles=roles if self.by.may("member.roles") else [])
        given = {**values, "login": login or self._free_login(values["name"])}
        given |= {"department": department.pk} if department else {}
        if self.order.dry:
            changing.put(self.policy, member, given)
        else:
            writing.insert(
                by=self.by, at=self.order.at, policy=self.policy, row=member, values=given, options=_OPTIONS
            )
            indexing.index("member", [member])
        (self._members or []).append(member)
        return member

    def _free_login(self, name: str) -> str:
        stem = "".join(c for c in pinyin.full(name, person=True).lower() if c.isascii() and c.isalnum())[:50]
        stem = stem if len(stem) > 1 else f"member{stem}"
        taken = {m.login for m in self._members or ()}
        numbers = range(len(taken) + 2)
        return next(login for n in numbers if (login := stem + (str(n + 1) if n else "")) not in taken)

    def _department(self, draft: Draft, member: Member | None) -> Department | None:
        """The department of that name, the member's own first; a new one goes below the top."""
        name = draft.given.text("department")[:120]
        if not name:
            return None
        own = [d for d in self._departments if d.name == name]
        if own:
            return next((d for d in own if member and d.pk == member.department_id), own[0])
        top = next((d for d in self._departments if d.parent_id is None), None)
        made = Department(id=new_id())
        values = {"name": name, **({"parent": top.pk} if top else {})}
        if self.order.dry:
            made.name, made.parent = name, top
        else:
            policy = policy_of("department")
            writing.insert(
                by=self.by, at=self.order.at, policy=policy, row=made, values=values, options=_OPTIONS
            )
        self._departments.append(made)
        draft.also.append(("department", made.pk))
        draft.notes.append(str(say("同时新建了部门 {name}", name=name)))
        return made

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Members need no second pass."""
        return {}

"""Rows of a file become our members, or monthly results of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, everything
from keyaccount.actions.importing.names import Names
from keyaccount.actions.importing.rows import (
    CREATED,
    MERGED,
    REFUSED,
    UNCHANGED,
    UPDATED,
    Draft,
    Given,
    Outcome,
    read_fields,
    text,
)
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.base import names as person_names
from keyaccount.base import pinyin
from keyaccount.base.language import say
from keyaccount.records.accounts.models import MonthlyResult
from keyaccount.records.org.models import Department, Member

_WHY = "an import must recognise what is already there; the importer's function was checked"


class MemberRows:
    """Members with department and superior by name. Roles are given only by those who may give them."""

    entity = "member"

    def __init__(self, by: Principal, at: datetime, options: Mapping[str, Any]) -> None:
        by.must("org.manage")
        self.by, self.at, self.options = by, at, options
        self.access = access_to(by, "member")
        self.policy = self.access.policy
        self.fields = {n: f for n, f in self.access.writable().items() if f.imported}

    def take(self, rows: list[Given]) -> list[Outcome]:
        self._members = list(everything(Member, why=_WHY).all())
        return [self._one(read_fields(self.by, row, {n: f for n, f in self.fields.items() if n != "login"}, self.options)) for row in rows]

    def _one(self, draft: Draft) -> Outcome:
        raw, number = draft.given.raw, draft.given.number
        if draft.refused:
            return Outcome(number, REFUSED, notes=[draft.refused])
        department = self._department(text(raw.get("department", "")))
        login = text(raw.get("login", "")).lower()
        manager = self._manager(text(raw.get("manager", "")), department)
        known = next((m for m in self._members if (login and m.login == login) or (not login and m.name == draft.values["name"])), None)
        if known:
            return self._meet(draft, known, department)
        member = self._make(draft.values, login, department, ["sales"])
        return Outcome(number, CREATED, "member", member.pk, [*draft.notes, *manager])

    def _meet(self, draft: Draft, member: Member, department: Department | None) -> Outcome:
        values = {n: v for n, v in draft.values.items() if v not in (None, "")}
        if department:
            values["department"] = department.pk
        changed = changing.difference(self.policy, member, values)
        if changed:
            changing.put(self.policy, member, {n: values[n] for n in changed})
            member.version, member.updated_at = member.version + 1, self.at
            member.save()
            self._tell(member, changed)
        before = {n: pair[0] for n, pair in changed.items()} or None
        return Outcome(draft.given.number, UPDATED if changed else UNCHANGED, "member", member.pk, draft.notes, before)

    def _manager(self, name: str, department: Department | None) -> list[str]:
        """The superior leads the department: made a member there if unknown. Returns notes."""
        if not name or any(m.name == name for m in self._members):
            return []
        self._make({"name": name}, "", department, ["manager"])
        return [str(say("同时新建了上级 {name}", name=name))]

    def _make(self, values: Mapping[str, Any], login: str, department: Department | None, roles: list[str]) -> Member:
        member = Member(
            login=login or self._free_login(values["name"]),
            name_sort=person_names.sort_key(values["name"])[:120],
            department=department,
            roles=roles if self.by.may("member.roles") else [],
            created_at=self.at,
            updated_at=self.at,
        )
        changing.put(self.policy, member, values)
        member.set_unusable_password()
        member.save(force_insert=True)
        self._members.append(member)
        self._tell(member, {})
        return member

    def _free_login(self, name: str) -> str:
        stem = "".join(c for c in pinyin.full(name, person=True).lower() if c.isascii() and c.isalnum())[:50] or "member"
        taken = {m.login for m in self._members}
        return next(login for n in range(len(taken) + 2) if (login := stem + (str(n + 1) if n else "")) not in taken)

    def _department(self, name: str) -> Department | None:
        if not name:
            return None
        rows = everything(Department, why=_WHY).filter(archived_at=None)
        found = rows.filter(name=name).first()
        if found is None:
            top = rows.filter(parent=None).order_by("created_at").first()
            found = Department(name=name[:120], parent=top, created_at=self.at, updated_at=self.at, created_by=self.by.id)
            found.save(force_insert=True)
        return found  # type: ignore[no-any-return]

    def _tell(self, member: Member, changed: dict[str, list[Any]]) -> None:
        data, _ = changing.told(self.policy, changed)
        journaling.write("member.imported", by=self.by, at=self.at, entity="member", object_id=member.pk, label=member.name, data=data)
        indexing.index("member", [member])

    def link(self, rows: list[Given]) -> dict[int, str]:
        """Members need no second pass."""
        return {}


class ResultRows:
    """Money received by account and month. Rows of one file for one month add up; a later file replaces the month."""

    entity = "result"

    def __init__(self, by: Principal, at: datetime, options: Mapping[str, Any]) -> None:
        by.must("result.edit")
        self.by, self.at, self.options = by, at, options
        self.access = access_to(by, "result")
        self.policy = self.access.policy
        self.names = Names(by)
        self.fields = {n: f for n, f in self.access.writable().items() if f.imported and n != "account"}

    def take(self, rows: list[Given]) -> list[Outcome]:
        drafts = [read_fields(self.by, row, self.fields, self.options) for row in rows]
        accounts = self.names.accounts(text(d.given.raw.get("account", "")) for d in drafts)
        return [self._one(draft, accounts) for draft in drafts]

    def _one(self, draft: Draft, accounts: Mapping[str, Any]) -> Outcome:
        number, word = draft.given.number, text(draft.given.raw.get("account", ""))
        if draft.refused:
            return Outcome(number, REFUSED, notes=[draft.refused])
        account = accounts.get(word)
        if account is None or not access_to(self.by, "account").classes(account):
            return Outcome(number, REFUSED, notes=[str(say("没有找到客户“{name}”", name=word))])
        month = draft.values["month"].replace(day=1)
        currency = draft.values.get("currency") or "CNY"
        rows = everything(MonthlyResult, why=_WHY).filter(account=account, month=month, currency=currency)
        known = rows.select_for_update().first()
        if known:
            return self._meet(draft, known)
        result = MonthlyResult(account=account, created_at=self.at, updated_at=self.at, created_by=self.by.id)
        changing.put(self.policy, result, {**draft.values, "month": month, "currency": currency})
        result.save(force_insert=True)
        self._tell(result, account.pk)
        return Outcome(number, CREATED, "result", result.pk, draft.notes)

    def _meet(self, draft: Draft, result: MonthlyResult) -> Outcome:
        received, margin = draft.values["received"], draft.values.get("margin")
        before: dict[str, Any] = {"received": str(result.received), "margin": None if result.margin is None else str(result.margin)}
        adding = result.updated_at == self.at
        if adding:
            received, margin = result.received + received, (result.margin or 0) + margin if margin is not None else result.margin
        if (received, margin) == (result.received, result.margin):
            return Outcome(draft.given.number, UNCHANGED, "result", result.pk, draft.notes)
        result.received, result.margin = received, margin
        result.version, result.updated_at, result.updated_by = result.version + 1, self.at, self.by.id
        result.save()
        self._tell(result, result.account_id)
        return Outcome(draft.given.number, MERGED if adding else UPDATED, "result", result.pk, draft.notes, before)

    def _tell(self, result: MonthlyResult, account_id: UUID) -> None:
        journaling.write(
            "result.imported",
            by=self.by,
            at=self.at,
            entity="result",
            object_id=result.pk,
            label=result.month.isoformat()[:7],
            account_id=account_id,
            klass=self.policy.by_name["received"].klass,
            data={"received": result.received, "margin": result.margin},
        )

    def link(self, rows: list[Given]) -> dict[int, str]:
        """Results need no second pass."""
        return {}

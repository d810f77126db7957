"""Rows of a file become accounts: new ones in bulk, known ones filled or updated, none twice (ACC-4, OPN-1)."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from keyaccount.access import access_to
from keyaccount.actions.importing.account_book import AccountBook
from keyaccount.actions.importing.account_store import AccountStore
from keyaccount.actions.importing.alike import Alike
from keyaccount.actions.importing.names import Names
from keyaccount.actions.importing.parents import Parents
from keyaccount.actions.importing.reading import Reader
from keyaccount.actions.importing.rows import (
    CREATED,
    MERGED,
    UNCHANGED,
    UPDATED,
    Draft,
    Given,
    Order,
    Outcome,
    empty,
    id_of,
)
from keyaccount.actions.shared import changing
from keyaccount.base import names as company_names
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import Member

_SEPARATORS = re.compile(r"[,，;；、|\n]")


class AccountRows:
    """Takes the rows of one import, chunk by chunk. Options: `on_duplicate` fill, overwrite or skip; `on_likely` take or
    refuse; `target` me or pool; `defaults`; `multiply`; `strict`."""

    entity = "account"

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.access = access_to(order.by, "account")
        self.names = Names(order)
        self.reader = Reader(order, {n: f for n, f in self.access.writable().items() if f.imported})
        self.store = AccountStore(order)
        self.alike = Alike(order.by)
        self.parents = Parents(order, self.names)
        self.left: dict[UUID, int | None] = {}
        self.book = AccountBook(order, self.names)

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        if not self.order.dry:  # a dry run stores nothing, so it remembers what it would have made
            self.alike.forget()
        drafts = [self._read(row) for row in rows]
        self.store.begin(drafts, self.book.begin(drafts))
        self.alike.look([draft for draft in drafts if self.book.match(draft) is None])
        outcomes = [self._one(draft) for draft in drafts]
        if not self.order.dry:
            self.names.keep()
            self.store.save()
        return outcomes

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Second pass: parents, which may stand further down in the file."""
        return self.parents.link(rows, ids, self.book.made)

    def _read(self, row: Given) -> Draft:
        draft = self.reader.read(row)
        if (pk := id_of(draft.values.get("external_id", ""))) and "id" not in row.raw:
            row.raw["id"] = str(pk)
        if "name" in draft.values:
            draft.keys = company_names.keys(draft.values["name"])
        writable = self.access.writable()
        if "industry" in row.raw and "industry" in writable:
            name = row.text("industry")
            if industry := self.names.industry(name):
                draft.values["industry"] = industry
            else:
                draft.notes.append(str(say("行业“{name}”不在列表里，没有采用", name=name)))
        if "tags" in row.raw and "tags" in writable:
            draft.values["tags"] = sorted(
                {str(self.names.tag(word)) for word in self._tags(row.text("tags"))}
            )
        return draft

    def _tags(self, cell: str) -> list[str]:
        if cell in self.names.tags:
            return [cell]
        return [word for part in _SEPARATORS.split(cell) if (word := part.strip())]

    def _one(self, draft: Draft) -> Outcome:
        match = None if draft.wrong else self.book.match(draft)
        if match and match[1]:
            return self._meet(draft, match[1], by_id=match[0] in ("id", "external_id"))
        if match:
            return draft.no(say("有几个同名的客户，请写明外部编号或信用代码；看不到的请联系销售运营"))
        if draft.wrong or draft.missing:
            return draft.no(draft.wrong or draft.missing)
        if not self.access.may("create"):
            return draft.no(say("没有这个客户，你也没有新建客户的权限"))
        note = self.alike.note(draft)
        if note and self.order.options.get("on_likely") == "refuse":
            return draft.no(note)
        owner = self._owner(draft)
        if isinstance(owner, Say):
            return draft.no(owner)
        self.book.drop_taken(draft, None)
        account = self.store.make(draft, owner)
        self.alike.add(draft)
        self.book.remember(draft, account)
        notes = [*([str(note)] if note else []), *draft.notes]
        return Outcome(draft.given.number, CREATED, "account", account.pk, notes, also=draft.also)

    def _owner(self, draft: Draft) -> Member | Say | None:
        """Who is to hold the new account, None for the pool, or why nobody can."""
        name = draft.given.text("owner")
        may_assign = self.access.may("assign")
        owner = self.names.member(name) if name else None
        if name and owner is None:
            return say("没有找到成员“{name}”", name=name)
        if owner is None and self.order.options.get("target", "pool" if may_assign else "me") == "me":
            owner = self.by.member
        if owner is None:
            return None
        if owner.pk != self.by.id and not may_assign:
            return say("你不能把客户分配给别人")
        if owner.pk not in self.left:
            self.left[owner.pk] = self.store.book.room_left(owner)
        left = self.left[owner.pk]
        if left is not None and left <= 0:
            return say("{name} 的客户数已到上限", name=owner.name)
        self.left[owner.pk] = None if left is None else left - 1
        return owner

    def _meet(self, draft: Draft, account: Account, *, by_id: bool) -> Outcome:
        """The row means an account we have: fill what it lacks, or overwrite, under the importer's rights."""
        fresh, mode = account._state.adding, self.order.mode(by_id=by_id)
        self.book.drop_taken(draft, account)
        changed = self._changed(draft, account, mode, by_id=by_id)
        same = UNCHANGED if by_id else MERGED
        if not fresh and not (self.names.allowed(account) and self.access.may("edit")):
            readable = self.access.readable(account)
            if readable and not changed and all(name in readable for name in draft.values):
                return Outcome(draft.given.number, same, "account", account.pk, draft.notes)
            return draft.no(self._not_mine(account))
        if mode == "skip" and not fresh:
            note = str(say("已有这个客户，按设置跳过：{name}", name=account.name))
            return Outcome(draft.given.number, UNCHANGED, "account", account.pk, [note])
        writable = self.access.writable(None if fresh else account)
        for name in [name for name in changed if name not in writable]:
            draft.notes.append(
                str(say("{label}没有改：你没有权限", label=self.access.policy.by_name[name].label))
            )
            del changed[name]
        self._tell_owner(draft, account)
        self.store.change(draft, account, changed)
        self.book.remember(draft, account)
        result = (UPDATED if changed or draft.also else UNCHANGED) if by_id else MERGED
        before = {} if fresh else {name: pair[0] for name, pair in changed.items()}
        return Outcome(draft.given.number, result, "account", account.pk, draft.notes, before, draft.also)

    def _changed(self, draft: Draft, account: Account, mode: str, *, by_id: bool) -> dict[str, list[Any]]:
        """Field → [old, new] for what the row would change."""
        values = {n: v for n, v in draft.values.items() if by_id or n not in ("name", "external_id")}
        if not by_id and not account.external_id and "external_id" in draft.values:
            values["external_id"] = draft.values["external_id"]
        tags = values.pop("tags", None)
        changed = changing.difference(self.access.policy, account, values)
        if mode == "fill":
            kept = [n for n, pair in changed.items() if not empty(pair[0])]
            changed = {n: pair for n, pair in changed.items() if n not in kept}
            draft.keep(self.access.policy, kept)
        if tags is not None:
            old = sorted(self.store.tags.get(account.pk, ()))
            new = sorted({*old, *tags}) if mode == "fill" else tags
            changed |= {"tags": [old, new]} if new != old else {}
        return changed

    def _tell_owner(self, draft: Draft, account: Account) -> None:
        """An import never moves an account; who the file names is told when it is somebody else."""
        name = draft.given.text("owner")
        owner = self.names.member(name) if name else None
        if not name or account._state.adding or (owner and owner.pk == account.owner_id):
            return
        if self.names.member_names.get(account.owner_id) != name:
            draft.notes.append(str(say("负责人没有改：换负责人请用转移")))

    def _not_mine(self, account: Account) -> Say:
        if self.names.sees(account):
            return say("已有这个客户，但你没有修改的权限：{name}", name=account.name)
        return say("已登记，请联系销售运营")

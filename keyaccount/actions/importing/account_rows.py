"""Rows of a file become accounts: new ones in bulk, known ones filled or updated, none twice (ACC-4, OPN-1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, everything
from keyaccount.actions.accounts import account_rules
from keyaccount.actions.accounts.placing import HoldingBook, note_new, place_new
from keyaccount.actions.importing.names import Names, in_parts
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
from keyaccount.base import names as company_names
from keyaccount.base.clock import day_of
from keyaccount.base.ids import new_id
from keyaccount.base.language import say
from keyaccount.base.pinyin import sort_key
from keyaccount.records.accounts.models import Account, AccountTag, Address
from keyaccount.records.org.models import Member

_WHY = "an import must recognise what is already there; the importer's rights are checked row by row"


class AccountRows:
    """Takes chunks of rows of one import. Options: `on_duplicate` fill / overwrite / skip, `target` me / pool, `defaults`."""

    entity = "account"

    def __init__(self, by: Principal, at: datetime, options: Mapping[str, Any]) -> None:
        self.by, self.at, self.options = by, at, options
        self.access = access_to(by, "account")
        self.policy = self.access.policy
        self.names = Names(by)
        self.book = HoldingBook()
        self.fields = {n: f for n, f in self.access.writable().items() if f.imported}
        self.may_assign = by.may("account.assign")
        self.left: dict[UUID, int | None] = {}
        self.dry = False
        self.met: dict[str, Account] = {}

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        drafts = [self._read(row) for row in rows]
        known = self._known(drafts)
        fresh = self.met if self.dry else {}  # a dry run stores nothing, so it remembers what it would have made
        outcomes, self._new, self._changed, self._links, self._places = [], [], {}, [], []
        for draft in drafts:
            outcomes.append(self._one(draft, known, fresh))
        self._store()
        return outcomes

    def _read(self, row: Given) -> Draft:
        draft = read_fields(self.by, row, self.fields, self.options)
        raw = row.raw
        if "industry" in raw and "industry" in self.fields:
            draft.values["industry"] = self.names.industry(text(raw["industry"]))
        if "tags" in raw and "tags" in self.fields:
            words = [w for w in re.split(r"[,，;；、|]", text(raw["tags"])) if w.strip()]
            draft.values["tags"] = [self.names.tag(w) for w in words]
        if not draft.values.get("status"):
            draft.values.pop("status", None)
        return draft

    def _known(self, drafts: list[Draft]) -> dict[tuple[str, str], Account]:
        """Live accounts that a row could mean, by what identifies them."""
        wanted: dict[str, dict[str, None]] = {"id": {}, "external_id": {}, "credit_code": {}, "name_key": {}}
        for draft in drafts:
            draft.values["_key"] = company_names.name_key(draft.values.get("name", ""))
            for column, value in self._marks(draft):
                wanted[column][value] = None
        known: dict[tuple[str, str], Account] = {}
        for column, values in wanted.items():
            for part in in_parts(values):
                for account in everything(Account, why=_WHY).filter(archived_at=None, **{f"{column}__in": part}):
                    known.setdefault((column, str(getattr(account, column))), account)
        return known

    def _marks(self, draft: Draft) -> list[tuple[str, str]]:
        given_id = text(draft.given.raw.get("id", ""))
        marks = [("id", str(UUID(given_id)))] if re.fullmatch(r"[0-9a-fA-F-]{32,36}", given_id) else []
        values = draft.values
        pairs = [("external_id", values.get("external_id")), ("credit_code", values.get("credit_code")), ("name_key", values.get("_key"))]
        return [*marks, *((column, value) for column, value in pairs if value)]

    def _one(self, draft: Draft, known: dict[tuple[str, str], Account], fresh: dict[str, Account]) -> Outcome:
        number = draft.given.number
        match = next(((mark[0], known[mark]) for mark in self._marks(draft) if mark in known), None)
        key = draft.values.pop("_key", "")
        if match is None and draft.refused:
            return Outcome(number, REFUSED, notes=[draft.refused])
        if match:
            return self._meet(draft, match[1], by_id=match[0] in ("id", "external_id"))
        if key in fresh:
            return self._meet(draft, fresh[key], by_id=False)
        account, problem = self._make(draft)
        if account is None:
            return Outcome(number, REFUSED, notes=[problem])
        fresh[key] = account
        for mark in (("external_id", account.external_id), ("credit_code", account.credit_code), ("name_key", key)):
            if mark[1]:
                known[mark] = account
        return Outcome(number, CREATED, "account", account.pk, draft.notes)

    def _make(self, draft: Draft) -> tuple[Account | None, str]:
        owner, problem = self._owner(draft)
        if problem:
            return None, problem
        keys = company_names.keys(draft.values["name"])
        row = Account(
            id=new_id(),
            owner=owner,
            pool=None if owner else self.book.pool_for(self.by.member.department_id),
            name_key=keys.exact[:200],
            core_key=keys.core[:200],
            pinyin_key=keys.pinyin[:600],
            name_sort=sort_key(draft.values["name"])[:120],
            source="import",
            budget_months=list(self.book.edition.budget_season.months),
            created_at=self.at,
            updated_at=self.at,
            created_by=self.by.id,
            updated_by=self.by.id,
        )
        self._put(row, draft.values)
        self._new.append(row)
        self._beside(row, draft)
        return row, ""

    def _owner(self, draft: Draft) -> tuple[Member | None, str]:
        """Who is to hold the new account, or why nobody can."""
        name = text(draft.given.raw.get("owner", ""))
        to_pool = self.options.get("target", "pool" if self.may_assign else "me") == "pool"
        owner: Member | None = self.names.member(name) if name else (None if to_pool else self.by.member)
        if name and owner is None:
            return None, str(say("没有找到成员“{name}”", name=name))
        if owner is None:
            return None, ""
        if owner.pk != self.by.id and not self.may_assign:
            return None, str(say("你不能把客户分配给别人"))
        if owner.pk not in self.left:
            self.left[owner.pk] = self.book.room_left(owner)
        left = self.left[owner.pk]
        if left is not None and left <= 0:
            return None, str(say("{name} 的客户数已到上限", name=owner.name))
        self.left[owner.pk] = None if left is None else left - 1
        return owner, ""

    def _put(self, row: Account, values: Mapping[str, Any]) -> None:
        changing.put(self.policy, row, values)
        stamp = [day_of(self.at).isoformat(), str(self.by.id), "document"]
        row.stamps = {**row.stamps, **dict.fromkeys(values, stamp)}

    def _beside(self, row: Account, draft: Draft) -> None:
        """Tags and address, which are rows of their own."""
        self._links += [(row.pk, tag) for tag in draft.values.get("tags", ())]
        street = text(draft.given.raw.get("address", ""))[:300]
        if street:
            self._places.append(
                Address(account_id=row.pk, street=street, region=row.region, is_main=True, created_at=self.at, updated_at=self.at, created_by=self.by.id)
            )

    def _meet(self, draft: Draft, account: Account, *, by_id: bool) -> Outcome:
        """The row means an account we have: fill what it lacks, or overwrite, under the importer's rights."""
        number, mode = draft.given.number, self.options.get("on_duplicate", "overwrite" if by_id else "fill")
        new = account._state.adding
        if not new and not self.names.allowed(account):
            return Outcome(number, REFUSED, notes=[self._not_mine(account)])
        if mode == "skip":
            return Outcome(number, REFUSED, notes=[str(say("已有这个客户：{name}", name=account.name))])
        writable = self.access.writable(account) if not new else self.fields
        values = {n: v for n, v in draft.values.items() if n in writable and (by_id or n not in ("name", "external_id"))}
        if new:
            values.pop("tags", None)
        changed = changing.difference(self.policy, account, values)
        if mode == "fill":
            changed = {n: pair for n, pair in changed.items() if changing.same(pair[0], None) or n == "tags"}
        tags = [tag for tag in values.get("tags", ()) if str(tag) not in (changed.get("tags", [[]])[0] or [])]
        self._links += [(account.pk, tag) for tag in tags] if "tags" in changed else []
        kept = {n: pair for n, pair in changed.items() if n != "tags"}
        if kept:
            self._put(account, {n: values[n] for n in kept})
            if not new:
                self._changed[account.pk] = (account, {**self._changed.get(account.pk, (account, {}))[1], **kept})
        result = (UPDATED if changed else UNCHANGED) if by_id else MERGED
        before = {n: pair[0] for n, pair in kept.items()} if kept and not new else None
        return Outcome(number, result, "account", account.pk, draft.notes, before)

    def _not_mine(self, account: Account) -> str:
        if self.access.classes(account):
            return str(say("已有这个客户，但你没有修改的权限：{name}", name=account.name))
        return str(say("已登记，请联系销售运营"))

    def _store(self) -> None:
        """Everything of the chunk in a constant number of statements."""
        place_new(self._new, by=self.by, at=self.at, book=self.book)
        everything(Account, why=_WHY).bulk_create(self._new, batch_size=200)
        note_new(self._new, how="imported", by=self.by, at=self.at)
        everything(Address, why=_WHY).bulk_create(self._places, batch_size=500)
        touched = [account for account, _ in self._changed.values()]
        for account in touched:
            account.version += 1
            account.updated_at, account.updated_by = self.at, self.by.id
            self._rename(account)
        columns = sorted({self.policy.by_name[n].path for _, changed in self._changed.values() for n in changed})
        if touched:
            derived = ["name_key", "core_key", "pinyin_key", "name_sort", "stamps", "version", "updated_at", "updated_by"]
            everything(Account, why=_WHY).bulk_update(touched, [*columns, *derived], batch_size=200)
        links = [AccountTag(account_id=a, tag_id=t) for a, t in dict.fromkeys(self._links)]
        everything(AccountTag, why=_WHY).bulk_create(links, ignore_conflicts=True, batch_size=500)
        self._tell()
        indexing.index("account", [*self._new, *touched])

    def _rename(self, account: Account) -> None:
        keys = company_names.keys(account.name)
        account.name_key, account.core_key = keys.exact[:200], keys.core[:200]
        account.pinyin_key, account.name_sort = keys.pinyin[:600], sort_key(account.name)[:120]

    def _tell(self) -> None:
        entries = [self._entry(account, {}) for account in self._new]
        entries += [self._entry(account, changed) for account, changed in self._changed.values()]
        journaling.write_all(entries)

    def _entry(self, account: Account, changed: dict[str, list[Any]]) -> Any:
        data, klass = changing.told(self.policy, changed)
        return journaling.entry(
            "account.imported",
            by=self.by,
            at=self.at,
            entity="account",
            object_id=account.pk,
            label=account.name,
            account_id=account.pk,
            klass=klass,
            data=data,
        )

    def link(self, rows: list[Given]) -> dict[int, str]:
        """Second pass: parents, which may stand further down in the file. Returns notes by row number."""
        return link_parents(self, rows)


def link_parents(importer: AccountRows, rows: list[Given]) -> dict[int, str]:
    """Set the parent of each row's account by name, code or external id; cycles and unknown names are told."""
    wanted = [(row, text(row.raw["parent"])) for row in rows if row.raw.get("parent") and row.raw.get("name")]
    found = importer.names.accounts([w for _, w in wanted] + [text(row.raw["name"]) for row, _ in wanted])
    notes: dict[int, str] = {}
    for row, word in wanted:
        child, parent = found.get(text(row.raw["name"])), found.get(word)
        if child is None or not importer.names.allowed(child) or (child.parent_id and parent and child.parent_id == parent.pk):
            continue
        if parent is None or not importer.access.classes(parent):
            notes[row.number] = str(say("没有找到上级单位“{name}”", name=word))
        elif parent.pk in {child.pk, *account_rules.below(child.pk)}:
            notes[row.number] = str(say("上级单位不能是自己或自己的下级"))
        elif child.parent_id is None or importer.options.get("on_duplicate") == "overwrite":
            root = account_rules.root_of(parent.pk)
            everything(Account, why=_WHY).filter(pk=child.pk).update(parent=parent, group_root_id=root)
            everything(Account, why=_WHY).filter(pk__in=account_rules.below(child.pk)).update(group_root_id=root)
    return notes

"""Rows of a file become persons with posts (PPL-1). Same name is not same person.

Two rows are one person by id, by external id, by mobile or e-mail with the name, by the columns the importer names
(`options["identity"]`), or, where a row has none of these, by the name at one account. Further rows add posts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, may_attach
from keyaccount.actions.importing.account_rows import AccountRows
from keyaccount.actions.importing.names import Names
from keyaccount.actions.importing.person_book import PersonBook, mobile_key
from keyaccount.actions.importing.person_store import PersonStore
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
    text,
)
from keyaccount.actions.shared import changing
from keyaccount.actions.shared.cleaning import NotTaken, day
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Person

IDENTITY = "same:"


class PersonRows:
    """Takes the rows of one import, chunk by chunk. Options: `identity`, `create_accounts`, `on_duplicate`, `defaults`, `strict`."""

    entity = "person"

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.access = access_to(order.by, "person")
        self.names = Names(order)
        self.reader = Reader(order, {n: f for n, f in self.access.writable().items() if f.imported})
        self.book = PersonBook(order)
        self.store = PersonStore(order)
        self.accounts = AccountRows(order) if order.options.get("create_accounts") else None
        self._made_for: dict[str, Outcome] = {}
        self._fresh: set[UUID | None] = set()

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        drafts = [self._read(row) for row in rows]
        accounts = self._accounts(drafts)
        self.book.begin(drafts, accounts.values(), keep=self.order.dry)
        self.store.begin(self.book, accounts.values())
        outcomes = [self._one(draft, accounts) for draft in drafts]
        if not self.order.dry:
            self.store.save()
        return outcomes

    def _read(self, row: Given) -> Draft:
        columns = self.order.options.get("identity") or ()
        identity = [text(row.raw.get("=" + column, "")) for column in columns]
        if identity and all(identity) and "external_id" not in row.raw:
            digest = hashlib.sha256("\x1f".join(identity).encode()).hexdigest()[:20]
            row.raw["external_id"] = IDENTITY + digest
        if (pk := id_of(row.text("external_id"))) and "id" not in row.raw:
            row.raw["id"] = str(pk)
            if row.text("external_id").startswith("urn:"):
                del row.raw["external_id"]
        draft = self.reader.read(row)
        for name in ("started_on", "ended_on"):
            try:
                draft.values[name] = day(self.reader.ordered(name, row.raw.get(name)))
            except NotTaken as bad:
                draft.notes.append(str(bad.message))
        return draft

    def _accounts(self, drafts: list[Draft]) -> dict[str, Account]:
        """Account by the word of each row; those nobody knows are made, if the importer wished so."""
        words = dict.fromkeys(word for d in drafts if not d.wrong and (word := d.given.text("account")))
        self._made_for, self._fresh = {}, set()
        found = self.names.accounts(words)
        missing = [word for word in words if word not in found]
        if self.accounts and missing:
            made = self.accounts.take([Given(place, {"name": word}) for place, word in enumerate(missing)])
            self._made_for = {word: made[place] for place, word in enumerate(missing)}
            self._fresh = {o.object_id for o in self._made_for.values() if o.result == CREATED}
            stored = {account.pk: account for same in self.accounts.book.made.values() for account in same}
            found |= {w: stored[o.object_id] for w, o in self._made_for.items() if o.object_id in stored}
        return found

    def _one(self, draft: Draft, accounts: Mapping[str, Account]) -> Outcome:
        if draft.wrong:
            return draft.no(draft.wrong)
        how, person = self.book.match(draft, None)
        word = draft.given.text("account")
        account = self._account(word, accounts, person)
        if isinstance(account, Say):
            return draft.no(account)
        if person is None:
            how, person = self.book.match(draft, account)
        if person:
            return self._meet(draft, account, person, by_id=how in ("id", "external_id"))
        if draft.missing:
            return draft.no(draft.missing)
        if not (self.access.may("create") and self._allowed(account)):
            return draft.no(say("你没有修改这个客户的权限：{name}", name=account.name))
        self._take_made(draft, word)
        person = self.store.make(draft, account)
        self.book.add(person, account)
        return Outcome(draft.given.number, CREATED, "person", person.pk, draft.notes, also=draft.also)

    def _account(self, word: str, accounts: Mapping[str, Account], person: Person | None) -> Account | Say:
        """The account of the row, or why there is none. A known person's own account answers to its name."""
        own = person.account if person else None
        if own and (not word or own.name == word):
            return own
        account = accounts.get(word)
        if account and (self._made_here(account) or self.names.sees(account)):
            return account
        if word in self._made_for and self._made_for[word].notes:
            return say("没有找到客户“{name}”，也不能新建：{why}", name=word, why=self._made_for[word].reason)
        return say("没有找到客户“{name}”", name=word) if word else say("没有写明客户")

    def _allowed(self, account: Account) -> bool:
        return self._made_here(account) or may_attach(self.by, "person", account)

    def _made_here(self, account: Account) -> bool:
        return account._state.adding or account.pk in self._fresh

    def _take_made(self, draft: Draft, word: str) -> None:
        """The first row of an account made along with it carries the account, so that undo finds it."""
        made = self._made_for.get(word)
        if made and made.result == CREATED and made.object_id:
            draft.also.append(("account", made.object_id))
            draft.notes.append(str(say("同时新建了客户 {name}", name=word)))
            draft.notes += made.notes
            self._made_for[word] = Outcome(made.number, MERGED, "account", made.object_id)

    def _meet(self, draft: Draft, account: Account, person: Person, *, by_id: bool) -> Outcome:
        """The row means a person we have: fill or overwrite what it says, and add the post if it is another one."""
        fresh, mode = person._state.adding, self.order.mode(by_id=by_id)
        own = str(person.external_id).startswith(IDENTITY)
        changed = self._changed(draft, person, "fill" if own else mode)
        post = self.store.post_of(draft, account, person, correct="id" in draft.given.raw)
        nothing = not (changed or post)
        if not fresh and not self._mine(person):
            seen = self.book.sees(person) and nothing
            known = Outcome(
                draft.given.number, UNCHANGED if by_id else MERGED, "person", person.pk, draft.notes
            )
            return known if seen else draft.no(say("这位联系人属于你不能修改的客户"))
        if mode == "skip" and not fresh:
            note = str(say("已有这位联系人，按设置跳过：{name}", name=person.name))
            return Outcome(draft.given.number, UNCHANGED, "person", person.pk, [note])
        if post and post.adding and not self._allowed(account):
            return draft.no(say("你没有修改这个客户的权限：{name}", name=account.name))
        self._take_made(draft, draft.given.text("account"))
        before = {} if fresh else {name: pair[0] for name, pair in changed.items()}
        self.store.change(draft, person, changed)
        if post:
            before |= self.store.hold(draft, person, post)
        result = MERGED if not by_id else UNCHANGED if nothing else UPDATED
        return Outcome(draft.given.number, result, "person", person.pk, draft.notes, before, draft.also)

    def _mine(self, person: Person) -> bool:
        return self.access.may("edit") and bool(self.access.classes(person, write=True))

    def _changed(self, draft: Draft, person: Person, mode: str) -> dict[str, list[Any]]:
        values = {n: v for n, v in draft.values.items() if n in self.access.policy.by_name}
        if "external_id" in values and self.book.taken(values["external_id"], person):
            values.pop("external_id")
        if "mobile" in values and mobile_key(values["mobile"]) == mobile_key(person.mobile):
            values.pop("mobile")  # the same number, written in another way
        changed = changing.difference(self.access.policy, person, values)
        if mode == "fill":
            kept = [n for n, pair in changed.items() if not empty(pair[0])]
            changed = {n: pair for n, pair in changed.items() if n not in kept}
            draft.keep(self.access.policy, kept)
        return changed

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Persons need no second pass."""
        return {}

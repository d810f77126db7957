"""The customers that rows name: those we have, and those made along when the importer wished so (`create_accounts`)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from keyaccount.access import may_attach
from keyaccount.actions.importing.account_rows import AccountRows
from keyaccount.actions.importing.names import Names
from keyaccount.actions.importing.rows import CREATED, Draft, Given, Order, Outcome
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Account


class NamedAccounts:
    """Accounts by the word of a row, for what hangs on them (`entity`)."""

    def __init__(self, order: Order, names: Names, entity: str) -> None:
        self.by, self.names, self.entity = order.by, names, entity
        self._rows = AccountRows(order) if order.options.get("create_accounts") else None
        self._found: dict[str, Account] = {}
        self._made: dict[str, Outcome] = {}
        self._fresh: set[UUID | None] = set()

    def begin(self, words: Iterable[str]) -> list[Account]:
        """Look a chunk's words up, and make what is missing."""
        wanted = list(dict.fromkeys(word for word in words if word))
        self._made, self._fresh = {}, set()
        self._found = self.names.accounts(wanted)
        missing = [word for word in wanted if word not in self._found]
        if self._rows and missing:
            made = self._rows.take([Given(place, {"name": word}) for place, word in enumerate(missing)])
            self._made = {word: made[place] for place, word in enumerate(missing)}
            self._fresh = {one.object_id for one in made if one.result == CREATED}
            stored = {account.pk: account for same in self._rows.book.made.values() for account in same}
            self._found |= {w: stored[o.object_id] for w, o in self._made.items() if o.object_id in stored}
        return list({account.pk: account for account in self._found.values()}.values())

    def of(self, word: str) -> Account | Say:
        """The account to write on, or why there is none."""
        account = self._found.get(word)
        made = self._made.get(word)
        if account is None or not (self._ours(account) or self.names.sees(account)):
            if made and made.notes:
                return say("没有找到客户“{name}”，也不能新建：{why}", name=word, why=made.reason)
            return say("没有找到客户“{name}”", name=word) if word else say("没有写明客户")
        if not (self._ours(account) or may_attach(self.by, self.entity, account)):
            return say("你没有修改这个客户的权限：{name}", name=account.name)
        return account

    def means(self, word: str, account_id: UUID) -> bool:
        """Whether the word is empty or leads to this account."""
        found = self._found.get(word)
        return not word or (found is not None and found.pk == account_id)

    def _ours(self, account: Account) -> bool:
        return account._state.adding or account.pk in self._fresh

    def take_made(self, draft: Draft, word: str) -> None:
        """The first row of an account made along with it carries the account, so that undo finds it."""
        made = self._made.pop(word, None)
        if made and made.result == CREATED and made.object_id:
            draft.also.append(("account", made.object_id))
            draft.notes += [str(say("同时新建了客户 {name}", name=word)), *made.notes]

"""Who is already there: the accounts that the rows of a chunk may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from keyaccount.access import everything, policy_of
from keyaccount.actions.importing.names import Names, in_parts
from keyaccount.actions.importing.rows import Draft, Order, id_of
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account

_WHY = "an import must recognise what is already there; the importer's rights are checked row by row"
Mark = tuple[str, str]


class AccountBook:
    """Accounts by what identifies them; `made` are those of this chunk, in a dry run those of all chunks."""

    def __init__(self, order: Order, names: Names) -> None:
        self.order, self.names = order, names
        self.made: dict[Mark, list[Account]] = {}
        self._known: dict[Mark, list[Account]] = {}

    def begin(self, drafts: Sequence[Draft]) -> set[UUID]:
        """Read the live accounts a chunk may mean; returns their ids."""
        if not self.order.dry:
            self.made.clear()
        wanted: dict[str, list[str]] = {}
        for draft in drafts:
            for column, value in _marks(draft):
                wanted.setdefault(column, []).append(value)
        found: dict[UUID, Account] = {}
        self._known = {}
        for column, values in wanted.items():
            for part in in_parts(values):
                for row in everything(Account, why=_WHY).filter(archived_at=None, **{f"{column}__in": part}):
                    account = found.setdefault(row.pk, row)  # one row, one object, however it is found
                    self._known.setdefault((column, str(getattr(account, column))), []).append(account)
        return set(found)

    def match(self, draft: Draft) -> tuple[str, Account | None] | None:
        """By which mark a row means which account, None if several; a name never means one with another credit code."""
        code = draft.values.get("credit_code")
        for mark in _marks(draft):
            accounts = self._with(mark)
            if mark[0] == "name_key":
                accounts = [a for a in accounts if not (code and a.credit_code and a.credit_code != code)]
            if accounts:
                return mark[0], accounts[0] if len(accounts) == 1 else self.names.choose(accounts)
        return None

    def _with(self, mark: Mark) -> list[Account]:
        return list(dict.fromkeys([*self._known.get(mark, ()), *self.made.get(mark, ())]))

    def remember(self, draft: Draft, account: Account) -> None:
        """Later rows may mean the same account."""
        for mark in _marks(draft):
            if mark[0] != "id" and account not in self.made.setdefault(mark, []):
                self.made[mark].append(account)

    def drop_taken(self, draft: Draft, account: Account | None) -> None:
        """Codes that belong to another account are left out of the row; two accounts never share one."""
        for column in ("credit_code", "external_id"):
            value = draft.values.get(column)
            if value and any(other is not account for other in self._with((column, value))):
                label = policy_of("account").by_name[column].label
                draft.values.pop(column)
                draft.notes.append(
                    str(say("{label}“{value}”没有采用：另一个客户在用", label=label, value=value))
                )


def _marks(draft: Draft) -> Iterator[Mark]:
    """What identifies the account a row means, the surest first."""
    if pk := id_of(draft.given.text("id")):
        yield "id", str(pk)
    for column in ("external_id", "credit_code"):
        if value := draft.values.get(column):
            yield column, value
    if draft.keys:
        yield "name_key", draft.keys.exact[:200]

"""Storing a chunk of accounts: a constant number of statements, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything
from keyaccount.actions.accounts.account_rules import name_keys
from keyaccount.actions.accounts.placing import HoldingBook, note_new, place_new
from keyaccount.actions.importing.names import in_parts
from keyaccount.actions.importing.rows import Draft, Order
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base.clock import day_of
from keyaccount.base.ids import new_id
from keyaccount.base.pinyin import sort_key
from keyaccount.facts.tags import tags_by_account
from keyaccount.records.accounts.models import Account, AccountTag, Address
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member

_WHY = "the importer's rights on each account were checked before"
_DERIVED = (
    "name_key",
    "core_key",
    "pinyin_key",
    "name_sort",
    "stamps",
    "version",
    "updated_at",
    "updated_by",
)
Changed = dict[str, list[Any]]


class AccountStore:
    """What a chunk makes and changes, kept until `save`."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.policy = access_to(order.by, "account").policy
        self.book = HoldingBook()
        self.tags: dict[UUID, set[str]] = {}
        self._clear()

    def _clear(self) -> None:
        self.new: list[Account] = []
        self.touched: dict[UUID, tuple[Account, Changed]] = {}
        self.streets: list[Address] = []
        self.homeless: set[UUID] = set()

    def begin(self, drafts: Sequence[Draft], ids: set[UUID]) -> None:
        """Read, of the accounts the rows may mean, the tags and who has no address yet."""
        if any("tags" in draft.values for draft in drafts):
            for part in in_parts(ids):
                self.tags |= {pk: {str(t) for t in tags} for pk, tags in tags_by_account(part)[0].items()}
        if any("address" in draft.given.raw for draft in drafts):
            self.homeless = set(ids)
            for part in in_parts(ids):
                rows = everything(Address, why=_WHY).filter(account_id__in=part)
                self.homeless -= set(rows.values_list("account_id", flat=True))

    def make(self, draft: Draft, owner: Member | None) -> Account:
        """A new account, held by the owner or lying in the importer's pool."""
        assert draft.keys
        values = draft.values
        row = Account(
            id=new_id(),
            owner=owner,
            pool=None if owner else self.book.pool_for(self.by.member.department_id),
            name_key=draft.keys.exact[:200],
            core_key=draft.keys.core[:200],
            pinyin_key=draft.keys.pinyin[:600],
            name_sort=sort_key(values["name"])[:120],
            source="import",
            budget_months=list(self.book.edition.budget_season.months),
            created_at=self.order.at,
            updated_at=self.order.at,
            created_by=self.by.id,
            updated_by=self.by.id,
        )
        self._put(row, values)
        self.new.append(row)
        self.homeless.add(row.pk)
        self.tags[row.pk] = set(values.get("tags", ()))
        self._house(draft, row)
        return row

    def change(self, draft: Draft, account: Account, changed: Changed) -> None:
        """Put what differs on the account; `changed` is field → [old, new]."""
        if changed:
            self._put(account, {n: draft.values[n] for n in changed})
            if "tags" in changed:
                self.tags[account.pk] = set(changed["tags"][1])
            if not account._state.adding:
                earlier = self.touched.get(account.pk, (account, {}))[1]
                self.touched[account.pk] = (account, {**earlier, **changed})
        self._house(draft, account)

    def _put(self, row: Account, values: dict[str, Any]) -> None:
        changing.put(self.policy, row, values)
        stamp = [day_of(self.order.at).isoformat(), str(self.by.id), "document"]
        row.stamps = {**row.stamps, **dict.fromkeys(values, stamp)}

    def _house(self, draft: Draft, account: Account) -> None:
        """The address of a row goes to an account that has none."""
        street = draft.given.text("address")[:300]
        if street and account.pk in self.homeless:
            self.homeless.discard(account.pk)
            times = {"created_at": self.order.at, "updated_at": self.order.at, "created_by": self.by.id}
            made = Address(
                id=new_id(), account=account, street=street, region=account.region, is_main=True, **times
            )
            self.streets.append(made)
            draft.also.append(("address", made.pk))

    def save(self) -> None:
        """Write it all; the journal tells of each account."""
        place_new(self.new, by=self.by, at=self.order.at, book=self.book)
        insert_all(Account, self.new)
        note_new(self.new, how="imported", by=self.by, at=self.order.at)
        touched = [account for account, _ in self.touched.values()]
        self._update(touched)
        insert_all(Address, self.streets)
        self._tag()
        indexing.index("account", self.new, fresh=True)
        indexing.index("account", touched)
        journaling.write_all([*self._entries()])
        self._clear()
        self.tags = {}

    def _update(self, touched: list[Account]) -> None:
        changed = {name for _, pairs in self.touched.values() for name in pairs if name != "tags"}
        for account, pairs in self.touched.values():
            account.version += 1
            account.updated_at, account.updated_by = self.order.at, self.by.id
            if "name" in pairs:
                for column, value in name_keys(account.name).items():
                    setattr(account, column, value)
            if "status" in pairs:
                self.book.refresh(account, self.order.at)
        columns = {self.policy.by_name[name].path for name in changed}
        columns |= {*_DERIVED, *({"reclaim_on"} if "status" in changed else ())}
        update(Account, touched, sorted(columns))

    def _tag(self) -> None:
        wanted = {account.pk: self.tags.get(account.pk, set()) for account in self.new}
        for account, pairs in self.touched.values():
            if "tags" in pairs:
                wanted[account.pk] = self.tags[account.pk]
                gone = set(pairs["tags"][0]) - wanted[account.pk]
                everything(AccountTag, why=_WHY).filter(account=account, tag_id__in=gone).delete()
        links = [
            AccountTag(account_id=account, tag_id=tag) for account, tags in wanted.items() for tag in tags
        ]
        everything(AccountTag, why=_WHY).bulk_create(links, ignore_conflicts=True)

    def _entries(self) -> Iterable[Entry]:
        for account, pairs in [*((account, {}) for account in self.new), *self.touched.values()]:
            data, klass = changing.told(self.policy, pairs)
            yield journaling.entry(
                "account.imported",
                by=self.by,
                at=self.order.at,
                entity="account",
                object_id=account.pk,
                label=account.name,
                account_id=account.pk,
                klass=klass,
                data=data if pairs else {},
            )


def update(model: type[Any], rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Many rows at once. An insert that meets its own id takes a tenth of the time of Django's bulk_update."""
    if rows:
        everything(model, why=_WHY).bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=list(columns)
        )

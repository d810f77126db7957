"""The second pass of an import of accounts: who belongs to whom, which may stand further down in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.names import Names, in_parts
from keyaccount.actions.importing.rows import UNCHANGED, UPDATED, Given, Order, Outcome
from keyaccount.base.language import Say, say
from keyaccount.base.names import name_key
from keyaccount.records.accounts.models import Account

_WHY = "the group tree holds across all accounts; the importer's rights on the child were checked"


class Parents:
    """The group tree, read once and kept in step; cycles and unknown names are told, not stored."""

    def __init__(self, order: Order, names: Names) -> None:
        self.order, self.names = order, names

    @cached_property
    def tree(self) -> dict[UUID, UUID]:
        """Child → parent, of all accounts that have one."""
        rows = everything(Account, why=_WHY).filter(parent__isnull=False)
        return dict(rows.values_list("id", "parent_id"))

    def link(
        self, rows: list[Given], ids: dict[int, UUID], made: dict[tuple[str, str], list[Account]]
    ) -> dict[int, Outcome]:
        """Set the parents the rows name; `ids` is row → account. Returns what there is to tell, by row."""
        wanted = [(row, row.text("parent")) for row in rows if row.text("parent") and row.number in ids]
        found = self.names.accounts(word for _, word in wanted)
        children = self._children(ids[row.number] for row, _ in wanted)
        told: dict[int, Outcome] = {}
        moved: dict[UUID, Account] = {}
        for row, word in wanted:
            child = children.get(ids[row.number])
            parent = found.get(word)
            if parent is None and self.order.dry:
                parent = next(iter(made.get(("name_key", name_key(word)), ())), None)
            outcome = self._one(row, child, parent, word)
            if child and outcome and outcome.result == UPDATED:
                moved[child.pk] = child
            if outcome:
                told[row.number] = outcome
        if not self.order.dry:
            self._save(moved)
        return told

    def _children(self, ids: Iterator[UUID]) -> dict[UUID, Account]:
        found: dict[UUID, Account] = {}
        for part in in_parts(ids):
            rows = everything(Account, why=_WHY).filter(pk__in=part).select_related("parent")
            found |= {account.pk: account for account in rows}
        return found

    def _one(self, row: Given, child: Account | None, parent: Account | None, word: str) -> Outcome | None:
        number = row.number
        if child and child.parent and (child.parent.name == word or child.parent == parent):
            return None
        if parent is None or not (self.names.sees(parent) or parent._state.adding):
            return _note(number, say("没有找到上级单位“{name}”", name=word))
        if child is None:
            return None
        if not self.names.allowed(child):
            return _note(number, say("上级单位没有改：你没有权限"))
        if (
            child.parent_id
            and self.order.mode(by_id=bool({"id", "external_id"} & row.raw.keys())) != "overwrite"
        ):
            return None
        if child.pk in self._line(parent.pk):
            return _note(number, say("上级单位不能是自己或自己的下级"))
        before: dict[str, Any] = {"parent": str(child.parent_id) if child.parent_id else None}
        child.parent, self.tree[child.pk] = parent, parent.pk
        return Outcome(number, UPDATED, "account", child.pk, before=before)

    def _line(self, at: UUID) -> Iterator[UUID]:
        """An account and all above it."""
        seen: set[UUID] = set()
        here: UUID | None = at
        while here and here not in seen:
            yield here
            seen.add(here)
            here = self.tree.get(here)

    def _save(self, moved: dict[UUID, Account]) -> None:
        """Parents of the moved ones, and the top of the tree for them and all below."""
        below: dict[UUID, list[UUID]] = {}
        for child, parent in self.tree.items():
            below.setdefault(parent, []).append(child)
        affected, fresh = set(moved), set(moved)
        while fresh:
            fresh = {child for parent in fresh for child in below.get(parent, ())} - affected
            affected |= fresh
        tops: dict[UUID, list[UUID]] = {}
        for pk in affected:
            tops.setdefault([*self._line(pk)][-1], []).append(pk)
        for account in moved.values():
            account.version += 1
            account.updated_at, account.updated_by = self.order.at, self.order.by.id
        update(Account, list(moved.values()), ["parent", "version", "updated_at", "updated_by"])
        for top, ids in tops.items():
            for part in in_parts(ids):
                everything(Account, why=_WHY).filter(pk__in=part).update(group_root_id=top)


def _note(number: int, text: Say) -> Outcome:
    return Outcome(number, UNCHANGED, notes=[str(text)])

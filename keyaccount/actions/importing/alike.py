"""Accounts that a new row may be once more: told with the row, never merged without a person's word (ACC-4)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from keyaccount.access import Principal, opened
from keyaccount.actions.importing.rows import Draft
from keyaccount.base import names
from keyaccount.base.language import Say, say
from keyaccount.facts.duplicates import find_many


class Alike:
    """Likely duplicates of the rows of a chunk, among what is stored and among rows taken before them."""

    def __init__(self, by: Principal) -> None:
        self.by = by
        self._stored: dict[int, str] = {}
        self._by_key: dict[str, list[str]] = {}

    def look(self, drafts: Sequence[Draft]) -> None:
        """Ask for all rows that would become new accounts, in a few queries."""
        ready = [d for d in drafts if d.keys and not (d.wrong or d.missing)]
        found = find_many(
            [d.values["name"] for d in ready],
            [d.values.get("credit_code", "") for d in ready],
            [d.keys for d in ready if d.keys],
        )
        meant = {ready[place].given.number: match.id for place, match in found.items() if match}
        seen: dict[UUID, str] = dict(
            opened(self.by, "account").filter(pk__in=set(meant.values())).values_list("pk", "name")
        )
        self._stored = {number: seen.get(pk, "") for number, pk in meant.items()}

    def note(self, draft: Draft) -> Say | None:
        """What to tell about the row: the name of the account it resembles, if the importer may see it."""
        if draft.given.number in self._stored:
            name = self._stored[draft.given.number]
            return _like(name) if name else say("和已登记的客户很像，请联系销售运营查重")
        name = str(draft.values["name"])
        other = next((o for o in self._near(draft) if names.similarity(name, o) >= names.SAME), None)
        return _like(other) if other else None

    def add(self, draft: Draft) -> None:
        """The row becomes an account: later rows of the file may resemble it."""
        for key in _keys(draft):
            self._by_key.setdefault(key, []).append(str(draft.values["name"]))

    def forget(self) -> None:
        """The rows are stored now; the database knows them."""
        self._by_key.clear()

    def _near(self, draft: Draft) -> list[str]:
        return [name for key in _keys(draft) for name in self._by_key.get(key, ())]


def _like(name: str) -> Say:
    return say("和“{name}”很像，请查重", name=name)


def _keys(draft: Draft) -> set[str]:
    return {draft.keys.core, draft.keys.pinyin} - {""} if draft.keys else set()

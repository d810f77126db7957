"""Finding what a file means by a name: members, industries, tags, regions of the product, and the account a row belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, everything, opened
from keyaccount.base.ids import new_id
from keyaccount.base.names import name_key
from keyaccount.records.accounts.models import Account, Industry, Tag
from keyaccount.records.org.models import Member

_WHY = "an import must recognise what is already there; rows outside the importer's scope are only refused, never shown"
CHUNK = 400


def in_parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Lists short enough for one IN on either database."""
    kept = [v for v in dict.fromkeys(values) if v]
    return (kept[i : i + CHUNK] for i in range(0, len(kept), CHUNK))


class Names:
    """Look-ups by name for one import; small lists are read once, accounts per chunk."""

    def __init__(self, by: Principal) -> None:
        self.by = by

    @cached_property
    def members(self) -> dict[str, Member]:
        """By login, e-mail and, where only one has it, name."""
        found: dict[str, Member] = {}
        doubled: set[str] = set()
        for member in everything(Member, why=_WHY).filter(is_active=True):
            doubled |= {member.name} & found.keys()
            found |= {k.lower(): member for k in (member.login, member.email) if k} | {member.name: member}
        return {key: member for key, member in found.items() if key not in doubled}

    def member(self, text: str) -> Member | None:
        return self.members.get(text) or self.members.get(text.lower())

    @cached_property
    def industries(self) -> dict[str, UUID]:
        rows = opened(self.by, "industry").values_list("id", "key", "name", "name_hant", "name_en")
        return {word.lower(): pk for pk, *words in rows for word in words if word}

    def industry(self, text: str) -> UUID:
        """The industry of that name; a new name is added to the list, so that nothing of the file is lost."""
        word = text.strip()[:80]
        if word.lower() not in self.industries:
            made = Industry(id=new_id(), name=word)
            made.save(force_insert=True)
            self.industries[word.lower()] = made.pk
        return self.industries[word.lower()]

    @cached_property
    def tags(self) -> dict[str, UUID]:
        return dict(opened(self.by, "tag").values_list("name", "id"))

    def tag(self, text: str) -> UUID:
        word = text.strip()[:40]
        if word not in self.tags:
            made = Tag(id=new_id(), name=word)
            made.save(force_insert=True)
            self.tags[word] = made.pk
        return self.tags[word]

    def accounts(self, words: Iterable[str]) -> dict[str, Account]:
        """Word → live account, by id, external id, credit code, stock code or name; doubtful words are left out.

        All accounts are looked at; `allowed` says which the importer may touch.
        """
        wanted = [w for w in dict.fromkeys(words) if w]
        keys = {name_key(w): w for w in wanted}
        found: dict[str, Account] = {}
        for column, given in (
            ("name_key", {k: w for k, w in keys.items() if k}),
            ("stock_code", {w: w for w in wanted}),
            ("credit_code", {w.upper(): w for w in wanted}),
            ("external_id", {w: w for w in wanted}),
            ("id", {str(UUID(w)): w for w in wanted if _is_id(w)}),
        ):
            found |= _unique(column, given)
        return found

    def allowed(self, account: Account) -> bool:
        """Whether the importer may write on the account."""
        return bool(access_to(self.by, "account").classes(account, write=True))


def _unique(column: str, given: dict[str, str]) -> dict[str, Account]:
    """Word → the only live account with that value in the column."""
    by_value: dict[str, list[Account]] = {}
    for part in in_parts(given):
        rows = everything(Account, why=_WHY).filter(archived_at=None, **{f"{column}__in": part})
        for account in rows.select_related("owner"):
            by_value.setdefault(str(getattr(account, column)), []).append(account)
    return {given[value]: accounts[0] for value, accounts in by_value.items() if len(accounts) == 1 and value in given}


def _is_id(word: str) -> bool:
    try:
        UUID(word)
    except ValueError:
        return False
    return True

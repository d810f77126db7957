"""Finding what a file means by a name: members, industries, tags, and the account a row belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything, opened
from keyaccount.actions.importing.rows import Order, id_of
from keyaccount.base.ids import new_id
from keyaccount.base.names import name_key
from keyaccount.records.accounts.models import Account, Industry, Tag
from keyaccount.records.org.models import Member

_WHY = "an import must recognise what is already there; rows outside the importer's scope are only refused, never shown"
CHUNK = 400


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Different values without blanks, in lists short enough for one IN on either database."""
    kept = [v for v in dict.fromkeys(values) if v]
    return (kept[i : i + CHUNK] for i in range(0, len(kept), CHUNK))


class Names:
    """Look-ups by name for one import; small lists are read once, accounts per chunk.

    Industries and tags that a file brings are added to the lists by `keep`, under the importer's rights.
    """

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.access = access_to(self.by, "account")
        self._new: list[Any] = []

    @cached_property
    def members(self) -> dict[str, Member]:
        """Active members by login, and by e-mail and name where only one has it."""
        people = list(everything(Member, why=_WHY).filter(is_active=True))
        words = [(word, m) for m in people for word in {m.name.lower(), m.email.lower()} if word]
        often = Counter(word for word, _ in words)
        found = {word: member for word, member in words if often[word] == 1}
        return found | {member.login.lower(): member for member in people}

    @cached_property
    def member_names(self) -> dict[UUID | None, str]:
        """Names of all members, also of those who left and of those who share one."""
        return dict(everything(Member, why=_WHY).values_list("id", "name"))

    def member(self, word: str) -> Member | None:
        return self.members.get(word.strip().lower())

    @cached_property
    def industries(self) -> dict[str, UUID]:
        rows = opened(self.by, "industry").values_list("id", "key", "name", "name_hant", "name_en")
        return {word.lower(): pk for pk, *words in rows for word in words if word}

    def industry(self, word: str) -> UUID | None:
        """The industry of that name; a new one is added by those who keep the list, for others there is none."""
        if word.strip().lower() not in self.industries and not access_to(self.by, "industry").may("create"):
            return None
        return self._named(Industry, self.industries, word.strip()[:80], str.lower)

    @cached_property
    def tags(self) -> dict[str, UUID]:
        return dict(opened(self.by, "tag").values_list("name", "id"))

    def tag(self, word: str) -> UUID:
        """The tag of that name, a new one if need be."""
        return self._named(Tag, self.tags, word.strip()[:40], str)

    def _named(self, model: Any, known: dict[str, UUID], word: str, key: Callable[[str], str]) -> UUID:
        if key(word) not in known:
            self._new.append(model(id=new_id(), name=word))
            known[key(word)] = self._new[-1].pk
        return known[key(word)]

    def keep(self) -> None:
        """Store what was added to the lists since the last time."""
        for made in self._new:
            made.save(force_insert=True)
        self._new = []

    def accounts(self, words: Iterable[str]) -> dict[str, Account]:
        """Word → live account, by id, external id, credit code, stock code or name; doubtful words are left out.

        All accounts are looked at, those the importer may change first; `sees` and `allowed` say what is whose.
        """
        wanted = [w for w in dict.fromkeys(words) if w]
        found = self._by("id", {str(pk): [w] for w in wanted if (pk := id_of(w))})
        for column, value in (("external_id", str), ("credit_code", str.upper), ("stock_code", str)):
            found |= self._by(column, _grouped(wanted, found, value))
        found |= self._by("stock_code", _digits(wanted, found))
        found |= self._by("name_key", _grouped(wanted, found, name_key))
        for column in ("short_name", "english_name"):
            found |= self._by(column, _grouped(wanted, found, str), seen_only=True)
        return found

    def _by(
        self, column: str, wanted: dict[str, list[str]], *, seen_only: bool = False
    ) -> dict[str, Account]:
        """Word → the account with its value in the column, if there is only one that may be meant."""
        by_value: dict[str, list[Account]] = {}
        rows = (
            opened(self.by, "account")
            if seen_only
            else everything(Account, why=_WHY).filter(archived_at=None)
        )
        for part in in_parts(wanted):
            for account in rows.filter(**{f"{column}__in": part}):
                by_value.setdefault(str(getattr(account, column)), []).append(account)
        chosen = {value: self.choose(accounts) for value, accounts in by_value.items()}
        return {
            word: account for value, account in chosen.items() if account for word in wanted.get(value, ())
        }

    def choose(self, accounts: list[Account]) -> Account | None:
        """The only one of several that may be changed, else the only one that is seen, else the only one."""
        for holds in (self.allowed, self.sees, lambda account: True):
            fitting = [account for account in accounts if holds(account)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def allowed(self, account: Account) -> bool:
        """Whether the importer may write on the account."""
        return bool(self.access.classes(account, write=True))

    def sees(self, account: Account) -> bool:
        return bool(self.access.classes(account))


def _grouped(
    words: list[str], found: dict[str, Account], value: Callable[[str], str]
) -> dict[str, list[str]]:
    """Value → the words, of those not found yet, that have it."""
    groups: dict[str, list[str]] = {}
    for word in words:
        if word not in found:
            groups.setdefault(value(word), []).append(word)
    return groups


def _digits(words: list[str], found: dict[str, Account]) -> dict[str, list[str]]:
    """The same number with and without leading zeros, which spreadsheet programs drop: 002287, 2287."""
    groups: dict[str, list[str]] = {}
    for word in words:
        if word not in found and word.isascii() and word.isdigit() and len(word) <= 6:
            for form in {word.lstrip("0"), word.zfill(6)} - {word, ""}:
                groups.setdefault(form, []).append(word)
    return groups

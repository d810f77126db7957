"""From stored rows to what the search index keeps of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.records.accounts.models import Account, AccountFile, DossierFact, Merge, Note
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import CustomerUnit, Person, Post
from keyaccount.records.search.words import Doc, Held

_WHY = "the index holds all records; who asks is what narrows it"
_ORDINARY = 9
_KEY_PERSON = 3
_LONGEST_TITLE = 120
_MOST_FORMER = 5


class Departments:
    """Our department tree, read once when it is first needed."""

    @cached_property
    def parents(self) -> dict[UUID, UUID | None]:
        return dict(everything(Department, why=_WHY).values_list("id", "parent_id"))

    def above(self, department: UUID | None) -> tuple[UUID, ...]:
        """The departments above one, nearest first."""
        found: list[UUID] = []
        at = self.parents.get(department) if department else None
        while at and at not in found:
            found.append(at)
            at = self.parents.get(at)
        return tuple(found)

    def held(self, account: Account) -> Held:
        """Whose something is that hangs on the account."""
        above = self.above(account.department_id)
        return Held(account.pk, account.owner_id, account.department_id, above=above)


def findable(row: Any) -> bool:
    """Whether the row is in use: not archived, not superseded, not gone, and has a number if that is its name."""
    away = (getattr(row, column, None) for column in ("archived_at", "superseded_at", "left_on"))
    return not any(away) and getattr(row, "is_active", True) and getattr(row, "number", None) != ""


def accounts(rows: Sequence[Account], known_as: Mapping[UUID, str] | None = None) -> Iterator[Doc]:
    """The public side, found by name (also former ones), codes, telephone; the internal one by code and note.

    `known_as`: the names under which the index has held the accounts so far.
    """
    former = _former_names([row.pk for row in rows])
    for id, name in (known_as or {}).items():
        former.setdefault(id, []).insert(0, name)
    tree = Departments()
    for row in rows:
        held = Held(row.pk, row.owner_id, row.department_id, row.pool_id, tree.above(row.department_id))
        weight = max(0, _ORDINARY - row.tier_rank)
        names = distinct(row.name, row.short_name, row.english_name, *former.get(row.pk, ()))
        text, numbers = (
            lines(row.credit_code, row.credit_code[8:], row.stock_code, row.website),
            some(row.phone),
        )
        yield Doc("account", row.pk, names, text, numbers, klass=0, held=held, weight=weight)
        if row.external_id or row.note:
            inside = lines(text, row.external_id, row.note)
            yield Doc(
                "account", row.pk, names, inside, numbers, klass=1, held=held, weight=weight, spoken=False
            )


def persons(rows: Sequence[Person]) -> Iterator[Doc]:
    """One side for the person's own account, and one for each other account the person holds a post at."""
    posts: dict[UUID, list[Post]] = {}
    for post in (
        everything(Post, why=_WHY)
        .filter(person_id__in=[r.pk for r in rows])
        .select_related("account", "unit")
    ):
        posts.setdefault(post.person_id, []).append(post)
    tree = Departments()
    homes = account_names({row.account_id for row in rows if row.account_id})
    for row in rows:
        own = posts.get(row.pk, [])
        held = Held(row.account_id, row.owner_id, row.department_id, above=tree.above(row.department_id))
        yield _person(row, held, homes.get(row.account_id, ""), own)
        sides = {
            post.account_id: post for post in own if not post.is_primary and post.account_id != row.account_id
        }
        for account_id, post in sides.items():
            above = tree.above(post.department_id)
            held = Held(account_id, post.owner_id, post.department_id, above=above)
            yield _person(row, held, post.account.name, own)


def _person(row: Person, held: Held, account: str, posts: Sequence[Post]) -> Doc:
    there = [post for post in posts if post.account_id == held.account_id]
    told = [text for post in there for text in (post.title, post.unit.name if post.unit else "")]
    text = lines(row.title, row.unit_name, row.email, row.wechat, row.external_id, account, *told)
    names, numbers = distinct(row.name, row.english_name), some(row.mobile, row.phone)
    weight = _KEY_PERSON if row.is_key else 0
    return Doc("person", row.pk, names, text, numbers, held=held, weight=weight, person=True)


def units(rows: Sequence[CustomerUnit]) -> Iterator[Doc]:
    tree = Departments()
    for row in rows:
        text = lines(row.account.name, row.note, row.external_id)
        yield Doc("unit", row.pk, [row.name], text, held=tree.held(row.account))


def notes(rows: Sequence[Note]) -> Iterator[Doc]:
    tree = Departments()
    for row in rows:
        yield Doc(
            "note", row.pk, [_first_line(row.text)], row.text, spoken=False, held=tree.held(row.account)
        )


def files(rows: Sequence[AccountFile]) -> Iterator[Doc]:
    tree = Departments()
    for row in rows:
        yield Doc("file", row.pk, [row.title], held=tree.held(row.account))


def facts(rows: Sequence[DossierFact]) -> Iterator[Doc]:
    tree = Departments()
    for row in rows:
        text = lines(row.text, row.said_by)
        yield Doc("fact", row.pk, [_first_line(row.text)], text, spoken=False, held=tree.held(row.account))


def members(rows: Sequence[Member]) -> Iterator[Doc]:
    for row in rows:
        text = lines(row.title, row.email)
        yield Doc(
            "member", row.pk, distinct(row.name, row.login), text, some(row.phone), klass=0, person=True
        )


def _former_names(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Names the accounts once had, and names of what was merged into them; the latest few."""
    found: dict[UUID, list[str]] = {}
    merges = everything(Merge, why=_WHY).filter(kept_id__in=ids, undone_at=None).order_by("-at")
    for kept, name, before in merges.values_list("kept_id", "dropped__name", "before"):
        found.setdefault(kept, []).extend(filter(None, (name, before.get("name"))))
    edits = everything(Entry, why=_WHY).filter(
        entity="account", object_id__in=ids, data__changes__name__isnull=False
    )
    for account, data in (
        edits.exclude(kind="account.created").order_by("-id").values_list("object_id", "data")
    ):
        old = data["changes"]["name"][0]
        found.setdefault(account, []).extend([old] if old else [])
    return {account: list(dict.fromkeys(names))[:_MOST_FORMER] for account, names in found.items()}


def account_names(ids: Iterable[UUID]) -> dict[UUID | None, str]:
    """{id: name} of accounts, whoever holds them."""
    return dict(everything(Account, why=_WHY).filter(pk__in=list(ids)).values_list("id", "name"))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:_LONGEST_TITLE]


def lines(*parts: str) -> str:
    return "\n".join(dict.fromkeys(filter(None, parts)))


def some(*parts: str) -> tuple[str, ...]:
    return tuple(filter(None, parts))


def one_line(name: str) -> str:
    return " ".join(name.split())


def distinct(*names: str) -> list[str]:
    """Names on one line each, the shown one first even when it is empty."""
    flat = [one_line(name) for name in names]
    return [flat[0], *(name for name in dict.fromkeys(flat[1:]) if name and name != flat[0])]

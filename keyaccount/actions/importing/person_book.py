"""Who is already there: the persons that the rows of a chunk may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything, opened
from keyaccount.actions.importing.names import in_parts
from keyaccount.actions.importing.rows import Draft, Order, id_of
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Person, Post

_WHY = "external ids are unique across all persons; persons at an account are met by who may write on the account"
Mark = tuple[Any, ...]


def mobile_key(number: str) -> str:
    """Digits alone, without the country in front: how two writings of one number are compared."""
    return re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", re.sub(r"\D", "", number)) or number


class PersonBook:
    """Persons by what identifies them; mobile and e-mail lead only to persons the importer sees, so they tell nothing."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.posts: dict[UUID, list[Post]] = {}
        self._known: dict[Mark, Person] = {}

    def begin(self, drafts: Sequence[Draft], accounts: Collection[Account], *, keep: bool) -> None:
        """Read the persons and posts a chunk may mean. `keep`: a dry run remembers whom it would have made."""
        people: dict[UUID, Person] = {}
        made = {mark: person for mark, person in self._known.items() if keep and person._state.adding}
        self.posts = {p.pk: self.posts.get(p.pk, []) for p in made.values()}
        names = list(dict.fromkeys(d.values["name"] for d in drafts if "name" in d.values))
        self._known = {**self._by_marks(drafts, people), **self._at(accounts, names, people), **made}
        self._read_posts(people)

    def _by_marks(self, drafts: Sequence[Draft], people: dict[UUID, Person]) -> dict[Mark, Person]:
        known: dict[Mark, Person] = {}
        seen = opened(self.by, "person").select_related("account")
        for part in in_parts(id_of(d.given.text("id")) for d in drafts):
            known |= {("id", p.pk): people.setdefault(p.pk, p) for p in seen.filter(pk__in=part)}
        everybody = everything(Person, why=_WHY).filter(archived_at=None).select_related("account")
        for part in in_parts(d.values.get("external_id") for d in drafts):
            rows = everybody.filter(external_id__in=part)
            known |= {("external_id", p.external_id): people.setdefault(p.pk, p) for p in rows}
        for part in in_parts(d.values.get("email") for d in drafts):
            rows = seen.filter(email__in=part)
            known |= {("email", p.email.lower(), p.name): people.setdefault(p.pk, p) for p in rows}
        numbers = {form for d in drafts for form in _written(d.values.get("mobile", ""))}
        for part in in_parts(numbers):
            rows = seen.filter(mobile__in=part)
            known |= {("mobile", mobile_key(p.mobile), p.name): people.setdefault(p.pk, p) for p in rows}
        return known

    def _at(
        self, accounts: Iterable[Account], names: Sequence[str], people: dict[UUID, Person]
    ) -> dict[Mark, Person]:
        """By name at the account of a post; the one without an external id first, it may be given one."""
        known: dict[Mark, Person] = {}
        live = everything(Post, why=_WHY).filter(person__archived_at=None, person__name__in=names)
        live = live.select_related("person", "person__account")
        mine = access_to(self.by, "account")
        for part in in_parts(a.pk for a in accounts if not a._state.adding and mine.classes(a, write=True)):
            for post in live.filter(account_id__in=part).order_by("person__external_id", "pk"):
                person = people.setdefault(post.person_id, post.person)
                known.setdefault(("account", post.account_id, person.name), person)
        return known

    def _read_posts(self, people: dict[UUID, Person]) -> None:
        for part in in_parts(people):
            rows = (
                everything(Post, why=_WHY)
                .filter(person_id__in=part)
                .select_related("unit")
                .order_by("-is_primary", "pk")
            )
            for post in rows:
                self.posts.setdefault(post.person_id, []).append(post)

    def match(self, draft: Draft, account: Account | None) -> tuple[str, Person | None]:
        """The person a row means and how; the name alone counts only at one account."""
        values, name = draft.values, draft.values.get("name")
        marks: list[Mark] = [
            ("id", id_of(draft.given.text("id"))),
            ("external_id", values.get("external_id")),
        ]
        marks.append(("mobile", mobile_key(values.get("mobile", "")), name))
        marks.append(("email", values.get("email", "").lower(), name))
        for mark in marks:
            if mark[1] and mark in self._known:
                return mark[0], self._known[mark]
        namesake = self._known.get(("account", account.pk, name)) if account else None
        return ("account", namesake) if namesake and _may_be(namesake, draft) else ("", None)

    def taken(self, external_id: str, person: Person) -> bool:
        """Whether another person has this external id."""
        return self._known.get(("external_id", external_id), person) is not person

    def sees(self, person: Person) -> bool:
        """Whether the importer may read the person."""
        return person._state.adding or opened(self.by, "person").filter(pk=person.pk).exists()

    def add(self, person: Person, account: Account) -> None:
        """A person just made: later rows may mean the same."""
        if person.mobile:
            self._known["mobile", mobile_key(person.mobile), person.name] = person
        if person.email:
            self._known["email", person.email.lower(), person.name] = person
        if person.external_id:
            self._known["external_id", person.external_id] = person
        self._known.setdefault(("account", account.pk, person.name), person)


def _written(number: str) -> set[str]:
    """The ways in which a number is mostly stored."""
    key = mobile_key(number)
    return {number, key, f"+86{key}", f"+86 {key}"} if number else set()


def _may_be(person: Person, draft: Draft) -> bool:
    """Whether a namesake at the same account can be the person of the row: no other id, not another mobile and mail."""
    other_id = draft.values.get("external_id", person.external_id)
    if person.external_id and other_id != person.external_id:
        return False
    forms: list[tuple[str, Callable[[str], str]]] = [("mobile", mobile_key), ("email", str.lower)]
    told = [(form(getattr(person, c)), form(draft.values.get(c, ""))) for c, form in forms]
    both = [(one, other) for one, other in told if one and other]
    return not both or any(one == other for one, other in both)

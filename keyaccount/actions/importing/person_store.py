"""Storing a chunk of persons, posts and departments of customers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import access_to, everything
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.names import in_parts
from keyaccount.actions.importing.person_book import PersonBook
from keyaccount.actions.importing.rows import Draft, Order
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base import names
from keyaccount.base.ids import new_id
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import CustomerUnit, Person, Post

_WHY = "the importer's rights on person and account were checked before"
Changed = dict[str, list[Any]]
_POST = ("title", "unit", "started_on", "ended_on")


@dataclass(frozen=True)
class Seat:
    """The post a row tells of: a new one, or what differs on one we know."""

    post: Post | None
    account: Account
    values: dict[str, Any]

    @property
    def adding(self) -> bool:
        return self.post is None


class PersonStore:
    """What a chunk makes and changes, kept until `save`."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.policy = access_to(order.by, "person").policy
        self._clear()

    def _clear(self) -> None:
        self._new: dict[UUID, Person] = {}
        self._touched: dict[UUID, tuple[Person, Changed]] = {}
        self._posts: dict[UUID, Post] = {}
        self._seats: dict[UUID, Post] = {}
        self._made_units: list[CustomerUnit] = []

    def begin(self, book: PersonBook, accounts: Collection[Account]) -> None:
        """Read the departments of the accounts of a chunk."""
        self.book = book
        if self.order.dry:
            self._clear()
        self._units: dict[tuple[UUID, str], CustomerUnit] = {}
        for part in in_parts(a.pk for a in accounts if not a._state.adding):
            for unit in (
                everything(CustomerUnit, why=_WHY).filter(account_id__in=part).order_by("-created_at")
            ):
                self._units[unit.account_id, unit.name] = unit

    def make(self, draft: Draft, account: Account) -> Person:
        """A new person with the post of the row as the primary one."""
        name = draft.values["name"]
        person = Person(
            id=new_id(),
            name_sort=names.sort_key(name)[:160],
            account=account,
            owner_id=account.owner_id,
            department_id=account.department_id,
            **self._stamps(),
        )
        changing.put(self.policy, person, {n: v for n, v in draft.values.items() if n in self.policy.by_name})
        person.source = person.source or "import"
        self._new[person.pk] = person
        self._add_post(draft, person, account, self._told(draft, account), primary=True)
        return person

    def change(self, draft: Draft, person: Person, changed: Changed) -> None:
        """Put what differs on the person; `changed` is field → [old, new]."""
        if changed:
            changing.put(self.policy, person, {n: draft.values[n] for n in changed})
            self._touch(person, changed)

    def _touch(self, person: Person, changed: Changed) -> None:
        if not person._state.adding:
            earlier = self._touched.get(person.pk, (person, {}))[1]
            self._touched[person.pk] = (person, {**earlier, **changed})

    def post_of(self, draft: Draft, account: Account, person: Person, *, correct: bool) -> Seat | None:
        """The post a row tells of beyond what we know. `correct`: the row was exported by us, so it mends the post."""
        told = self._told(draft, account)
        held = [post for post in self.book.posts.get(person.pk, ()) if post.account_id == account.pk]
        same = next((p for p in held if not told["title"] or p.title == told["title"]), None)
        if correct and same is None and held:
            same = held[0]
        if same is None:
            return Seat(None, account, told)
        lacking = {
            n: v
            for n, v in told.items()
            if v and (not getattr(same, n) or (correct and getattr(same, n) != v))
        }
        return Seat(same, account, lacking) if lacking else None

    def _told(self, draft: Draft, account: Account) -> dict[str, Any]:
        unit = draft.given.text("unit")[:120]
        return {
            "title": draft.given.text("title")[:200],
            "unit": self._unit(account, unit) if unit else None,
            "started_on": draft.values.get("started_on"),
            "ended_on": draft.values.get("ended_on"),
        }

    def _unit(self, account: Account, name: str) -> CustomerUnit:
        if (account.pk, name) not in self._units:
            times = {"created_at": self.order.at, "updated_at": self.order.at, "created_by": self.by.id}
            self._units[account.pk, name] = CustomerUnit(id=new_id(), account=account, name=name, **times)
        return self._units[account.pk, name]

    def hold(self, draft: Draft, person: Person, seat: Seat) -> dict[str, Any]:
        """Give the person the post, or mend it; returns what undo needs to know."""
        if seat.post is None:
            first = not self.book.posts.get(person.pk)
            post = self._add_post(draft, person, seat.account, seat.values, primary=first)
            draft.also.append(("post", post.pk))
            draft.notes.append(
                str(say("增加任职：{account} {title}", account=seat.account.name, title=post.title))
            )
            return {}
        post = seat.post
        before = {n: _plain(getattr(post, n)) for n in seat.values}
        for name, value in seat.values.items():
            setattr(post, name, value)
        self._note_unit(draft, post)
        if not post._state.adding:
            self._seats[post.pk] = post
        self._show(person, post)
        return {} if post._state.adding else {"~post": {"id": str(post.pk), **before}}

    def _add_post(
        self, draft: Draft, person: Person, account: Account, told: dict[str, Any], *, primary: bool
    ) -> Post:
        scope = {"owner_id": account.owner_id, "department_id": account.department_id}
        times = {"created_at": self.order.at, "updated_at": self.order.at, "created_by": self.by.id}
        post = Post(id=new_id(), person=person, account=account, is_primary=primary, **told, **scope, **times)
        self._posts[post.pk] = post
        self.book.posts.setdefault(person.pk, []).append(post)
        self._note_unit(draft, post)
        self._show(person, post)
        if not primary:
            self._touch(person, {})  # found at the other account too
        return post

    def _note_unit(self, draft: Draft, post: Post) -> None:
        if post.unit and post.unit._state.adding and post.unit not in self._made_units:
            self._made_units.append(post.unit)
            draft.also.append(("unit", post.unit.pk))

    def _show(self, person: Person, post: Post) -> None:
        """The primary post stands on the person, for lists."""
        unit = post.unit.name if post.unit else ""
        if post.is_primary and (person.title, person.unit_name) != (post.title, unit):
            person.title, person.unit_name = post.title, unit
            self._touch(person, {})

    def _stamps(self) -> dict[str, Any]:
        at, by = self.order.at, self.by.id
        return {"created_at": at, "updated_at": at, "created_by": by, "updated_by": by}

    def save(self) -> None:
        """Write it all; the journal tells of each person."""
        insert_all(CustomerUnit, self._made_units)
        insert_all(Person, list(self._new.values()))
        insert_all(Post, list(self._posts.values()))
        for post in self._seats.values():
            post.version, post.updated_at = post.version + 1, self.order.at
        update(Post, list(self._seats.values()), [*_POST, "version", "updated_at"])
        touched = [person for person, _ in self._touched.values()]
        for person in touched:
            person.version += 1
            person.updated_at, person.updated_by = self.order.at, self.by.id
            person.name_sort = names.sort_key(person.name)[:160]
        changed = {self.policy.by_name[n].path for _, pairs in self._touched.values() for n in pairs}
        changed |= {"name_sort", "title", "unit_name", "version", "updated_at", "updated_by"}
        update(Person, touched, sorted(changed))
        indexing.index("unit", self._made_units, fresh=True)
        indexing.index("person", list(self._new.values()), fresh=True)
        indexing.index("person", touched)
        journaling.write_all(self._entries())
        self._clear()

    def _entries(self) -> list[Entry]:
        told = [*((person, {}) for person in self._new.values()), *self._touched.values()]
        return [self._entry(person, pairs) for person, pairs in told]

    def _entry(self, person: Person, pairs: Changed) -> Entry:
        data, klass = changing.told(self.policy, pairs)
        return journaling.entry(
            "person.imported",
            by=self.by,
            at=self.order.at,
            entity="person",
            object_id=person.pk,
            label=person.name,
            account_id=person.account_id,
            person_id=person.pk,
            klass=klass,
            data=data if pairs else {},
        )


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, CustomerUnit) else journaling.plain(value)

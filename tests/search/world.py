"""A few records to search in, indexed as the verbs would."""

from __future__ import annotations

from typing import Any

from keyaccount.actions.shared import indexing
from keyaccount.queries.search.find import SearchResult, find
from keyaccount.records.accounts.models import Account, Note
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import CustomerUnit, Person, Post
from tests.cast import NOW, account, acting


def customer(name: str, owner: Member | None = None, **more: Any) -> Account:
    made = account(name, owner, **more)
    indexing.index("account", [made], fresh=True)
    return made


def person(name: str, where: Account, title: str = "", side: Account | None = None, **more: Any) -> Person:
    scope = {"owner_id": where.owner_id, "department_id": where.department_id}
    when = {"created_at": NOW, "updated_at": NOW}
    made = Person.rows.create(name=name, name_sort=name, account=where, title=title, **scope, **when, **more)
    Post.rows.create(person=made, account=where, title=title, **scope, **when)
    if side:
        there = {"owner_id": side.owner_id, "department_id": side.department_id}
        Post.rows.create(person=made, account=side, title="独立董事", is_primary=False, **there, **when)
    indexing.index("person", [made])
    return made


def note(text: str, where: Account, **more: Any) -> Note:
    made = Note.rows.create(account=where, text=text, happened_at=NOW, created_at=NOW, updated_at=NOW, **more)
    indexing.index("note", [made], fresh=True)
    return made


def unit(name: str, where: Account) -> CustomerUnit:
    made = CustomerUnit.rows.create(account=where, name=name, created_at=NOW, updated_at=NOW)
    indexing.index("unit", [made])
    return made


def names(by: Member, text: str, *entities: str) -> list[str]:
    """Names found, as they would be shown, in order."""
    return shown(find(acting(by), text, entities=entities or None))


def shown(result: SearchResult) -> list[str]:
    return ["".join(part for part, _ in hit.name) for group in result.groups for hit in group.hits]

"""A few records to search in, indexed as the verbs would."""

from __future__ import annotations

from typing import Any

from keyaccount.actions.shared import indexing
from keyaccount.queries.search.find import SearchResult, find
from keyaccount.records.accounts.models import Account, Note
from keyaccount.records.contracts.models import Contract, Invoice, Quote
from keyaccount.records.deals.models import Opportunity
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


def deal(name: str, where: Account, owner: Member) -> Opportunity:
    """A deal that `owner` works, with a quote; and with a contract and an invoice."""
    scope = {"owner": owner, "department_id": owner.department_id}
    scope |= {"holder_id": where.owner_id, "holder_department_id": where.department_id}
    when = {"created_at": NOW, "updated_at": NOW}
    way = {"pipeline": "ka", "stage": "seek", "stage_since": NOW, "name_sort": name}
    made = Opportunity.rows.create(account=where, name=name, **scope, **way, **when)
    indexing.index("opportunity", [made], fresh=True)
    quote = Quote.rows.create(opportunity=made, number=f"Q-{made.pk.hex[-8:]}", **when)
    indexing.index("quote", [quote], fresh=True)
    contract_of(made)
    return made


def contract_of(deal: Opportunity) -> Contract:
    scope = {name: getattr(deal, name) for name in "account_id owner_id department_id holder_id".split()}
    scope |= {"holder_department_id": deal.holder_department_id, "created_at": NOW, "updated_at": NOW}
    number = f"KA-2026-{Contract.rows.count() + 1:04d}"
    made = Contract.rows.create(opportunity=deal, number=number, title="平台采购合同", amount=10, **scope)
    indexing.index("contract", [made], fresh=True)
    when = {"created_at": NOW, "updated_at": NOW, "applied_on": NOW.date()}
    invoice = Invoice.rows.create(contract=made, number=f"9988{Contract.rows.count():04d}", amount=10, **when)
    indexing.index("invoice", [invoice], fresh=True)
    return made


def names(by: Member, text: str, *entities: str) -> list[str]:
    """Names found, as they would be shown, in order."""
    return shown(find(acting(by), text, entities=entities or None))


def shown(result: SearchResult) -> list[str]:
    return ["".join(part for part, _ in hit.name) for group in result.groups for hit in group.hits]

"""Keeping the search index in step, within the transaction of the verb that changed a record.

Only words of class C0 and C1 go in, of contracts, quotes and invoices also C2, which all of them is. Those of an account
are split: a public side, and an internal one if it has internal words, so that who sees an account in the pool does not
find it by what is written inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keyaccount.access import everything
from keyaccount.actions.shared import index_deals, index_docs
from keyaccount.records.accounts.models import Account, AccountFile, DossierFact, Note
from keyaccount.records.contracts.models import Contract, Invoice, Quote
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.library.models import Product
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import CustomerUnit, Person, Post
from keyaccount.records.search import store
from keyaccount.records.search.models import SearchDoc
from keyaccount.records.search.words import Doc, Held

_WHY = "the index holds all records; who asks is what narrows it"
_HANGING = ("unit", "note", "file", "fact")
_WORKED = {  # by the deal or the contract as much as by the account: entity → where that is
    "opportunity": "",
    "contract": "",
    "quote": "opportunity",
    "invoice": "contract",
}
_FOLLOWED = frozenset({"contract", "quote", "invoice", "product"})
_BELOW = {"opportunity": "quote", "contract": "invoice"}
_MODELS: dict[str, type[Any]] = {
    "account": Account,
    "opportunity": Opportunity,
    "contract": Contract,
    "quote": Quote,
    "invoice": Invoice,
    "product": Product,
    "person": Person,
    "unit": CustomerUnit,
    "note": Note,
    "file": AccountFile,
    "fact": DossierFact,
    "member": Member,
}
ENTITIES = tuple(_MODELS)
_DOCS: dict[str, Callable[[Sequence[Any]], Iterable[Doc]]] = {
    "account": index_docs.accounts,
    "opportunity": index_deals.opportunities,
    "contract": index_deals.contracts,
    "quote": index_deals.quotes,
    "invoice": index_deals.invoices,
    "product": index_deals.products,
    "person": index_docs.persons,
    "unit": index_docs.units,
    "note": index_docs.notes,
    "file": index_docs.files,
    "fact": index_docs.facts,
    "member": index_docs.members,
}

_waiting = ContextVar("index_waiting", default=False)


@contextmanager
def rebuilt_after() -> Iterator[None]:
    """For a whole company loaded at once: leave the index alone meanwhile and fill it anew at the end."""
    token = _waiting.set(True)
    try:
        yield
    finally:
        _waiting.reset(token)
    for _ in rebuild():
        pass


def index(entity: str, rows: Sequence[Any], *, fresh: bool = False) -> None:
    """Let saved rows be found as they now are; archived ones are found no more. `fresh`: they were just created.

    An account that is new here, or has a new name, takes all that hangs on it along; a deal its quotes, a contract its
    invoices.
    """
    if _waiting.get() or not rows:
        return
    gone = [row.pk for row in rows if not index_docs.findable(row)]
    if gone and not fresh:
        unindex(entity, gone)
    kept = [row for row in rows if index_docs.findable(row)]
    if entity != "account" or fresh:
        store.put(_DOCS[entity](kept), fresh=fresh)
    else:
        _index_accounts(kept)
    if entity in _BELOW and kept and not fresh:
        ids = [row.pk for row in kept]
        index(_BELOW[entity], list(_rows(_BELOW[entity]).filter(**{f"{entity}_id__in": ids})))


def follow(entity: str, row: Any, *, fresh: bool = False) -> None:
    """The shared mechanics saved a row: of kinds whose own rules don't care for the index, let it be found as it is."""
    if entity in _FOLLOWED:
        index(entity, [row], fresh=fresh)


def unindex(entity: str, ids: Iterable[UUID]) -> None:
    """Let records be found no more; of an account neither what was written about it. Its people stay."""
    if _waiting.get():
        return
    kept = list(ids)
    store.remove(entity, kept)
    if entity == "account":
        store.remove_around(kept, _HANGING)


def rescope(account_ids: Iterable[UUID]) -> None:
    """The accounts changed hands, or their owners' department moved in the tree: all that hangs on them is found
    by the new holder, and by nobody else, from now on."""
    if _waiting.get():
        return
    tree = index_docs.Departments()
    by_holder: dict[tuple[UUID | None, ...], list[UUID]] = {}
    for part in _parts(account_ids):
        rows = everything(Account, why=_WHY).filter(pk__in=part)
        for id, *holder in rows.values_list("id", "owner_id", "department_id", "pool_id"):
            by_holder.setdefault(tuple(holder), []).append(id)
    for (owner, department, pool), ids in by_holder.items():
        store.move(ids, Held(None, owner, department, pool, tree.above(department)), but=tuple(_WORKED))
    _index_worked("account_id", account_ids)


def rescope_department(moved: UUID) -> None:
    """A department got another parent: what its subtree holds is found by those who are above it now."""
    parents = index_docs.Departments().parents
    below, fresh = {moved}, {moved}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - below
        below |= fresh
    accounts = everything(Account, why=_WHY).filter(department_id__in=below)
    rescope(list(accounts.values_list("id", flat=True)))
    _index_worked("department_id", below)


def reindex_worked(owner: UUID) -> None:
    """The department of who works deals and contracts is another one: who stands above finds them."""
    _index_worked("owner_id", [owner])


def reindex_account(account_ids: Iterable[UUID]) -> None:
    """Take accounts and all that hangs on them in anew, after a merge or its undoing."""
    if _waiting.get():
        return
    for part in _parts(account_ids):
        rows = list(everything(Account, why=_WHY).filter(pk__in=part))
        index("account", rows, fresh=False)
        _index_around([row.pk for row in rows if row.archived_at is None])


def rebuild(batch: int = 2_000) -> Iterator[tuple[str, int]]:
    """Empty the index and fill it from the records; yields (entity, rows so far) after each batch."""
    store.clear()
    for entity in ENTITIES:
        for done in _fill(entity, batch):
            yield entity, done


def fill_missing() -> None:
    """After an upgrade: kinds of record that the index does not know yet are taken in; the others stay as they are."""
    known = set(everything(SearchDoc, why=_WHY).values_list("entity", flat=True).distinct())
    for entity in ENTITIES:
        for _ in _fill(entity) if entity not in known else ():
            pass


def _fill(entity: str, batch: int = 2_000) -> Iterator[int]:
    done, last = 0, UUID(int=0)
    while part := list(_rows(entity).order_by("pk").filter(pk__gt=last)[:batch]):
        index(entity, part, fresh=True)
        done, last = done + len(part), part[-1].pk
        yield done


def _index_accounts(rows: Sequence[Account]) -> None:
    """Accounts that may be known under another name, which then stays findable, or not known at all yet."""
    known: dict[UUID, str] = {}
    for part in _parts(row.pk for row in rows):
        sides = everything(SearchDoc, why=_WHY).filter(entity="account", klass=0, object_id__in=part)
        known.update({id: names.partition("\n")[0] for id, names in sides.values_list("object_id", "names")})
    store.put(index_docs.accounts(rows, known))
    renamed = [row.pk for row in rows if known.get(row.pk) != index_docs.one_line(row.name)]
    if renamed:
        _index_around(renamed)


def _index_around(account_ids: Sequence[UUID]) -> None:
    """Everything that hangs on the accounts, persons with a post there included."""
    for entity in _HANGING:
        index(entity, list(_rows(entity).filter(account_id__in=account_ids)))
    _index_worked("account_id", account_ids)
    posts = everything(Post, why=_WHY).filter(account_id__in=account_ids)
    ids = {*posts.values_list("person_id", flat=True)}
    ids |= {*everything(Person, why=_WHY).filter(account_id__in=account_ids).values_list("id", flat=True)}
    for part in _parts(ids):
        index("person", list(everything(Person, why=_WHY).filter(pk__in=part)))


def _index_worked(column: str, ids: Iterable[UUID]) -> None:
    """Deals and contracts found by a column, with what is below them."""
    for part in _parts(ids):
        for entity in _BELOW:
            index(entity, list(_rows(entity).filter(**{f"{column}__in": part})))


def _rows(entity: str) -> QuerySet[Any]:
    rows = everything(_MODELS[entity], why=_WHY)
    beside = "account" if entity in _HANGING else _WORKED.get(entity)
    return rows.select_related(beside) if beside else rows


def _parts(ids: Iterable[UUID], size: int = 500) -> Iterator[list[UUID]]:
    every = list(ids)
    return (every[at : at + size] for at in range(0, len(every), size))

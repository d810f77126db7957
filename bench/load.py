"""Loads a generated world as fast as each database takes rows: prepared inserts on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from bench.deals import Deals
from bench.world import NOW, World, id_of
from keyaccount.actions.shared import index_docs, indexing
from keyaccount.records.accounts.models import Account, Industry, Pool
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Invoice, Receipt
from keyaccount.records.deals.models import Answer, Opportunity, Passage
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import Person, Post
from keyaccount.records.search import store
from keyaccount.records.search.models import SearchDoc
from keyaccount.records.visits.models import Contact, Task

BATCH = 20_000


def batches(rows: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def _sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, dict | list):
        return json.dumps(value)
    return str(value) if isinstance(value, Decimal) else value


def _postgres(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


@contextmanager
def bare(*loaded: type[models.Model]) -> Iterator[None]:
    """Within it the tables have no indexes but those of their constraints; built afterwards they cost a tenth."""
    tables = [model._meta.db_table for model in loaded]
    marks = ", ".join(["%s"] * len(tables))
    listing = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
    if connection.vendor != "sqlite":
        listing = f"""SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename IN ({marks})
            AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexname::regclass)"""
    with connection.cursor() as cursor:
        cursor.execute(listing, tables)
        indexes = [(name, sql) for name, sql in cursor.fetchall() if "UNIQUE" not in sql]
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, sql in indexes:
            cursor.execute(sql.replace("%", "%%"))


def write(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows given as dicts of column values; what is missing takes the model's default. Returns how many."""
    fields = [
        f
        for f in model._meta.concrete_fields
        if not (f.primary_key and f.get_internal_type() == "BigAutoField")
    ]
    defaults = {f.attname: f.get_default() for f in fields}
    columns = [f.column for f in fields]
    names = [f.attname for f in fields]
    count = 0
    adapt: Callable[[Any], Any] = _sqlite if connection.vendor == "sqlite" else _postgres
    for part in batches(rows):
        values = [tuple(adapt(row.get(name, defaults[name])) for name in names) for row in part]
        _insert(model._meta.db_table, columns, values)
        count += len(part)
    return count


def _insert(table: str, columns: Sequence[str], values: list[tuple[Any, ...]]) -> None:
    listed = ", ".join(f'"{c}"' for c in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', values)
        else:
            with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
                for row in values:
                    copy.write_row(row)


def load(world: World, say: Callable[[str], None]) -> None:
    """Fill an empty, migrated database and its search index."""
    write(Department, world.departments())
    write(Member, world.members())
    industries = ({"id": id_of(4, n), "name": f"行业 {n}", "name_en": f"Industry {n}"} for n in range(20))
    write(Industry, industries)
    write(
        Pool,
        [{"id": id_of(5, 0), "name": "测试公海", "is_default": True, "created_at": NOW, "updated_at": NOW}],
    )
    with bare(Account, Person, Post, Entry, SearchDoc):
        say(f"accounts {write(Account, world.accounts()):,}")
        say(f"people {write_people(world):,}")
        say(f"journal {write(Entry, world.entries()):,}")
        say(f"search {index(world):,}")
    say("indexes")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def load_deals(world: World, say: Callable[[str], None]) -> None:
    """Deals with all that hangs on them, also into a database that was loaded before there were any."""
    deals = Deals(world)
    tables = {
        Opportunity: deals.deals,
        Answer: deals.answers,
        Passage: deals.passages,
        Contact: deals.contacts,
        Task: deals.tasks,
        Contract: deals.contracts,
        Instalment: deals.instalments,
        Receipt: deals.receipts,
        Allocation: deals.allocations,
        Invoice: deals.invoices,
    }
    with bare(*tables):
        for model, rows in tables.items():
            say(f"{model._meta.model_name} {write(model, rows()):,}")
    indexing.fill_missing()
    say("search")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def write_people(world: World) -> int:
    count = 0
    for part in batches(world.people()):
        write(Person, (person for person, _ in part))
        write(Post, (post for _, post in part))
        count += len(part)
    return count


def index(world: World) -> int:
    """The search index, from the same rows, through the product's own rules for what is found."""
    count = 0
    for part in batches(world.accounts(), 5_000):
        count += store.put(index_docs.accounts([Account(**row) for row in part]), fresh=True)
    for part in batches((person for person, _ in world.people()), 5_000):
        count += store.put(index_docs.persons([Person(**row) for row in part]), fresh=True)
    return count

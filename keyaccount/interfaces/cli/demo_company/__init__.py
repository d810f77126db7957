"""The demo company: an invented seller of contact-centre software and its customers, as plain data (issue: LRN-1).

`build(today)` gives everything as frozen dataclasses; the same day and seed give the same company. Nothing here
knows the database: a loader puts the values through the product's actions. All companies, people, numbers and
addresses are made up.
"""

from __future__ import annotations

from datetime import date

from keyaccount.interfaces.cli.demo_company import book, moves, ours
from keyaccount.interfaces.cli.demo_company.daily import Daily
from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.journal import Journal, World, in_order
from keyaccount.interfaces.cli.demo_company.money import results
from keyaccount.interfaces.cli.demo_company.people import drafts, finished
from keyaccount.interfaces.cli.demo_company.seasons import season_notes
from keyaccount.interfaces.cli.demo_company.shapes import Account, DemoCompany, Person, Unit
from keyaccount.interfaces.cli.demo_company.sources import table
from keyaccount.interfaces.cli.demo_company.structure import units
from keyaccount.interfaces.cli.demo_company.told import documents, facts, long_notes, short_notes
from keyaccount.interfaces.cli.demo_company.upkeep import upkeep

__all__ = ["SEED", "DemoCompany", "build"]

SEED = 20230407
NOTES = 900


def build(today: date, seed: int = SEED) -> DemoCompany:
    """The company as it stands on the morning of `today`: two years of history end the working day before."""
    past = Past(today)
    accounts = book.accounts(past, seed)
    rooms = tuple(unit for account in accounts for unit in units(account))
    people = _people(accounts, rooms, past, seed)
    members = ours.members(today)
    journal = Journal(World(past, seed, accounts, rooms, people, members))
    told = long_notes(journal) + short_notes(journal) + season_notes(journal)
    daily, holdings = Daily(journal), book.holdings(past)
    told += daily.notes(NOTES - len(told))
    told += upkeep(daily, told, holdings)
    names = table("company")
    return DemoCompany(
        today=today,
        name=names["name"],
        short_name=names["short_name"],
        english_name=names["english_name"],
        departments=ours.departments(),
        members=members,
        teams=ours.teams(),
        industries=ours.industries(),
        pools=ours.pools(),
        accounts=accounts,
        holdings=holdings,
        units=rooms,
        people=people,
        facts=facts(journal),
        notes=in_order(told),
        documents=documents(journal),
        results=results(past, seed),
        views=ours.views(),
        duplicates=book.duplicates(),
    )


def _people(
    accounts: tuple[Account, ...], rooms: tuple[Unit, ...], past: Past, seed: int
) -> tuple[Person, ...]:
    found = drafts(accounts, past, seed)
    moves.settle(found, accounts, past)
    return finished(found, rooms, seed)

"""Load the demo company into an empty database: all of it or, when anything stops it, nothing."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import transaction

from keyaccount.access import ROLES
from keyaccount.actions.accounts.refresh_completeness import refresh_completeness
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.org.issue_setup_link import issue_setup_link
from keyaccount.actions.org.set_first_password import set_first_password
from keyaccount.actions.shared.indexing import rebuilt_after
from keyaccount.base import clock
from keyaccount.facts.editions import remembered
from keyaccount.interfaces.cli.columns import columns
from keyaccount.interfaces.cli.demo import (
    accounts,
    contracts,
    deal_steps,
    deal_work,
    deals,
    happenings,
    ours,
    people,
    power,
)
from keyaccount.interfaces.cli.demo.world import World, when
from keyaccount.interfaces.cli.demo_company import build
from keyaccount.interfaces.cli.demo_company.days import working_back

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
BEFORE = 12  # days between the installation and the first account
MORE = ("guqinghe", "xuyang")


def load() -> list[str]:
    """Returns the lines that say how to sign in: login, random password, who it is."""
    today = clock.day_of(clock.now())
    world = World(build(today))
    with transaction.atomic():
        with rebuilt_after(), remembered():
            live(world, today)
        return passwords(world)


def live(world: World, today: date) -> None:
    """The two years, one event after another."""
    first = min(account.created_on for account in world.company.accounts)
    began = when(working_back(first - timedelta(days=BEFORE)), "installation").replace(hour=9)
    ours.begin(world, began)
    ours.views(world, began + timedelta(days=20))
    sold = deals.begin(world)
    parts = (*accounts.events(world), *people.events(world), *happenings.events(world))
    events = [*parts, *deals.events(sold), *power.events(sold)]
    for event in sorted(events):
        event.do(event.at)
    for part in (deals, deal_steps, deal_work, contracts):
        part.write(sold)
    refresh_opportunities(sold.ids.values(), clock.now())
    refresh_completeness(today=today)


def passwords(world: World) -> list[str]:
    """One member of each role (and two who sell) gets a random password, through a link like everybody's."""
    by_role = {m.role: m.login for m in reversed(world.company.members) if m.left_on is None}
    chosen = [m for m in world.company.members if m.login in {*by_role.values(), *MORE}]
    rows = []
    for one in chosen:
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        at = clock.now()
        secret = issue_setup_link(by=None, at=at, id=world.members[one.login].pk)
        set_first_password(secret=secret, password=password, at=at)
        rows.append((one.login, password, one.name, f"{one.title}（{ROLES[one.role].label}）"))
    return columns(rows)

"""The demo company holds together: the same twice, large enough, every reference leads somewhere."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import fields
from datetime import date
from itertools import combinations

import pytest

from keyaccount.base import likeness
from keyaccount.interfaces.cli.demo_company import DemoCompany, build
from tests.interfaces.demo_company.company import DAYS, TUESDAY, company


def test_same_day_and_seed_give_the_same_company() -> None:
    assert build(TUESDAY) == company()


def test_it_is_the_same_in_another_process() -> None:
    line = (
        "from datetime import date; from keyaccount.interfaces.cli.demo_company import build;"
        f"print(__import__('hashlib').sha256(repr(build(date({TUESDAY:%Y, %-m, %-d}))).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", line],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_another_seed_gives_another_company_of_the_same_frame() -> None:
    other = build(TUESDAY, seed=7)
    assert other.people != company().people
    assert [account.name for account in other.accounts] == [account.name for account in company().accounts]


@pytest.mark.parametrize("today", DAYS)
def test_size(today: date) -> None:
    demo = company(today)
    assert len(demo.accounts) >= 60
    assert 395 <= len(demo.people) <= 420
    assert 860 <= len(demo.notes) <= 960
    assert len(demo.members) >= 26
    assert sum(1 for account in demo.accounts if account.pool and account.external_id) == 8
    assert len(demo.duplicates) == 3
    groups = Counter(account.parent for account in demo.accounts if account.parent)
    assert sum(1 for size in groups.values() if 2 <= size <= 5) >= 5


@pytest.mark.parametrize("today", DAYS)
def test_every_reference_leads_somewhere(today: date) -> None:
    demo = company(today)
    logins = {member.login for member in demo.members}
    accounts = {account.key: account for account in demo.accounts}
    units = {unit.key: unit for unit in demo.units}
    people = {person.key for person in demo.people}
    pools, industries = {pool.key for pool in demo.pools}, {industry.key for industry in demo.industries}
    departments = {department.key for department in demo.departments}
    assert {d.parent for d in demo.departments} <= departments | {""}
    assert {m.department for m in demo.members} <= departments
    assert {p.department for p in demo.pools} <= departments | {""}
    assert {login for team in demo.teams for login in team.members} <= logins
    assert {view.member for view in demo.views} <= logins | {""}
    for account in demo.accounts:
        assert bool(account.owner) != bool(account.pool), account.key
        assert account.industry in industries
        assert {account.owner, account.created_by} <= logins | {""}
        assert account.pool in pools | {""}
        assert {seat.member for seat in account.team} <= logins - {account.owner}
        assert len({seat.member for seat in account.team}) == len(account.team)
    for holding in demo.holdings:
        assert holding.account in accounts and holding.owner in logins | {""} and holding.pool in pools | {""}
    for unit in demo.units:
        assert unit.account in accounts and (not unit.parent or units[unit.parent].account == unit.account)
    for person in demo.people:
        for post in person.posts:
            assert units[post.unit].account == post.account
            assert post.reports_to in people - {person.key} | {""}
    for note in demo.notes:
        assert note.account in accounts and note.person in people | {""} and note.by in logins
    assert {fact.account for fact in demo.facts} | {result.account for result in demo.results} <= set(
        accounts
    )
    assert {document.account for document in demo.documents} <= set(accounts)


def test_parents_come_first() -> None:
    demo = company()
    for rows in (demo.departments, demo.units, demo.accounts):
        seen = {""}
        for row in rows:
            assert row.parent in seen, row.key
            seen.add(row.key)


def test_keys_are_unique() -> None:
    demo = company()
    for name in ("departments", "industries", "pools", "accounts", "units", "people"):
        keys = [row.key for row in getattr(demo, name)]
        assert len(keys) == len(set(keys)), name
    for name in ("accounts", "people"):
        numbers = [row.external_id for row in getattr(demo, name) if row.external_id]
        assert len(numbers) == len(set(numbers)), name
    months = [(result.account, result.month) for result in demo.results]
    assert len(months) == len(set(months))


def test_only_the_planted_pairs_look_like_one_company() -> None:
    """The duplicate check finds all three and leaves groups alone: 寰信通信集团江苏 is not 寰信通信集团广东."""
    demo = company()
    alike = {
        frozenset((a.key, b.key))
        for a, b in combinations(demo.accounts, 2)
        if likeness.similarity(a.name, b.name) >= likeness.SAME
    }
    assert alike == {frozenset((pair.kept, pair.dropped)) for pair in demo.duplicates}


def test_everything_is_filled() -> None:
    for field in fields(DemoCompany):
        assert getattr(company(), field.name), field.name


def test_it_knows_no_framework() -> None:
    """Pure data: building it loads neither Django nor anything that writes."""
    line = (
        "import sys; from datetime import date; from keyaccount.interfaces.cli.demo_company import build;"
        "build(date(2026, 11, 24)); print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    )
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The day the company began to work with the product: departments, members, roles, teams, pools, lists."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from keyaccount.access import opened
from keyaccount.actions.org.save_view import save_view
from keyaccount.actions.org.set_roles import set_roles
from keyaccount.actions.org.set_team_members import set_team_members
from keyaccount.actions.org.start_company import BuiltIn, start_company
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.interfaces.cli.demo.world import ADMIN, OPERATIONS, SECURITY, World, later


def begin(world: World, at: datetime) -> None:
    """Set up by the administrator, who hands the other duties over before the day ends."""
    company = world.company
    admin = next(m for m in company.members if m.login == ADMIN)
    first_pool = next(pool for pool in company.pools if pool.is_default)
    world.members[ADMIN] = start_company(
        at=at,
        company=company.departments[0].name,
        login=ADMIN,
        name=admin.name,
        industries=[BuiltIn(i.key, i.name, i.name_hant, i.name_en, i.sort) for i in company.industries],
        pool=first_pool.name,
    )
    departments = _departments(world, later(at, minutes=20))
    _members(world, departments, later(at, hours=1))
    _teams(world, later(at, hours=2))
    _lists(world, departments, later(at, hours=3))
    for login in (SECURITY, ADMIN):
        role = next(m.role for m in company.members if m.login == login)
        set_roles(by=world.by(ADMIN), at=later(at, hours=4), id=world.members[login].pk, roles=[role])
        world.members[login].roles = [role]
    world.changed(ADMIN)


def _departments(world: World, at: datetime) -> dict[str, UUID]:
    by = world.by(ADMIN)
    found = {world.company.departments[0].key: opened(by, "department").get().pk}
    for one in world.company.departments[1:]:
        raw = {"name": one.name, "parent": str(found[one.parent]), "sort": one.sort}
        found[one.key] = create_record(by=by, at=at, entity="department", raw=raw).pk
    return found


def _members(world: World, departments: dict[str, UUID], at: datetime) -> None:
    by = world.by(ADMIN)
    for one in world.company.members:
        raw = {
            "email": one.email,
            "phone": one.phone,
            "title": one.title,
            "department": str(departments[one.department]),
        }
        if one.login == ADMIN:
            member = edit_record(by=by, at=at, entity="member", id=world.members[ADMIN].pk, raw=raw)
        else:
            raw |= {"login": one.login, "name": one.name}
            member = create_record(by=by, at=at, entity="member", raw=raw)
            member = set_roles(by=by, at=at, id=member.pk, roles=[one.role])
        world.members[one.login] = member


def _teams(world: World, at: datetime) -> None:
    by = world.by(ADMIN)
    for one in world.company.teams:
        team = create_record(by=by, at=at, entity="team", raw={"name": one.name, "note": one.note})
        members = [world.members[login].pk for login in one.members]
        set_team_members(by=by, at=at, id=team.pk, members=members)


def _lists(world: World, departments: dict[str, UUID], at: datetime) -> None:
    by = world.by(OPERATIONS)
    world.industries = dict(opened(by, "industry").values_list("key", "id"))
    names = dict(opened(by, "pool").values_list("name", "id"))
    for pool in world.company.pools:
        raw = {
            "name": pool.name,
            "is_default": pool.is_default,
            "department": departments.get(pool.department, ""),
        }
        world.pools[pool.key] = names.get(pool.name) or create_record(by=by, at=at, entity="pool", raw=raw).pk
    for name in sorted({tag for account in world.company.accounts for tag in account.tags}):
        world.tags[name] = create_record(by=by, at=at, entity="tag", raw={"name": name}).pk


def views(world: World, at: datetime) -> None:
    """Saved views; those suggested to everybody are operations'."""
    for one in world.company.views:
        by = world.by(one.member or OPERATIONS)
        save_view(
            by=by,
            at=at,
            page=one.page,
            name=one.name,
            query=one.query.format(**world.industries),
            shared=one.shared,
        )

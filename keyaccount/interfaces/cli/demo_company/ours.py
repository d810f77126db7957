"""Our side: the invented seller, its departments, members, teams, pools, industries and lists."""

from __future__ import annotations

from datetime import date, timedelta

from keyaccount.interfaces.cli.demo_company.codes import latin
from keyaccount.interfaces.cli.demo_company.shapes import Department, Industry, Member, Pool, SavedView, Team
from keyaccount.interfaces.cli.demo_company.sources import table

FIRST_MOBILE = 9001


def departments() -> tuple[Department, ...]:
    rows = table("company")["departments"]
    return tuple(Department(key, name, parent, sort) for sort, (key, name, parent) in enumerate(rows))


def members(today: date) -> tuple[Member, ...]:
    """Everybody who is or was with us; the leaver carries the last day and who took over."""
    leaver, left_ago, successor = table("company")["leaver"]
    found = []
    for serial, (login, name, title, department, role, joined) in enumerate(table("company")["members"]):
        surname, given = latin(name)
        gone = login == leaver
        found.append(
            Member(
                login=login,
                name=name,
                email=f"{given}.{surname}@example.com",
                phone=f"1990000{FIRST_MOBILE + serial}",
                title=title,
                department=department,
                role=role,
                joined_on=today - timedelta(days=joined),
                left_on=today - timedelta(days=left_ago) if gone else None,
                successor=successor if gone else "",
            )
        )
    return tuple(found)


def teams() -> tuple[Team, ...]:
    return tuple(Team(row["name"], row["note"], tuple(row["members"])) for row in table("company")["teams"])


def pools() -> tuple[Pool, ...]:
    return tuple(Pool(**row) for row in table("company")["pools"])


def industries() -> tuple[Industry, ...]:
    rows = table("industries")["list"]
    return tuple(
        Industry(key, name, hant, english, sort) for sort, (key, name, hant, english) in enumerate(rows)
    )


def views() -> tuple[SavedView, ...]:
    return tuple(SavedView(*row) for row in table("company")["views"])

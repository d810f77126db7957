"""Pages about insiders, with what the table says: who is named sees one, whoever stands above, beside or over them does not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from keyaccount.records.org.models import Member
from keyaccount.records.people.models import (
    Insider,
    InsiderNeed,
    InsiderReader,
    InsiderStep,
    InsiderTest,
)
from tests.permissions.oracle import FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.page_cells import Page
from tests.permissions.world import MADE, TODAY, World

_COUNT = itertools.count(1)
KEEPERS = frozenset({"sales", "manager", "director"})
ASKED = (422,)  # allowed, but what was typed stands against it


def kept(world: World) -> dict[str, dict[str, Any]]:
    """Mine, one I was named for, and one of a colleague at a customer of mine; made once."""
    if "insiders" not in vars(world):
        at = world.at
        world.insiders = {
            "mine": _kept(world.me, at["own"]),
            "named": _kept(world.junior, at["team_edit"], world.me),
            "theirs": _kept(world.junior, at["own"], world.other),
        }
    return world.insiders


def _kept(owner: Member, on: dict[str, Any], *readers: Member) -> dict[str, Any]:
    row = Insider.rows.create(
        account=on["account"],
        person=on["person"],
        owner=owner,
        code_name=f"海风 {next(_COUNT)}",
        why="懂技术",
        **MADE,
    )
    for member in readers:
        InsiderReader.rows.create(insider=row, member=member, **MADE)
    part = {"insider": row, **MADE}
    return {
        "row": row,
        "test": InsiderTest.rows.create(kind="told", observed_on=TODAY, evidence="没问就说了", **part),
        "step": InsiderStep.rows.create(title="请他讲难处", due_on=TODAY, **part),
        "need": InsiderNeed.rows.create(kind="practical", way="training", safe="公开的课", **part),
    }


def insiders(world: World, who: Who) -> Iterator[Page]:
    keeps = bool(KEEPERS & set(who.roles))
    for relation in RELATIONS:
        id = world.at[relation]["account"].pk
        sees = keeps and 1 in who.classes("account", relation)
        yield Page("insiders:account", relation, "GET", (id,), OK if sees else INVISIBLE)
        begins = OK if sees and 1 in who.classes("note", relation, write=True) else FORBIDDEN
        begins = begins if sees else INVISIBLE
        yield Page("insiders:begin", relation, "GET", (id,), begins)
        also = (*ASKED, 404) if begins == OK else ()  # nobody is named whom there is to begin with
        yield Page("insiders:begin", relation, "POST", (id,), begins, {}, also=also)
    for relation, one in kept(world).items():
        yield from _one(relation, one, keeps and relation != "theirs", keeps and relation == "mine")


def _one(relation: str, one: dict[str, Any], named: bool, owns: bool) -> Iterator[Page]:
    id = one["row"].pk
    reads = OK if named else INVISIBLE
    owned = OK if owns else FORBIDDEN if named else INVISIBLE

    def page(route: str, expected: str, data: Any = None, *more: Any) -> Page:
        also = ASKED if data is not None and expected == OK else ()
        method = "GET" if data is None else "POST"
        return Page(f"insiders:{route}", relation, method, (id, *more), expected, data, also=also)

    yield page("show", reads)
    for verb in ("edit", "test", "step", "need", "heard", "reader"):
        yield page("panel", reads, None, verb)
    for verb in ("test", "step", "need", "heard"):
        yield page("panel", reads, {}, verb)
    yield page("panel", owned, {}, "edit")
    for verb, part in (
        ("untest", "test"),
        ("stepped", "step"),
        ("unstep", "step"),
        ("served", "need"),
        ("unneed", "need"),
    ):
        yield page("part", reads, {}, verb, one[part].pk)
    yield page("part", owned, {}, "unname", one["row"].owner_id)
    yield page("reason", reads)
    yield page("hand", reads)
    yield page("state", owned, {}, "lapsed")
    yield page("forget", owned, {})

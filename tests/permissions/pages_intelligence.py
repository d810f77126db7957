"""Every page of the intelligence ledger, with what the oracle says of it; secret statements go by name, not by role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from keyaccount.base.ids import new_id
from tests.permissions import oracle
from tests.permissions.oracle import EVERY, FORBIDDEN, INVISIBLE, OK, RELATIONS, WORKERS, Who
from tests.permissions.page_cells import Page, listing, when
from tests.permissions.pages_deals import ASKED
from tests.permissions.statements import two
from tests.permissions.world import World
from tests.permissions.world_deals import Trade


def ledger(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    yield Page("intelligence:list", "any", "GET", (), when(bool(who.somewhere("intelligence"))))
    yield from listing(world, "intelligence", "statement")
    yield Page("intelligence:new", "any", "GET", (), when(who.has("intelligence", "record")))
    for relation in RELATIONS:
        account = world.at[relation]["account"]
        make = oracle.create_by(who, "intelligence", "record", relation)
        yield _deed("new", relation, (), make, {"account": str(account.pk)})
        yield Page(
            "intelligence:account", relation, "GET", (account.pk,), oracle.see(who, "account", relation)
        )
        owned = False, *two(world, relation, world.stranger)
        sees = oracle.see(who, "intelligence", relation, klass=1)
        yield from _one(world, relation, owned, sees, oracle.do(who, "intelligence", "record", relation))
    for relation in EVERY:
        deal = trade.at[relation]["opportunity"].pk
        tab = oracle.see(who, "opportunity", relation, klass=1)
        yield Page("intelligence:deal", relation, "GET", (deal,), tab)
    yield from _secret(world, who)


def _secret(world: World, who: Who) -> Iterator[Page]:
    """Mine at a customer that is none of my business, one I was named for, and one of a colleague at my own customer."""
    reads = OK if (WORKERS | {"compliance"}) & set(who.roles) else INVISIBLE
    edits = OK if WORKERS & set(who.roles) else FORBIDDEN if reads == OK else INVISIBLE
    mine = True, *two(world, "far", world.me, secret=True)
    yield from _one(world, "secret mine", mine, reads, edits)
    named = False, *two(world, "far", world.stranger, secret=True, reader=world.me)
    yield from _one(world, "secret named", named, reads, FORBIDDEN if reads == OK else INVISIBLE)
    theirs = False, *two(world, "own", world.stranger, secret=True, reader=world.other)
    yield from _one(world, "secret theirs", theirs, INVISIBLE, INVISIBLE)


def _one(
    world: World, relation: str, held: tuple[bool, Any, Any, Any], sees: str, edit: str
) -> Iterator[Page]:
    owned, id, other, pair = held
    yield Page("intelligence:show", relation, "GET", (id,), sees)
    for route in ("judge", "withdraw", "reader", "link"):
        yield Page(f"intelligence:{route}", relation, "GET", (id,), sees)
    yield _deed("judge", relation, (id,), edit, {})
    yield _deed("withdraw", relation, (id,), edit, {"why": "听错了"})
    yield _deed("link", relation, (id,), edit, {})
    yield _deed("unlink", relation, (id, new_id()), edit, {})
    yield Page("intelligence:edit", relation, "GET", (id,), edit)
    yield _deed("edit", relation, (id,), edit, {"how": "饭后聊起"})
    yield _deed("pair", relation, (id, other, "contradicts"), edit, {})
    yield Page("intelligence:settle", relation, "GET", (id, pair), edit)
    yield _deed("settle", relation, (id, pair), edit, {"holds": str(id), "why": "看了文件"})
    yield _deed("unpair", relation, (id, pair), edit, {})
    # Who may know is said by who wrote it down.
    names = edit if owned else sees if sees == INVISIBLE else FORBIDDEN
    yield _deed("reader", relation, (id,), names, {"member": str(world.other.pk)})
    yield _deed("unname", relation, (id, world.other.pk), names, {})


def _deed(route: str, relation: str, args: tuple[Any, ...], expected: str, data: Any) -> Page:
    also = ASKED if expected == OK else ()
    return Page(f"intelligence:{route}", relation, "POST", args, expected, data, also=also)

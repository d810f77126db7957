"""Pages of the method: everybody reads it, the director writes the next edition, who waives moves deals to it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.permissions.oracle import OK, Who
from tests.permissions.page_cells import Page, when
from tests.permissions.world import World
from tests.permissions.world_deals import Trade

STATE = (404, 409, 422)  # allowed, but there is no draft, or the text is not one


def playbook(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    number = trade.edition.number
    for route, args in (
        ("show", ()),
        ("editions", ()),
        ("download", (number,)),
        ("compare", (number, number)),
    ):
        yield Page(f"playbook:{route}", "any", "GET", args, OK)
    yield Page("playbook:choose", "any", "GET", (), OK, query=f"old={number}&new={number}")
    publish = when(who.has("playbook", "publish"))
    for route, args in (("draft", ()), ("text", ()), ("draft-download", ()), ("entry", ("stages",))):
        yield Page(f"playbook:{route}", "any", "GET", args, publish, also=STATE if publish == OK else ())
    for route, args in (("begin", ()), ("text", ()), ("publish", ()), ("drop", ()), ("entry", ("stages",))):
        yield Page(f"playbook:{route}", "any", "POST", args, publish, {}, also=STATE if publish == OK else ())
    yield Page(
        "playbook:move", "any", "POST", (), when(who.has("opportunity", "move_edition")), {}, also=(422,)
    )

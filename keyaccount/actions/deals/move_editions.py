"""Judge the deals of older editions by the one in force, many at once (PLB-1)."""

from __future__ import annotations

from datetime import datetime

from keyaccount.access import Principal, access_to, opened
from keyaccount.actions.deals.move_edition import move_edition
from keyaccount.facts.deal_editions import behind, newest_published

AT_ONCE = 200


def move_editions(*, by: Principal, at: datetime) -> tuple[int, int]:
    """(moved, left): open deals the actor may move, at most `AT_ONCE` of them; each is a transaction of its own."""
    newest = newest_published()
    if newest is None:
        return 0, 0
    access = access_to(by, "opportunity")
    rest = opened(by, "opportunity").filter(state="open").filter(behind(newest))
    mine = [row for row in rest.order_by("pk") if access.allows(row, "move_edition")]
    for row in mine[:AT_ONCE]:
        move_edition(by=by, at=at, id=row.pk)
    return len(mine[:AT_ONCE]), len(mine[AT_ONCE:])

"""Walking a route: one step at a time, each with the day it began and the day it was done."""

from __future__ import annotations

from datetime import date, datetime

from keyaccount.access import Principal, everything
from keyaccount.actions.contracts.moving import move
from keyaccount.records.contracts.models import Contract, RouteStep

_WHY = "the contract was opened for change; its route is walked in order"


def begin_next(contract: Contract, route: str, on: date, *, by: Principal, at: datetime) -> RouteStep | None:
    """The first step that waits begins, unless another is in hand; None when there is none."""
    steps = list(_steps(contract, route))
    if any(step.state == "here" for step in steps):
        return None
    following = next((step for step in steps if step.state == "waiting"), None)
    if following is not None:
        move(following, "route_step.began", by=by, at=at, state="here", began_on=on, data={"on": on})
    return following


def finish_all(contract: Contract, route: str, on: date, *, by: Principal, at: datetime) -> None:
    """What is left of the route is through: the end was reached."""
    for step in _steps(contract, route):
        if step.state != "done":
            began = step.began_on or on
            move(
                step,
                "route_step.done",
                by=by,
                at=at,
                state="done",
                began_on=began,
                done_on=on,
                data={"on": on},
            )


def _steps(contract: Contract, route: str) -> list[RouteStep]:
    rows = everything(RouteStep, why=_WHY).filter(contract=contract, route=route)
    return list(rows.order_by("sort", "pk"))

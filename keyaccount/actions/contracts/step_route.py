"""A step of the customer's route is done and the next begins; or the route's first step begins (CON-1, PAY-1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, not_future
from keyaccount.actions.contracts.routes import begin_next
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts.models import RouteStep


@transaction.atomic
def step_route(*, by: Principal, at: datetime, id: UUID | str, on: date | None = None) -> RouteStep:
    """What is in hand gets done `on` that day (today), and the next step begins on it; where nothing is in hand, the
    first waiting step begins. Raises `Missing`, `Refused` or `Invalid`."""
    row: RouteStep = changeable(by, "route_step", id)
    day = on or day_of(at)
    not_future(day, at, "on")
    if row.state == "here":
        if row.began_on and day < row.began_on:
            raise Invalid(Problem("order", say("完成日不能早于开始日 {day}", day=row.began_on), field="on"))
        move(row, "route_step.done", by=by, at=at, state="done", done_on=day, data={"on": day})
        begin_next(row.contract, row.route, day, by=by, at=at)
    else:
        begun = begin_next(row.contract, row.route, day, by=by, at=at) if row.state == "waiting" else None
        if begun is None or begun.pk != row.pk:
            raise Invalid(Problem("order", say("流程要按顺序走，还没轮到这一步"), field="state"))
        row = begun
    deal_changed(row.contract.opportunity_id, at, by)
    return row

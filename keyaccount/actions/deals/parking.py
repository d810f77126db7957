"""No budget: the deal waits for the customer's budget season and comes back by itself with its task pack (OPP-2, OPP-3)."""

from __future__ import annotations

from datetime import date, datetime

from keyaccount.access import Principal
from keyaccount.actions.deals.budget_pack import give_packs
from keyaccount.actions.deals.passing import step, tell
from keyaccount.base.clock import day_of
from keyaccount.facts.deal_judging import Judged
from keyaccount.playbook.budgeting import BudgetPlan, budget_plan


def season_of(found: Judged, today: date) -> BudgetPlan:
    """The customer's budget season that runs or comes next."""
    account = found.deal.account
    return budget_plan(found.edition, account.budget_months, account.fiscal_year_start or 1, today)


def back_on(plan: BudgetPlan) -> date:
    """When a parked deal comes back: as the season begins, earlier if a task is due before."""
    return min([plan.starts, *(dated.due for dated in plan.tasks)])


def settle_parking(found: Judged, *, by: Principal | None, at: datetime) -> None:
    """What a verdict means for parking: put aside without a budget, back once there is one.

    While the season runs the deal stays, and gets its tasks at once. A signed deal is never parked: its money is due.
    """
    deal, today = found.deal, day_of(at)
    parked = deal.state == "shelved" and deal.close_reason == found.edition.qualifying.park_reason
    if parked and not found.qualification.park:
        step(found, "wake", by=by, at=at)
        tell("woken", deal, by=by, at=at)
    elif deal.state == "open" and found.qualification.park and not found.stage.signed:
        plan = season_of(found, today)
        if back_on(plan) <= today:
            give_packs([found], at)
        else:
            park(found, back_on(plan), by=by, at=at)


def park_again(found: Judged, at: datetime) -> bool:
    """A deal that stands since before a budget season and got no budget in it waits for the next one."""
    deal, today = found.deal, day_of(at)
    if deal.state != "open" or found.stage.signed or not found.qualification.park:
        return False
    coming = season_of(found, today)
    if season_of(found, day_of(deal.stage_since)).ends >= today or back_on(coming) <= today:
        return False
    park(found, back_on(coming), by=None, at=at)
    return True


def park(found: Judged, until: date, *, by: Principal | None, at: datetime) -> None:
    """Shelve for want of a budget, until the day."""
    step(found, "shelve", by=by, at=at, state="shelved", reason=found.edition.qualifying.park_reason)
    found.deal.park_until = until
    found.deal.save(update_fields=["park_until"])
    tell("parked", found.deal, by=by, at=at, day=until)

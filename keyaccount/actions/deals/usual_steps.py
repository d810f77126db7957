"""The steps customers usually go through, written down at once to be corrected (PPL-6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.deals.save_decision_step import save_decision_step
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.deals.choices import DECISION_STEP
from keyaccount.records.deals.models import DecisionStep

# Kind, route, usual days, and which kinds it waits for. Payment begins when signature is through.
USUAL: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    ("approval", "sign", 10, ()),
    ("technical", "sign", 15, ("approval",)),
    ("budget", "sign", 15, ("approval",)),
    ("tender", "sign", 30, ("technical", "budget")),
    ("contract", "sign", 10, ("tender",)),
    ("signing", "sign", 5, ("contract",)),
    ("acceptance", "pay", 30, ()),
    ("payment", "pay", 10, ("acceptance",)),
    ("transfer", "pay", 5, ("payment",)),
)
_WHY = "the deal was opened for change just above"


@transaction.atomic
def add_usual_steps(*, by: Principal, at: datetime, deal: UUID | str) -> list[DecisionStep]:
    """The usual steps, each waiting for those before it. `Invalid` where the deal has steps already."""
    held = changeable(by, "opportunity", deal)
    if everything(DecisionStep, why=_WHY).filter(opportunity=held).exists():
        raise Invalid(Problem("taken", say("已经有决策步骤，请在上面添加")))
    made: dict[str, DecisionStep] = {}
    for kind, route, days, waits in USUAL:
        raw = {"kind": kind, "route": route, "usual_days": days, "name": str(DECISION_STEP[kind])}
        after = [made[one].pk for one in waits]
        made[kind] = save_decision_step(by=by, at=at, deal=held.pk, raw=raw, after=after)
    return list(made.values())

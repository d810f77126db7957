"""The steps customers usually go through, as the playbook has them, written down at once to be corrected (PPL-6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything
from keyaccount.actions.deals.save_decision_step import save_decision_step
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.deal_editions import edition_of
from keyaccount.records.deals.models import DecisionStep

_WHY = "the deal was opened for change just above"


@transaction.atomic
def add_usual_steps(*, by: Principal, at: datetime, deal: UUID | str) -> list[DecisionStep]:
    """The steps of the deal's edition, each waiting for those it names. `Invalid` where the deal has steps already."""
    held = changeable(by, "opportunity", deal)
    if everything(DecisionStep, why=_WHY).filter(opportunity=held).exists():
        raise Invalid(Problem("taken", say("已经有决策步骤，请在上面添加")))
    made: dict[str, DecisionStep] = {}
    for step in edition_of(held).decision_steps:
        raw = {"kind": step.kind, "route": step.route, "usual_days": step.usual_days, "name": str(step.label)}
        after = [made[key].pk for key in step.after]
        made[step.key] = save_decision_step(by=by, at=at, deal=held.pk, raw=raw, after=after)
    return list(made.values())

"""The customer's decision steps in plain form, in bulk (PPL-6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from keyaccount.access import everything
from keyaccount.playbook.critical_path import Path, Step, critical_path
from keyaccount.records.deals.models import DecisionOrder, DecisionStep

_WHY = "facts of a deal count all that is stored of it; the caller has opened it for the person"


@dataclass(slots=True)
class StepRows:
    """One step; `after` the steps it waits for."""

    id: UUID
    deal: UUID
    route: str
    kind: str
    name: str
    unit: UUID | None
    person: UUID | None
    due_on: date | None
    done_on: date | None
    state: str
    needs: str
    usual_days: int
    after: list[UUID] = field(default_factory=list)


def deal_steps(deals: Iterable[UUID]) -> dict[UUID, list[StepRows]]:
    """{deal: its steps in order}, in two queries."""
    ids = list(deals)
    columns = (
        "id opportunity_id route kind name unit_id person_id due_on done_on state needs usual_days".split()
    )
    rows = everything(DecisionStep, why=_WHY).filter(opportunity_id__in=ids)
    found: defaultdict[UUID, list[StepRows]] = defaultdict(list)
    steps: dict[UUID, StepRows] = {}
    for row in rows.order_by("-route", "sort", "created_at", "id").values_list(*columns):
        step = StepRows(*row)
        steps[step.id] = step
        found[step.deal].append(step)
    orders = everything(DecisionOrder, why=_WHY).filter(step__opportunity_id__in=ids)
    for one, after in orders.order_by("id").values_list("step_id", "after_id"):
        if one in steps:
            steps[one].after.append(after)
    return found


def judged_path(steps: Sequence[StepRows], today: date) -> Path:
    """The critical path through the stored steps; ids as text."""
    return critical_path(
        [
            Step(
                id=str(row.id),
                route=row.route,
                state=row.state,
                usual_days=row.usual_days,
                due_on=row.due_on,
                done_on=row.done_on,
                after=tuple(str(id) for id in row.after),
            )
            for row in steps
        ],
        today,
    )

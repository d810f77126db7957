"""The task pack of a budget season (OPP-3): justification, price range, benefit, who signs, by when; once a season."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.base.ids import new_id
from keyaccount.base.language import speaking
from keyaccount.facts.deal_judging import Judged
from keyaccount.playbook.budgeting import BudgetPlan, DatedTask, budget_plan
from keyaccount.playbook.schema import Edition
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import Member
from keyaccount.records.visits.models import Task

_WHY = "the system gives tasks to whoever holds the deal or the customer"


def give_packs(judged: Sequence[Judged], at: datetime) -> list[Task]:
    """The packs of deals that need a budget; those given before are not given twice."""
    made: list[Task] = []
    for found in judged:
        account = found.deal.account
        plan = budget_plan(found.edition, account.budget_months, account.fiscal_year_start or 1, day_of(at))
        made += _pack(plan, found.deal.owner, account.pk, found.deal.pk, at)
    return _store(made, at)


def give_account_packs(accounts: Sequence[Account], edition: Edition, at: datetime) -> list[Task]:
    """The same for key accounts in their season that have no deal to hang it on."""
    made: list[Task] = []
    for account in accounts:
        plan = budget_plan(edition, account.budget_months, account.fiscal_year_start or 1, day_of(at))
        made += _pack(plan, account.owner, account.pk, None, at)
    return _store(made, at)


def running(edition: Edition, account: Account, today: date) -> bool:
    """Whether the customer's budget season has come, or its first task is due."""
    plan = budget_plan(edition, account.budget_months, account.fiscal_year_start or 1, today)
    return min([plan.starts, *(dated.due for dated in plan.tasks)]) <= today <= plan.ends


def _pack(
    plan: BudgetPlan, owner: Member | None, account: UUID, deal: UUID | None, at: datetime
) -> list[Task]:
    if owner is None or not owner.is_active:
        return []
    with speaking(owner.language):
        return [_task(plan, dated, owner, account, deal, at) for dated in plan.tasks]


def _task(
    plan: BudgetPlan, dated: DatedTask, owner: Member, account: UUID, deal: UUID | None, at: datetime
) -> Task:
    """In the language of who has to do it; never overdue on the day it is given."""
    return Task(
        id=new_id(),
        account_id=account,
        opportunity_id=deal,
        owner=owner,
        department_id=owner.department_id,
        title=str(dated.task.label),
        text=str(dated.task.text),
        kind="budget",
        key=f"b{plan.year}:{(deal or account).hex}:{dated.task.key}"[:80],
        due_on=max(dated.due, day_of(at)),
        created_at=at,
        updated_at=at,
    )


def _store(tasks: list[Task], at: datetime) -> list[Task]:
    known: set[str] = set()
    keys = [task.key for task in tasks]
    for start in range(0, len(keys), 500):
        rows = everything(Task, why=_WHY).filter(key__in=keys[start : start + 500])
        known |= set(rows.values_list("key", flat=True))
    fresh = [task for task in tasks if task.key not in known]
    everything(Task, why=_WHY).bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    journaling.write_all(
        [
            journaling.entry(
                "task.created",
                by=None,
                at=at,
                entity="task",
                object_id=task.pk,
                label=task.title,
                account_id=task.account_id,
            )
            for task in fresh
        ]
    )
    return fresh

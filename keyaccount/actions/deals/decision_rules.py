"""What the customer's decision steps and the reasons for choosing us add to the shared mechanics (PPL-6, INT-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from keyaccount.access import everything
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import DecisionStep, Opportunity, Reason
from keyaccount.records.people.models import CustomerUnit, Person

_WHY = "the deal was opened for change; who and what is named on it is looked for at its customer"
_BLANK = {"kind": "other", "state": "waiting", "usual_days": 5, "needs": ""}


def prepare_step(change: Change) -> list[Problem]:
    """Who decides is of the customer; a step that is through has its day, today if not said, and none that is to come."""
    for name, value in _BLANK.items():
        if (change.created and change.values.get(name) in (None, "")) or (
            name in change.values and change.values[name] is None
        ):
            change.values[name] = value
    if (change.created and change.values.get("sort") is None) or change.values.get("sort", 0) is None:
        change.values["sort"] = _next(change.after("opportunity"))
    problems = _theirs(change)
    if change.after("state") == "done":
        day = change.after("done_on")
        if day is None:
            change.values["done_on"] = day_of(change.at)
        elif day > day_of(change.at):
            problems.append(Problem("future", say("通过的日期不能晚于今天"), field="done_on"))
    elif change.after("done_on") is not None:
        change.values["done_on"] = None
    return problems


def prepare_reason(change: Change) -> list[Problem]:
    return _theirs(change)


def _next(deal: Any) -> int:
    last = everything(DecisionStep, why=_WHY).filter(opportunity=deal).aggregate(last=Max("sort"))["last"]
    return min((last or 0) + 1, 999)


def _theirs(change: Change) -> list[Problem]:
    """The person and the department are those of the deal's customer."""
    deal = change.after("opportunity")
    account: UUID | None = (
        everything(Opportunity, why=_WHY).filter(pk=deal).values_list("account_id", flat=True).first()
    )
    problems = []
    person, unit = change.values.get("person"), change.values.get("unit")
    at_theirs = Q(account_id=account) | Q(posts__account_id=account)
    if person and not everything(Person, why=_WHY).filter(at_theirs, pk=person).exists():
        problems.append(Problem("other_account", say("所选联系人不属于这个客户"), field="person"))
    if unit and not everything(CustomerUnit, why=_WHY).filter(pk=unit, account_id=account).exists():
        problems.append(Problem("other_account", say("所选部门不属于这个客户"), field="unit"))
    return problems


def _label(row: Reason) -> str:
    return row.sentence[:60]


rules.add("decision_step", Rules(prepare=prepare_step))
rules.add("reason", Rules(prepare=prepare_reason, label=_label))

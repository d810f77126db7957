"""Write down what we were told: one sourced statement (INT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, access_to, attachable, changeable
from keyaccount.actions.intelligence.checking import check
from keyaccount.actions.intelligence.keeping import POLICY, VERB, tell
from keyaccount.actions.shared import changing, writing
from keyaccount.actions.shared.verbs import stamps
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.deals.models import Intelligence


@transaction.atomic
def record_intelligence(*, by: Principal, at: datetime, raw: Mapping[str, Any]) -> Intelligence:
    """The stored statement, `by` its owner. Raises `Refused`, `Missing` or `Invalid` with every problem.

    Whoever works the account may, and whoever works the deal it is about.
    """
    if not access_to(by, "intelligence").may(VERB):
        raise Refused()
    values = writing.cleaned(by, POLICY, raw)
    _attach(by, values)
    row = Intelligence(owner_id=by.id, **stamps(by, at))
    changing.put(POLICY, row, values)
    problems = [*missing(row), *check(row, day_of(at))]
    if problems:
        raise Invalid(*problems)
    row.save(force_insert=True)
    changed = {name: [None, value] for name, value in values.items() if value not in (None, "", False)}
    tell("intelligence.recorded", row, by=by, at=at, changed=changed)
    return row


def missing(row: Intelligence) -> list[Problem]:
    """Of each field that must be filled in and isn't."""
    return [
        Problem("required", say("请填写{label}", label=field.label), field=field.name)
        for field in POLICY.fields
        if field.required and field.writable and getattr(row, field.path) in (None, "")
    ]


def _attach(by: Principal, values: Mapping[str, Any]) -> None:
    account = values.get("account")
    if not account:
        raise Invalid(Problem("required", say("请选择客户"), field="account"))
    try:
        attachable(by, "intelligence", account, verb=VERB)
    except Refused:
        if not values.get("opportunity"):
            raise
        changeable(by, "opportunity", values["opportunity"])

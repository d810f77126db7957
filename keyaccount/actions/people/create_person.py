"""Take up a person at a customer, with the post held there (PPL-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, access_to, attachable, policy_of
from keyaccount.actions.people import person_rules  # noqa: F401  the rules of person and post must be known
from keyaccount.actions.shared import writing
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.people.models import Person, Post

POST_FIELDS = ("account", "unit", "title", "rank", "reports_to", "started_on", "ended_on")


@transaction.atomic
def create_person(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any] | None = None
) -> Person:
    """A new person from `raw`, which also holds the post: account (required), unit, title, rank, reports_to, dates.

    Raises `Refused`, `Missing` (account not visible) or `Invalid`.
    """
    if not access_to(by, "person").may("create"):
        raise Refused()
    given = dict(raw)
    post_raw = {name: given.pop(name) for name in POST_FIELDS if name in given}
    if not post_raw.get("account"):
        raise Invalid(Problem("required", say("请选择客户"), field="account"))
    account = attachable(by, "person", post_raw["account"])
    policy = policy_of("person")
    values = writing.cleaned(by, policy, given)
    person: Person = Person(account=account, owner_id=account.owner_id, department_id=account.department_id)
    writing.insert(by=by, at=at, policy=policy, row=person, values=values, options=options or {})
    post_policy = policy_of("post")
    post_values = writing.cleaned(by, post_policy, {**post_raw, "person": person.pk})
    writing.insert(by=by, at=at, policy=post_policy, row=Post(), values=post_values, options=options or {})
    person.refresh_from_db()
    return person

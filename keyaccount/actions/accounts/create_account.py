"""Take up a customer: checked for duplicates, owned by somebody or put into a pool (ACC-1, ACC-4, ACC-5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, access_to, found
from keyaccount.actions.accounts import account_rules  # noqa: F401  the account's rules must be known
from keyaccount.actions.accounts.placing import HoldingBook, Target, place
from keyaccount.actions.shared import indexing, writing
from keyaccount.base.errors import Duplicate, Refused
from keyaccount.facts.duplicates import likely_duplicates
from keyaccount.records.accounts.models import Account


@transaction.atomic
def create_account(
    *, by: Principal, at: datetime, raw: Mapping[str, Any], options: Mapping[str, Any] | None = None
) -> Account:
    """A new account of the actor's own; `raw["owner"]` or `raw["pool"]` put it elsewhere for those who may assign.

    `options["confirmed"]` says that likely duplicates were looked at; an equal credit code cannot be confirmed away.
    Raises `Refused`, `Invalid` or `Duplicate`.
    """
    options = options or {}
    access = access_to(by, "account")
    if not access.may("create"):
        raise Refused()
    given = dict(raw)
    target = _target(by, given)
    values = writing.cleaned(by, access.policy, given)
    alike = likely_duplicates(by, values.get("name", ""), values.get("credit_code", ""))
    if alike.certain or ((alike.visible or alike.hidden) and not options.get("confirmed")):
        raise Duplicate(alike.visible, hidden=alike.hidden, certain=alike.certain)
    book = HoldingBook()
    row = Account(pool=book.pool_for(by.member.department_id), held_since=at)
    if "budget_months" not in values:
        row.budget_months = list(book.edition.budget_season.months)
    writing.insert(by=by, at=at, policy=access.policy, row=row, values=values, options=options)
    place([row], target, how="created", by=by, at=at, book=book)
    indexing.index("account", [row], fresh=True)
    return row


def _target(by: Principal, given: dict[str, Any]) -> Target:
    """Who is to hold the new account; takes `owner` and `pool` out of the raw values."""
    owner, pool = given.pop("owner", None), given.pop("pool", None)
    if pool and not owner:
        return Target(pool=found(by, "pool", pool))
    if not owner or str(owner) == str(by.id):
        return Target(owner=by.member)
    by.must("account.assign")
    return Target(owner=found(by, "member", owner))

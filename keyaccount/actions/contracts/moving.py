"""What verbs of this room share: one step of a record with its journal entry, and telling the deal that facts changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from keyaccount.access import FieldClass, Principal, policy_of
from keyaccount.actions.deals.settle import settle_opportunity
from keyaccount.actions.shared import changing, indexing, journaling, rules
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say


def move(
    row: Any,
    kind: str,
    *,
    by: Principal,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    **values: Any,
) -> None:
    """Set columns of a locked row, raise its version and tell the journal `kind`, whose first part is the entity."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.updated_at, row.updated_by = at, by.id
    row.save(force_update=True)
    entity = kind.partition(".")[0]
    policy = policy_of(entity)
    if "number" in values:
        indexing.follow(entity, row)
    journaling.write(
        kind,
        by=by,
        at=at,
        entity=entity,
        object_id=row.pk,
        label=changing.label_of(policy, rules.of(entity), row),
        account_id=account_behind(row),
        klass=max(policy.floor, FieldClass.INTERNAL),
        data=data,
    )


def account_behind(row: Any) -> Any:
    """The account a row of this room belongs to, through its deal, contract or instalment."""
    while not hasattr(row, "account_id"):
        up = ("opportunity", "contract", "instalment", "proposal", "quote", "point")
        row = next(getattr(row, name) for name in up if hasattr(row, f"{name}_id"))
    return row.account_id


def must_be(row: Any, states: Collection[str], labels: Mapping[str, Say]) -> None:
    """Raise `Invalid` unless the row is in one of the states."""
    if row.state not in states:
        raise Invalid(Problem("state", not_now(row.state, labels), field="state"))


def not_now(state: str, labels: Mapping[str, Say]) -> Say:
    """Why something cannot be done, by the state the row is in."""
    return say("现在的状态是“{state}”，不能这样做", state=labels[state])


def not_future(on: date, at: datetime, field: str) -> None:
    """Raise `Invalid` for a day that has not come: what is booked has happened."""
    if on > day_of(at):
        raise Invalid(Problem("future", say("日期不能晚于今天"), field=field))


def deal_changed(id: Any, at: datetime, by: Principal | None = None) -> None:
    """A fact of the deal changed: judge it anew, and see whether it is paid and so won."""
    settle_opportunity(id, at, by=by)

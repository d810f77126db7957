"""Saving rows: the last step of every verb, with version, stamps and journal entry in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from keyaccount.access import Policy, Principal, access_to
from keyaccount.actions.shared import changing, indexing, journaling, rules
from keyaccount.actions.shared.changing import Change
from keyaccount.actions.shared.cleaning import clean
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say


def insert(
    *,
    by: Principal,
    at: datetime,
    policy: Policy,
    row: Any,
    values: dict[str, Any],
    options: Mapping[str, Any],
) -> Any:
    """Save a new row with clean values, let the entity's rules prepare and settle it, and tell the journal."""
    rule = rules.of(policy.entity)
    change = Change(by, at, policy, row, values, created=True, options=options)
    problems = [*_required(policy, values), *rule.prepare(change)]
    if problems:
        raise Invalid(*problems)
    changed = {
        name: pair
        for name, pair in changing.difference(policy, row, values).items()
        if not changing.same(*pair)
    }
    changing.put(policy, row, values)
    _stamp(row, changed, by, at, str(options.get("origin", "")))
    row.created_at, row.updated_at = at, at
    if hasattr(row, "created_by"):
        row.created_by = row.updated_by = by.id
    row.save(force_insert=True)
    rule.settle(change, changed)
    indexing.follow(policy.entity, row, fresh=True)
    _tell(f"{policy.entity}.created", change, changed)
    return row


def update(
    *,
    by: Principal,
    at: datetime,
    policy: Policy,
    row: Any,
    values: dict[str, Any],
    options: Mapping[str, Any],
) -> Any:
    """Save what changed of a locked row; a change that changes nothing writes nothing."""
    rule = rules.of(policy.entity)
    change = Change(by, at, policy, row, values, created=False, options=options)
    problems = rule.prepare(change)
    if problems:
        raise Invalid(*problems)
    changed = changing.difference(policy, row, values)
    if not changed:
        return row
    changing.put(policy, row, values)
    _stamp(row, changed, by, at, str(options.get("origin", "")))
    if hasattr(row, "version"):
        row.version += 1
    row.updated_at = at
    if hasattr(row, "updated_by"):
        row.updated_by = by.id
    row.save(force_update=True)
    rule.settle(change, changed)
    indexing.follow(policy.entity, row)
    _tell(f"{policy.entity}.edited", change, changed)
    return row


def _required(policy: Policy, values: Mapping[str, Any]) -> list[Problem]:
    return [
        Problem("required", say("请填写{label}", label=f.label), field=f.name)
        for f in policy.fields
        if f.required and f.writable and values.get(f.name) in (None, "")
    ]


def _stamp(row: Any, changed: Mapping[str, Any], by: Principal, at: datetime, origin: str) -> None:
    """Of each changed field: when, by whom, and from where its value came (dossier: age and source of a fact)."""
    if hasattr(row, "stamps"):
        row.stamps = {
            **row.stamps,
            **{name: [day_of(at).isoformat(), str(by.id), origin] for name in changed},
        }


def _tell(kind: str, change: Change, changed: Mapping[str, list[Any]]) -> None:
    data, klass = changing.told(change.policy, changed)
    row, entity = change.row, change.policy.entity
    rule = rules.of(entity)
    journaling.write(
        kind,
        by=change.by,
        at=rule.happened(row) if rule.happened and change.created else change.at,
        entity=entity,
        object_id=row.pk,
        label=changing.label_of(change.policy, rule, row),
        account_id=changing.account_of(row),
        person_id=row.pk if entity == "person" else getattr(row, "person_id", None),
        klass=klass,
        data=data,
    )


def cleaned(
    by: Principal, policy: Policy, raw: Mapping[str, Any], *, row: Any | None = None
) -> dict[str, Any]:
    """Clean values of what the principal may write on the row (or on a new one); `Invalid` lists every problem."""
    access = access_to(by, policy.entity)
    writable = access.writable(row)
    forbidden = [
        name
        for name in raw
        if name in policy.by_name and name not in writable and policy.by_name[name].writable
    ]
    if forbidden and row is not None:
        raise Refused()
    values, problems = clean(by, writable, raw)
    if problems:
        raise Invalid(*problems)
    return values

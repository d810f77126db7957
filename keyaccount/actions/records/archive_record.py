"""Put a record away, or take it back; nothing is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from keyaccount.access import Principal, changeable, policy_of
from keyaccount.actions.shared import changing, indexing, journaling, rules
from keyaccount.actions.shared.changing import Change
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say


@transaction.atomic
def archive_record(*, by: Principal, at: datetime, entity: str, id: UUID | str, restore: bool = False) -> Any:
    """Archive the row, or restore it; doing it twice changes nothing.

    Raises `Missing`, `Refused`, or `Invalid`: for an account that was merged into another (undoing the merge brings it
    back), and for a name somebody else has taken meanwhile.
    """
    policy = policy_of(entity)
    row = changeable(by, entity, id, verb="archive", archived=True)
    if (row.archived_at is None) == restore:
        return row
    row.archived_at = None if restore else at
    row.version += 1
    row.updated_at = at
    _save(row)
    rule = rules.of(entity)
    change = Change(by, at, policy, row, {}, created=False, options={"archived": not restore})
    rule.settle(change, {"archived_at": [None, None]})
    indexing.follow(entity, row)
    journaling.write(
        f"{entity}.{'restored' if restore else 'archived'}",
        by=by,
        at=at,
        entity=entity,
        object_id=row.pk,
        label=changing.label_of(policy, rule, row),
        account_id=changing.account_of(row),
        person_id=row.pk if entity == "person" else getattr(row, "person_id", None),
    )
    return row


def _save(row: Any) -> None:
    """Names are unique among those in use only."""
    try:
        with transaction.atomic():
            row.save(force_update=True)
    except IntegrityError:
        raise Invalid(Problem("taken", say("已经有同名的在用，不能恢复"))) from None

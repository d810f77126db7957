"""Remove a small record that hangs on an account (address, seat, share, fact, unit, post, result)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from keyaccount.access import FieldClass, Principal, changeable, policy_of
from keyaccount.actions.shared import changing, indexing, journaling, rules
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say


@transaction.atomic
def remove_record(
    *, by: Principal, at: datetime, entity: str, id: UUID | str, version: int | None = None
) -> dict[str, Any]:
    """Delete the row; the journal keeps its values. Returns them, so that the page can offer to undo."""
    policy = policy_of(entity)
    row = changeable(by, entity, id, verb="remove")
    kept = {f.name: changing.current(f, row) for f in policy.fields if f.writable}
    changing.settle_crossed(policy, row, {}, version=version, seen=None)
    journaling.write(
        f"{entity}.removed",
        by=by,
        at=at,
        entity=entity,
        object_id=row.pk,
        label=changing.label_of(policy, rules.of(entity), row),
        account_id=changing.account_of(row),
        person_id=getattr(row, "person_id", None),
        klass=max(policy.floor, FieldClass.INTERNAL),
        data={} if policy.quiet else {"removed": kept},
    )
    gone = row.pk
    try:
        row.delete()
    except ProtectedError:
        raise Invalid(Problem("in_use", say("还有下级或其他记录在使用它，请先处理它们"))) from None
    if entity in indexing.ENTITIES:
        indexing.unindex(entity, [gone])
    rules.of(entity).gone(row)
    return kept

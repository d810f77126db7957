"""What the verbs of the ledger share: the row for change, a line of reasons, and how the journal hears of it (INT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal, changeable, found, policy_of
from keyaccount.actions.shared import changing, journaling
from keyaccount.actions.shared.verbs import refusals, written
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import Say, say
from keyaccount.records.deals.models import Intelligence

POLICY = policy_of("intelligence")
VERB = "record"
LONGEST_WHY = 300


def opened_for(by: Principal, id: UUID | str) -> Intelligence:
    """The statement, locked for change. Raises `Missing`, or `Refused`, also for one that was withdrawn."""
    row: Intelligence = changeable(by, "intelligence", id, verb=VERB)
    if row.withdrawn_at is not None:
        raise Refused(say("这条情报已经撤回，不能再改"))
    return row


def both(by: Principal, one: UUID | str, other: UUID | str) -> tuple[Intelligence, Intelligence]:
    """Two statements that `by` sees, locked in the order of their ids whichever was named first, so that two who ask
    crosswise wait for one another in turn. Raises `Missing`."""
    held = {id: found(by, "intelligence", id, lock=True) for id in sorted({str(one), str(other)})}
    return held[str(one)], held[str(other)]


def tell(
    kind: str,
    row: Intelligence,
    *,
    by: Principal,
    at: datetime,
    changed: Mapping[str, list[Any]] | None = None,
    secret: bool = False,
) -> None:
    """One line of the journal, without a word of the statement; of what is secret one that nobody is shown."""
    data, klass = changing.told(POLICY, changed or {})
    hidden = secret or row.secret
    journaling.write(
        kind,
        by=by,
        at=at,
        entity="intelligence",
        object_id=row.pk,
        account_id=row.account_id,
        klass=FieldClass.SECRET if hidden else klass,
        data=data,
    )


def words(field: str, label: Say, raw: Any) -> str:
    """A line of reasons. Raises `Invalid` where it is missing, too long, or not to be written down."""
    said = written(field, raw, most=LONGEST_WHY, missing=say("请填写{label}", label=label))
    if problems := refusals({field: said}):
        raise Invalid(*problems)
    return said

"""Hold two statements about the same thing against each other: they agree, or contradict (INT-2).

「得到的信息有时候需要交叉验证」
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, everything, found
from keyaccount.actions.intelligence.keeping import both, tell
from keyaccount.actions.shared.verbs import invalid, put, stamps
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.records.deals.choices import PAIR
from keyaccount.records.deals.models import Intelligence, IntelligencePair

_WHY = "two statements that the principal sees, one of which was opened for change"


@transaction.atomic
def pair_intelligence(
    *, by: Principal, at: datetime, id: UUID | str, other: UUID | str, relation: str
) -> IntelligencePair:
    """The pair, new or with another relation. Needs sight of both statements and the right to change one.

    Raises `Missing`, `Refused`, or `Invalid`: both of one customer, not withdrawn, not yet settled.
    """
    first, second = _both(by, id, other)
    if relation not in PAIR:
        raise invalid("relation", say("请从列表中选择"), "choice")
    if first.pk == second.pk:
        raise invalid("other", say("请选另一条情报"), "same")
    if first.account_id != second.account_id:
        raise invalid("other", say("只能对照同一家客户的情报"), "reference")
    if first.withdrawn_at or second.withdrawn_at:
        raise invalid("other", say("撤回的情报不能再对照"), "withdrawn")
    one, two = sorted((first, second), key=lambda row: str(row.pk))
    pair: IntelligencePair | None = everything(IntelligencePair, why=_WHY).filter(one=one, other=two).first()
    if pair is None:
        pair = IntelligencePair(one=one, other=two, relation=relation, **stamps(by, at))
        pair.save(force_insert=True)
    elif pair.resolved_on:
        raise invalid("other", say("这两条已经裁定过了"), "settled")
    elif pair.relation == relation:
        return pair
    else:
        put(pair, by=by, at=at, relation=relation)
    tell("intelligence.paired", first, by=by, at=at, secret=second.secret)
    return pair


@transaction.atomic
def unpair_intelligence(*, by: Principal, at: datetime, id: UUID | str) -> None:
    """Two statements were held against each other by mistake. A settled pair stays. Raises `Missing` or `Refused`."""
    seen: IntelligencePair = found(by, "intelligence_pair", id)
    first, second = _both(by, seen.one_id, seen.other_id)
    pair: IntelligencePair = found(by, "intelligence_pair", id, lock=True)
    if pair.resolved_on:
        raise Refused(say("这两条已经裁定过了"))
    pair.delete()
    tell("intelligence.edited", first, by=by, at=at, secret=second.secret)


def _both(by: Principal, id: UUID | str, other: UUID | str) -> tuple[Intelligence, Intelligence]:
    rows = both(by, id, other)
    if not any(access_to(by, "intelligence").allows(row, "record") for row in rows):
        raise Refused()
    return rows

"""Give accounts back to the public pool (退回), with a reason (ACC-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.accounts.placing import HoldingBook, Target, place
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account


@transaction.atomic
def release_accounts(*, by: Principal, at: datetime, ids: Sequence[UUID | str], reason: str) -> list[Account]:
    """The accounts go to the pool of their department. All or none; a reason is required."""
    if not reason.strip():
        raise Invalid(Problem("required", say("请写明退回的原因"), field="reason"))
    accounts: list[Account] = [changeable(by, "account", id, verb="release") for id in ids]
    book = HoldingBook()
    for account in accounts:
        target = Target(pool=book.pool_for(account.department_id))
        place([account], target, how="released", by=by, at=at, reason=reason, book=book)
        journaling.write(
            "account.released",
            by=by,
            at=at,
            entity="account",
            object_id=account.pk,
            label=account.name,
            account_id=account.pk,
            data={"reason": reason},
        )
    return accounts

"""Give accounts to a colleague: assign from the pool, or transfer from one owner to another; everything below comes along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, changeable, found
from keyaccount.actions.accounts.placing import HoldingBook, Target, place
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import Member


@transaction.atomic
def transfer_accounts(
    *, by: Principal, at: datetime, ids: Sequence[UUID | str], to: UUID | str, reason: str = ""
) -> list[Account]:
    """All or none. From the pool it is an assignment (分配), else a transfer (转移). The receiver's capacity counts.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    owner: Member = found(by, "member", to)
    if not owner.is_active:
        raise Invalid(Problem("left", say("{name} 已停用，不能接收客户", name=owner.name), field="to"))
    accounts = [_opened(by, id) for id in ids]
    book = HoldingBook()
    pooled = {a.pk for a in accounts if a.pool_id}
    for how in ("assigned", "transferred"):
        part = [a for a in accounts if (a.pk in pooled) == (how == "assigned")]
        for account in place(part, Target(owner=owner), how=how, by=by, at=at, reason=reason, book=book):
            journaling.write(
                f"account.{how}",
                by=by,
                at=at,
                entity="account",
                object_id=account.pk,
                label=account.name,
                account_id=account.pk,
                data={"to": owner.pk, "to_name": owner.name, "reason": reason},
            )
    return accounts


def _opened(by: Principal, id: UUID | str) -> Account:
    """From the pool whoever may assign takes what the pool shows; an owned account must be writable."""
    account: Account = found(by, "account", id, lock=True)
    if account.pool_id is None:
        return changeable(by, "account", id, verb="transfer")  # type: ignore[no-any-return]
    if not access_to(by, "account").may("assign") or account.pool_id not in by.pools:
        raise Refused()
    return account

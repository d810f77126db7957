"""Take an account from a public pool (领取), within the rules (ACC-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, found
from keyaccount.actions.accounts.placing import HoldingBook, Target, claims_today, given_up_on, place
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.playbook.pool import may_claim
from keyaccount.records.accounts.models import Account


@transaction.atomic
def claim_account(*, by: Principal, at: datetime, id: UUID | str) -> Account:
    """The actor becomes the owner. Raises `Missing`, `Refused` or `Invalid` with every rule that stands against it."""
    account: Account = found(by, "account", id, lock=True)
    if not access_to(by, "account").may("claim"):
        raise Refused()
    if account.pool_id is None:
        raise Invalid(Problem("owned", say("这个客户已经有人负责，请刷新列表"), field="owner"))
    if account.pool_id not in by.pools:  # seen through a seat or a share, but it lies in a pool of others
        raise Refused()
    book = HoldingBook()
    problems = may_claim(
        book.rules(by.member.department_id),
        0,
        claims_today(by.member, at),
        given_up_on(by.member, account),
        day_of(at),
    )
    if problems:
        raise Invalid(*problems)
    place([account], Target(owner=by.member), how="claimed", by=by, at=at, book=book)
    journaling.write(
        "account.claimed",
        by=by,
        at=at,
        entity="account",
        object_id=account.pk,
        label=account.name,
        account_id=account.pk,
    )
    return account

"""Take back what nobody follows (自动回收); runs daily, and dry whenever somebody wants to see tonight's list (ACC-5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import everything
from keyaccount.actions.accounts.placing import HoldingBook, Target, place
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.base.language import ZH_HANS, speaking
from keyaccount.facts.accounts import held
from keyaccount.playbook.pool import judge_hold
from keyaccount.records.accounts.models import Account

_WHY = "the nightly reclaim runs for the whole company"


def reclaim_accounts(*, at: datetime, dry_run: bool = False) -> list[Account]:
    """The accounts due today, judged again one by one; unless dry they go to their pools. Safe to repeat."""
    today = day_of(at)
    book = HoldingBook()
    due = []
    rows = everything(Account, why=_WHY).filter(reclaim_on__lte=today, archived_at=None, owner__isnull=False)
    for account_id in list(rows.values_list("id", flat=True)):
        with transaction.atomic():
            account = everything(Account, why=_WHY).select_for_update().get(pk=account_id)
            facts = held(account)
            verdict = judge_hold(book.rules(account.department_id), facts, today) if facts else None
            if verdict is None or not verdict.due:
                continue
            due.append(account)
            if not dry_run:
                with speaking(ZH_HANS):  # kept in the source language, whatever the worker's terminal speaks
                    reason = str(verdict.reason)
                _take_back(account, at, book, reason)
    return due


def _take_back(account: Account, at: datetime, book: HoldingBook, reason: str) -> None:
    owner = account.owner
    place(
        [account],
        Target(pool=book.pool_for(account.department_id)),
        how="reclaimed",
        by=None,
        at=at,
        reason=reason,
        book=book,
    )
    journaling.write(
        "account.reclaimed",
        by=None,
        at=at,
        entity="account",
        object_id=account.pk,
        label=account.name,
        account_id=account.pk,
        data={
            "from": owner.pk if owner else None,
            "from_name": owner.name if owner else "",
            "reason": reason,
        },
    )

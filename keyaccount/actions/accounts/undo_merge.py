"""Take a merge apart again: what moved goes back, what was written since stays (ACC-4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from keyaccount.access import Kind, Principal, changeable, everything, policy_of
from keyaccount.actions.accounts import account_rules
from keyaccount.actions.accounts.account_rules import UNDO_DAYS
from keyaccount.actions.accounts.merging import move_back
from keyaccount.actions.accounts.placing import rescope
from keyaccount.actions.insiders.follow_merge import follow_back
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.cleaning import one
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account, Merge

_WHY = "the kept account is opened for change; the dropped one comes back as it was"


@transaction.atomic
def undo_merge(*, by: Principal, at: datetime, id: UUID | str, into: UUID | str | None = None) -> Account:
    """Both accounts stand again; fields of the kept one return to their old value unless changed since. Returns the dropped one.

    `into`: the account the merge must have been into, else it is `Missing`.
    """
    merge = everything(Merge, why=_WHY).select_for_update().filter(pk=id).select_related("dropped").first()
    if merge is None or str(into or merge.kept_id) != str(merge.kept_id):
        raise Missing()
    kept: Account = changeable(by, "account", merge.kept_id, verb="merge")
    if merge.undone_at:
        raise Invalid(Problem("undone", say("这次合并已经撤销过了")))
    if at - merge.at > timedelta(days=UNDO_DAYS):
        raise Invalid(Problem("too_late", say("合并超过 {n} 天，不能再撤销", n=UNDO_DAYS)))
    dropped: Account = merge.dropped
    _restore_fields(by, kept, dropped, merge, at)
    dropped.archived_at, dropped.merged_into, dropped.version = None, None, dropped.version + 1
    dropped.save(update_fields=["archived_at", "merged_into", "version"])
    move_back(merge.moved, dropped, kept)
    follow_back(dropped, kept, at)
    for account in (kept, dropped):
        root = account.group_root_id or account.pk
        everything(Account, why=_WHY).filter(pk__in=account_rules.below(account.pk)).update(
            group_root_id=root
        )
        rescope([account.pk], account.owner)
        indexing.reindex_account([account.pk])
    merge.undone_at, merge.undone_by = at, by.id
    merge.save(update_fields=["undone_at", "undone_by"])
    journaling.write(
        "account.unmerged",
        by=by,
        at=at,
        entity="account",
        object_id=kept.pk,
        label=kept.name,
        account_id=kept.pk,
        data={"other": dropped.pk, "other_name": dropped.name},
    )
    return dropped


def _restore_fields(by: Principal, kept: Account, dropped: Account, merge: Merge, at: datetime) -> None:
    policy = policy_of("account")
    for name, old in merge.before.items():
        found = policy.by_name[name]
        taken = journaling.plain(getattr(dropped, found.path))
        if changing.current(found, kept) == taken:
            value = (old and UUID(old)) or None if found.kind is Kind.REF else one(by, found, old)
            setattr(kept, found.path, value)
    for column, value in account_rules.name_keys(kept.name).items():
        setattr(kept, column, value)
    kept.group_root_id = account_rules.root_of(kept.parent_id)
    kept.version, kept.updated_at, kept.updated_by = kept.version + 1, at, by.id
    kept.save(force_update=True)

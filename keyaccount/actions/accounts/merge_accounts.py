"""Make one account of two that are the same customer, without losing a row; can be undone for 30 days (ACC-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Policy, Principal, changeable, everything, policy_of
from keyaccount.actions.accounts import account_rules
from keyaccount.actions.accounts.merging import move_followers
from keyaccount.actions.accounts.placing import rescope
from keyaccount.actions.insiders.follow_merge import follow_merge
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account, Merge

_WHY = "both accounts were opened for change just above"


@transaction.atomic
def merge_accounts(
    *, by: Principal, at: datetime, keep: UUID | str, drop: UUID | str, take: Sequence[str] = ()
) -> Merge:
    """Everything of `drop` moves to `keep`; fields that `keep` lacks, and those named in `take`, come from `drop`.

    `drop` is archived and remembers where it went. Raises `Missing`, `Refused` or `Invalid`.
    """
    if str(keep) == str(drop):
        raise Invalid(Problem("same", say("请选择两个不同的客户")))
    kept: Account = changeable(by, "account", keep, verb="merge")
    dropped: Account = changeable(by, "account", drop, verb="merge")
    if kept.pk in account_rules.below(dropped.pk) or dropped.pk in account_rules.below(kept.pk):
        raise Invalid(Problem("cycle", say("上下级单位不能合并，请先解除上下级关系")))
    policy = policy_of("account")
    values = chosen(policy, kept, dropped, take)
    before = {name: changing.current(policy.by_name[name], kept) for name in values}
    dropped.archived_at, dropped.merged_into, dropped.version = at, kept.pk, dropped.version + 1
    dropped.save(update_fields=["archived_at", "merged_into", "version"])
    moved = move_followers(dropped, kept)
    follow_merge(dropped, kept, at)
    _put(kept, policy, values, at, by)
    merge = Merge(kept=kept, dropped=dropped, before=before, moved=moved, at=at, by=by.id)
    merge.save(force_insert=True)
    indexing.unindex("account", [dropped.pk])
    rescope([kept.pk], kept.owner)
    indexing.reindex_account([kept.pk])
    journaling.write(
        "account.merged",
        by=by,
        at=at,
        entity="account",
        object_id=kept.pk,
        label=kept.name,
        account_id=kept.pk,
        data={"other": dropped.pk, "other_name": dropped.name, "merge": merge.pk},
    )
    return merge


def chosen(policy: Policy, kept: Account, dropped: Account, take: Sequence[str]) -> dict[str, Any]:
    """The values `kept` gets from `dropped`: where it has none, and where the person chose so."""
    unknown = [name for name in take if name not in policy.by_name or not policy.by_name[name].writable]
    if unknown:
        raise Invalid(
            *(
                Problem("unknown_field", say("没有名为 {name} 的可填写字段", name=n), field="take")
                for n in unknown
            )
        )
    values: dict[str, Any] = {}
    for found in policy.fields:
        if not found.writable or found.name == "tags":
            continue
        theirs, ours = getattr(dropped, found.path), getattr(kept, found.path)
        if found.name in take or (ours in (None, "", []) and theirs not in (None, "", [])):
            values[found.name] = theirs
    values.pop("parent", None) if values.get("parent") == kept.pk else None
    return values


def _put(kept: Account, policy: Policy, values: dict[str, Any], at: datetime, by: Principal) -> None:
    changing.put(policy, kept, values)
    for column, value in account_rules.name_keys(kept.name).items():
        setattr(kept, column, value)
    if "parent" in values:
        kept.group_root_id = account_rules.root_of(kept.parent_id)
    kept.version, kept.updated_at, kept.updated_by = kept.version + 1, at, by.id
    kept.save(force_update=True)
    root = kept.group_root_id or kept.pk
    everything(Account, why=_WHY).filter(pk__in=account_rules.below(kept.pk)).update(group_root_id=root)

"""What an account adds to the shared mechanics of writing: keys for the duplicate check, group tree, tags, search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.shared import indexing, rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import names
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.base.pinyin import sort_key
from keyaccount.records.accounts.models import Account, AccountTag

UNDO_DAYS = 30  # of a merge
_KEEP = "unique codes and the group tree hold across all accounts, also those the actor cannot see"


def name_keys(name: str) -> dict[str, str]:
    """The columns derived from a name."""
    return {
        "name_key": names.name_key(name)[:200],
        "core_key": names.core_key(name)[:200],
        "pinyin_key": names.pinyin_key(name)[:600],
        "name_sort": sort_key(name)[:120],
    }


def prepare(change: Change) -> list[Problem]:
    """Derived columns, and what must hold across accounts."""
    problems: list[Problem] = []
    row: Account = change.row
    if "name" in change.values:
        for column, derived in name_keys(change.values["name"]).items():
            setattr(row, column, derived)
    for column in ("credit_code", "external_id"):
        value = change.values.get(column)
        if value and value != getattr(row, column) and _taken(row, column, value):
            problems.append(Problem("taken", say("已有客户使用了这个编码"), field=column))
    parent = change.values.get("parent")
    if parent and parent in {row.pk, *below(row.pk)}:
        problems.append(Problem("cycle", say("上级单位不能是自己或自己的下级"), field="parent"))
    if "parent" in change.values and not problems:
        row.group_root_id = root_of(parent)
    return problems


def _taken(row: Account, column: str, value: str) -> bool:
    rows = everything(Account, why=_KEEP).filter(archived_at=None, **{column: value}).exclude(pk=row.pk)
    return rows.exists()


def root_of(parent: UUID | None) -> UUID | None:
    """The top of the group tree an account with this parent belongs to; None for a top itself."""
    if parent is None:
        return None
    above = everything(Account, why=_KEEP).filter(pk=parent).values_list("group_root_id", flat=True).first()
    return above or parent


def below(account: UUID) -> set[UUID]:
    """All accounts under this one in the group tree, one query a level."""
    found: set[UUID] = set()
    fresh = {account}
    while fresh:
        children = everything(Account, why=_KEEP).filter(parent_id__in=fresh).values_list("id", flat=True)
        fresh = set(children) - found
        found |= fresh
    return found


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    """Tags, the group below, the reclaim date and the search index follow the saved row."""
    row: Account = change.row
    if row.merged_into and change.options.get("archived") is False:
        told = say(
            "这个客户已合并到另一个客户，不能单独恢复；{n} 天内可以在那个客户的页面撤销合并", n=UNDO_DAYS
        )
        raise Invalid(Problem("merged", told))
    if "tags" in change.values:
        set_tags(row, change.values["tags"])
    if "parent" in changed and not change.created:
        everything(Account, why=_KEEP).filter(pk__in=below(row.pk)).update(
            group_root_id=row.group_root_id or row.pk
        )
    if {"status", "tier"} & set(changed) and not change.created:
        HoldingBook().refresh(row, change.at)
        everything(Account, why=_KEEP).filter(pk=row.pk).update(reclaim_on=row.reclaim_on)
    if row.archived_at:
        indexing.unindex("account", [row.pk])
    elif not change.created:
        indexing.index("account", [row])


def set_tags(row: Account, wanted: list[UUID]) -> None:
    """Make the account's tags exactly these."""
    links = everything(AccountTag, why=_KEEP).filter(account=row)
    links.exclude(tag_id__in=wanted).delete()
    have = set(links.values_list("tag_id", flat=True))
    links.bulk_create([AccountTag(account=row, tag_id=tag) for tag in wanted if tag not in have])


rules.add("account", Rules(prepare=prepare, settle=settle))

"""Tags of accounts that were opened for somebody already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.records.accounts.models import AccountTag

_WHY = "the accounts were opened for the reader by the caller"


def tags_of(account: Any) -> list[UUID]:
    """Tag ids of one account."""
    return list(
        everything(AccountTag, why=_WHY).filter(account_id=account.pk).values_list("tag_id", flat=True)
    )


def tags_by_account(ids: Sequence[UUID]) -> tuple[dict[UUID, list[UUID]], dict[UUID, str]]:
    """({account: [tag]}, {tag: name}) in one query."""
    found: dict[UUID, list[UUID]] = {}
    names: dict[UUID, str] = {}
    links = everything(AccountTag, why=_WHY).filter(account_id__in=ids)
    for account, tag, name in links.values_list("account_id", "tag_id", "tag__name"):
        found.setdefault(account, []).append(tag)
        names[tag] = name
    return found, names

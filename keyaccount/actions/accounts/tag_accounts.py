"""Put tags on several accounts at once; a word that is no tag yet becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, opened
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account, AccountTag

_WHY = "edit_record opens each account for change before its tags are stored"


@transaction.atomic
def tag_accounts(
    *, by: Principal, at: datetime, ids: Sequence[UUID | str], tags: Iterable[str]
) -> list[Account]:
    """Add the tags (ids or words) to each account. All or none; raises `Missing`, `Refused` or `Invalid`."""
    wanted = named_tags(by=by, at=at, tags=tags)
    if not wanted:
        raise Invalid(Problem("required", say("请选择或输入标签"), field="tags"))
    links = (
        everything(AccountTag, why=_WHY).filter(account_id__in=list(ids)).values_list("account_id", "tag_id")
    )
    have: dict[str, list[UUID]] = {}
    for account, tag in links:
        have.setdefault(str(account), []).append(tag)
    return [
        edit_record(
            by=by,
            at=at,
            entity="account",
            id=id,
            raw={"tags": list(dict.fromkeys([*have.get(str(id), []), *wanted]))},
        )
        for id in ids
    ]


@transaction.atomic
def named_tags(*, by: Principal, at: datetime, tags: Iterable[str]) -> list[UUID]:
    """The ids of tags given as ids or as words; words without a tag get one."""
    found: list[UUID] = []
    for text in dict.fromkeys(word.strip() for word in tags if word.strip()):
        try:
            found.append(UUID(text))
        except ValueError:
            known = opened(by, "tag").filter(name=text).first()
            found.append(
                known.pk if known else create_record(by=by, at=at, entity="tag", raw={"name": text}).pk
            )
    return found

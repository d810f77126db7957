"""File a document with an account (ACC-1): stored by content, never served from where a browser would run it."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, attachable, policy_of
from keyaccount.actions.shared import storing, writing
from keyaccount.base.errors import Refused
from keyaccount.records.accounts.models import AccountFile


@transaction.atomic
def add_file(
    *,
    by: Principal,
    at: datetime,
    account: UUID | str,
    name: str,
    media_type: str,
    content: BinaryIO,
    title: str = "",
) -> AccountFile:
    """Store the content and file it. Raises `Missing`, `Refused` or `Invalid` (empty, too big)."""
    if not access_to(by, "file").may("create"):
        raise Refused()
    target = attachable(by, "file", account)
    document = storing.store(by=by, at=at, name=name, media_type=media_type, content=content)
    policy = policy_of("file")
    values = writing.cleaned(by, policy, {"account": target.pk, "title": title or document.name})
    made: AccountFile = writing.insert(
        by=by, at=at, policy=policy, row=AccountFile(document=document), values=values, options={}
    )
    return made

"""A member changes the own password; everywhere else the member is signed out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Refused
from keyaccount.records.org.models import Member


@transaction.atomic
def change_password(*, by: Principal, at: datetime, member: Member, password: str) -> None:
    """Set a password that was checked before. Other sessions end by themselves: they carry a hash of the old one."""
    if by.id != member.pk or by.token_scopes is not None:
        raise Refused()
    member.set_password(password)
    member.updated_at = at
    member.save(update_fields=["password", "updated_at"])
    journaling.write(
        "member.password-set", by=by, at=at, entity="member", object_id=member.pk, label=member.name
    )

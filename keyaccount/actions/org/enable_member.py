"""A member comes back: may sign in again, with a new password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found, must_let_in
from keyaccount.actions.shared import indexing, journaling
from keyaccount.records.org.models import Member


@transaction.atomic
def enable_member(*, by: Principal, at: datetime, id: UUID | str) -> Member:
    """Enable the member; the old password is void, a set-up link gives a new one."""
    by.must("org.manage")
    member: Member = found(by, "member", id, lock=True)
    must_let_in(by, member)
    member.is_active, member.left_on, member.version, member.updated_at = True, None, member.version + 1, at
    member.set_unusable_password()
    member.save(update_fields=["is_active", "left_on", "version", "updated_at", "password"])
    indexing.index("member", [member])
    journaling.write("member.returned", by=by, at=at, entity="member", object_id=member.pk, label=member.name)
    return member

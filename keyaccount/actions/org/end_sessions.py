"""End sign-ins: one's own, or, as security officer, a colleague's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Refused
from keyaccount.records.org.models import Member


@transaction.atomic
def end_sessions(
    *, by: Principal, at: datetime, member: UUID | str, ids: Sequence[int] | None = None, keep: str = ""
) -> int:
    """End the named sessions of a member, or all; `keep` is the key of one that stays. Returns how many ended.

    Raises `Missing`, or `Refused` for the sessions of others without the function member.sessions.
    """
    owner: Member = by.member if str(member) == str(by.id) else found(by, "member", member)
    if by.token_scopes is not None or (owner.pk != by.id and not by.may("member.sessions")):
        raise Refused()
    sessions = UserSession.objects.filter(user=owner).exclude(session_key=keep)
    if ids is not None:
        sessions = sessions.filter(pk__in=list(ids))
    keys = list(sessions.values_list("session_key", flat=True))
    if not keys:
        return 0
    Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    journaling.write(
        "member.sessions-ended",
        by=by,
        at=at,
        entity="member",
        object_id=owner.pk,
        label=owner.name,
        data={"count": len(keys)},
    )
    return len(keys)

"""Where a member is signed in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from keyaccount.access import Principal, found
from keyaccount.base.errors import Refused


@dataclass(frozen=True)
class SessionShown:
    """`device` is what the browser calls itself; `current`: the session that asks."""

    id: int
    address: str
    device: str
    began_at: datetime
    seen_at: datetime
    current: bool


def member_sessions(by: Principal, member: UUID | str, *, at: datetime, key: str = "") -> list[SessionShown]:
    """Living sessions of a member, the current one first; others' for the function member.sessions alone."""
    owner = by.member if str(member) == str(by.id) else found(by, "member", member)
    if owner.pk != by.id and not by.may("member.sessions"):
        raise Refused()
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = UserSession.objects.filter(user=owner, session_key__in=alive).order_by("-last_seen_at", "-pk")[
        :100
    ]
    shown = [
        SessionShown(r.pk, r.ip, r.user_agent, r.created_at, r.last_seen_at, r.session_key == key)
        for r in rows
    ]
    return sorted(shown, key=lambda one: not one.current)

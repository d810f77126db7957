"""Keep when and from where a session was last used, and its new key after somebody proved again who they are."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession


def note_session_use(*, key: str, at: datetime, address: str, new_key: str = "") -> None:
    """The session's row in the member's list; called every few minutes of use, not on every request."""
    values = {"last_seen_at": at, "ip": address, **({"session_key": new_key} if new_key else {})}
    UserSession.objects.filter(session_key=key).update(**values)

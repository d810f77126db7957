"""A member's own access tokens."""

from __future__ import annotations

from datetime import datetime

from keyaccount.access import Principal, opened
from keyaccount.records.org.models import ApiToken


def own_tokens(by: Principal, *, at: datetime) -> list[ApiToken]:
    """Those that open something now, the newest first."""
    rows = opened(by, "token").filter(revoked_at=None, expires_at__gt=at)
    return list(rows.order_by("-created_at", "-pk")[:100])

"""Keep when a token was last used, to the minute: an unused one stands out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.records.org.models import ApiToken

EVERY = timedelta(minutes=1)


def note_token_use(*, token: ApiToken, at: datetime) -> None:
    """Writes at most once a minute, whatever the number of requests and processes."""
    if token.last_used_at is not None and at - token.last_used_at < EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - EVERY)
    everything(ApiToken, why="the token that was just shown").filter(stale, pk=token.pk).update(
        last_used_at=at
    )

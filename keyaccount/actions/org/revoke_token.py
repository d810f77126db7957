"""Revoke an access token: from this moment on it opens nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Missing
from keyaccount.records.org.models import ApiToken

_WHY = "a member's own token, or any for who manages tokens; checked right below"


@transaction.atomic
def revoke_token(*, by: Principal, at: datetime, id: UUID | str) -> ApiToken:
    """The token, revoked; doing it twice changes nothing. Others' tokens are `Missing` unless one manages tokens."""
    try:
        token: ApiToken | None = everything(ApiToken, why=_WHY).select_for_update().filter(pk=id).first()
    except (ValidationError, ValueError):
        token = None
    if token is None or (token.member_id != by.id and not by.may("token.manage")):
        raise Missing()
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        journaling.write("token.revoked", by=by, at=at, entity="token", object_id=token.pk, label=token.name)
    return token

"""A one-time link with which a member sets a password: no default passwords, none sent about."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, must_let_in
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Missing
from keyaccount.records.org.models import Member, SetupLink

MINUTES = 30
_WHY = "set-up links are made by administrators and by the command line, for a member who cannot sign in yet"


@transaction.atomic
def issue_setup_link(*, by: Principal | None, at: datetime, id: UUID | str) -> str:
    """The secret part of a link good for 30 minutes; earlier links of the member end. `by` None is the command line.

    Raises `Missing`, or `Refused`; for a security officer only another one gives a link (`access.duties`).
    """
    if by is not None:
        by.must("org.manage")
    member = everything(Member, why=_WHY).filter(pk=id, is_active=True).first()
    if member is None:
        raise Missing()
    if by is not None:
        must_let_in(by, member)
    everything(SetupLink, why=_WHY).filter(member=member, used_at=None).update(used_at=at)
    secret = secrets.token_urlsafe(24)
    SetupLink(member=member, digest=digest(secret), expires_at=at + timedelta(minutes=MINUTES)).save(
        force_insert=True
    )
    journaling.write(
        "member.link-issued", by=by, at=at, entity="member", object_id=member.pk, label=member.name
    )
    return secret


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

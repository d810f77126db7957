"""Use a one-time link: the member's new password is set and the link is spent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import everything
from keyaccount.actions.org.disable_member import end_access
from keyaccount.actions.org.issue_setup_link import digest
from keyaccount.actions.org.passwords import check_password
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Missing
from keyaccount.records.org.models import Member, SetupLink

_WHY = "the secret in the link stands for the member who cannot sign in yet"


def link_owner(*, secret: str, at: datetime) -> Member:
    """Whom an unspent link belongs to, or `Missing`."""
    links = everything(SetupLink, why=_WHY).select_related("member")
    link = links.filter(
        digest=digest(secret), used_at=None, expires_at__gt=at, member__is_active=True
    ).first()
    if link is None:
        raise Missing()
    owner: Member = link.member
    return owner


@transaction.atomic
def set_first_password(*, secret: str, password: str, at: datetime) -> Member:
    """Set the password, spend the link, end older sessions. Raises `Missing` (spent or expired) or `Invalid`."""
    member = link_owner(secret=secret, at=at)
    check_password(member, password)
    spent = everything(SetupLink, why=_WHY).filter(digest=digest(secret), used_at=None).update(used_at=at)
    if not spent:
        raise Missing()
    member.set_password(password)
    member.updated_at = at
    member.save(update_fields=["password", "updated_at"])
    end_access(member, at)
    journaling.write(
        "member.password-set", by=None, at=at, entity="member", object_id=member.pk, label=member.name
    )
    return member

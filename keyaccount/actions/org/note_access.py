"""Who came in, who tried, who left: the access part of the journal (等保 wants an audit trail per user)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.shared import journaling
from keyaccount.base.language import say
from keyaccount.records.org.models import Member

WHAT = frozenset(
    "signed-in sign-in-failed signed-out second-factor-on second-factor-off recovery-codes-made".split()
)
_WHY = "a failed attempt names a login before anybody is signed in; known and unknown ones cost the same"


@transaction.atomic
def note_access(
    *,
    what: str,
    at: datetime,
    member: Member | None = None,
    login: str = "",
    address: str = "",
    device: str = "",
) -> None:
    """Write one entry about a member, or about the login somebody tried.

    An unknown login is not kept: people type their password there by mistake.
    """
    if what not in WHAT:
        raise KeyError(what)
    if member is None:
        member = everything(Member, why=_WHY).filter(login=login.strip().lower()).first()
    journaling.write(
        f"member.{what}",
        by=Principal(member) if member and what != "sign-in-failed" else None,
        at=at,
        entity="member",
        object_id=member.pk if member else None,
        label=member.name if member else str(say("未知账号")),
        data={"address": address, "device": device[:200]},
    )

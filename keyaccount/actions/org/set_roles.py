"""Give a member roles (SEC-1). Separate from other edits: whoever keeps the list of members doesn't hand out rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import OFFICER, ROLES, Principal, everything, found
from keyaccount.actions.org.officers import must_leave_officer
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.org.models import Member, SetupLink

_WHY = "links of the member who becomes a security officer end, whoever made them"


@transaction.atomic
def set_roles(*, by: Principal, at: datetime, id: UUID | str, roles: Sequence[str]) -> Member:
    """Replace the member's roles. Raises `Refused`, `Missing`, or `Invalid` (unknown role, or nobody left to give roles)."""
    by.must("member.roles")
    member: Member = found(by, "member", id, lock=True)
    wanted = list(dict.fromkeys(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if unknown:
        raise Invalid(
            *(Problem("choice", say("没有名为 {name} 的角色", name=role), field="roles") for role in unknown)
        )
    if OFFICER not in wanted:
        must_leave_officer(member, field="roles")
    elif OFFICER not in member.roles:  # a link somebody else may hold must not open the new officer's account
        everything(SetupLink, why=_WHY).filter(member=member, used_at=None).update(used_at=at)
    before, member.roles = member.roles, wanted
    member.version, member.updated_at = member.version + 1, at
    member.save(update_fields=["roles", "version", "updated_at"])
    journaling.write(
        "member.roles-changed",
        by=by,
        at=at,
        entity="member",
        object_id=member.pk,
        label=member.name,
        data={"before": before, "after": wanted},
    )
    return member

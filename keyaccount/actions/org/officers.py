"""The company always has a security officer: without one nobody could hand out roles any more."""

from __future__ import annotations

from keyaccount.access import OFFICER, everything
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.org.models import Member

_WHY = "the last security officer must not be lost, whoever asks"


def must_leave_officer(without: Member, *, field: str = "") -> None:
    """Raise `Invalid` when no other active member is a security officer."""
    others = everything(Member, why=_WHY).filter(is_active=True).exclude(pk=without.pk)
    if not any(OFFICER in roles for roles in others.values_list("roles", flat=True)):
        raise Invalid(Problem("last", say("至少要有一位安全管理员"), field=field))

"""Separation of duties: who hands out roles is let in again only by another who does.

The administrator keeps the list of members and gives out the links with which they set a password. Such a link for the
security officer would make the administrator the one who hands out roles as well.
"""

from __future__ import annotations

from keyaccount.access.principal import Principal
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.records.org.models import Member

OFFICER = "security"


def may_let_in(by: Principal, member: Member) -> bool:
    """Whether the principal may renew how this member signs in, as far as the member's own roles go."""
    return OFFICER not in member.roles or any(role.key == OFFICER for role in by.roles)


def must_let_in(by: Principal, member: Member) -> None:
    """Raise `Refused` unless `may_let_in`."""
    if not may_let_in(by, member):
        raise Refused(say("{name} 是安全管理员，只有安全管理员能重新开通他的登录", name=member.name))

"""On whose behalf the command line works: a named member, or the first one with the right."""

from __future__ import annotations

from collections.abc import Callable

from keyaccount.access import Principal, everything
from keyaccount.base.language import say
from keyaccount.interfaces.cli.main import Stop
from keyaccount.records.org.models import Member

_WHY = "whoever runs commands on the server may act as any member; the journal says as whom"


def member(login: str) -> Member:
    """The member of this login, or `Stop`."""
    found = everything(Member, why=_WHY).filter(login=login.lower()).first()
    if found is None:
        raise Stop(str(say("没有登录名为 {login} 的成员，可用 keyaccount member list 查看", login=login)))
    return found


def as_member(login: str, function: str, may: Callable[[Principal], bool] | None = None) -> Principal:
    """The named member as principal; without a name the first active one with the function, or of whom `may` holds."""
    if login:
        return Principal(member(login))
    for one in everything(Member, why=_WHY).filter(is_active=True).order_by("created_at"):
        principal = Principal(one)
        if may(principal) if may else principal.may(function):
            return principal
    raise Stop(str(say("没有一位在职成员有 {function} 的权限", function=function)))

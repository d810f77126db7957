"""How somebody gets in for the first time: demo passwords made at random, or a one-time link; never a default."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from keyaccount.access import everything
from keyaccount.actions.org.issue_setup_link import MINUTES, issue_setup_link
from keyaccount.actions.org.start_company import BuiltIn, start_company
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.cli.demo_company import ours
from keyaccount.records.org.models import Member

FIRST_LOGIN = "admin"
_WHY = "the command line looks whether anybody can sign in yet"


def members_exist() -> bool:
    return everything(Member, why=_WHY).exists()


def first_administrator() -> None:
    """Start the company with one administrator."""
    industries = [BuiltIn(i.key, i.name, i.name_hant, i.name_en, i.sort) for i in ours.industries()]
    start_company(
        at=clock.now(),
        company=str(say("公司")),
        login=FIRST_LOGIN,
        name=str(say("管理员")),
        industries=industries,
    )


def set_up_link(member: Member) -> str:
    """A fresh one-time address with which the member sets a password."""
    secret = issue_setup_link(by=None, at=clock.now(), id=member.pk)
    return settings.PUBLIC_URL + reverse("setup", args=[secret])


def told() -> list[str]:
    """Lines that say how to sign in, as things stand."""
    kept = demo_file()
    if kept.exists():
        return [
            str(say("演示公司的登录名和密码（也在 {path}）：", path=kept)),
            kept.read_text(encoding="utf-8").rstrip(),
        ]
    members = list(everything(Member, why=_WHY).filter(is_active=True).order_by("created_at"))
    if members and not any(member.has_usable_password() for member in members):
        first = members[0]
        text = say(
            "用 {login} 登录：先打开下面的一次性链接设置密码，{n} 分钟内有效", login=first.login, n=MINUTES
        )
        return [str(text), set_up_link(first)]
    return []


def demo_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-sign-in.txt"


def keep(lines: list[str]) -> None:
    """Write the demo's logins where only the owner of the data reads them."""
    handle = os.open(demo_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")

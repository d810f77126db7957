"""Issue an access token for a program (SEC-2, OPN-1): shown once, only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.actions.shared import journaling
from keyaccount.actions.shared.cleaning import NotTaken, text
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import Say, listed, say
from keyaccount.records.org.models import ApiToken, Member

PREFIX = "ka_"
MOST_DAYS = 365
DAYS = 90
SCOPES: dict[str, Say] = {
    "read": say("读取"),
    "write": say("读取和修改"),
    "import": say("导入"),
    "export": say("导出"),
    "commercial": say("商业机密字段"),
    "admin": say("成员、部门、团队、公海等设置"),
}


def digest_of(plain: str) -> str:
    """What is stored of a token: SHA-256 in hex. The token is random, so it needs no slow hash."""
    return hashlib.sha256(plain.encode()).hexdigest()


@transaction.atomic
def issue_token(
    *,
    by: Principal,
    at: datetime,
    member: Member,
    name: str,
    scopes: Sequence[str] = ("read",),
    days: int | None = DAYS,
) -> str:
    """A fresh token of the actor's own: "ka_" and 40 characters, returned this once.

    A program cannot issue tokens: a stolen one would renew itself. Raises `Refused` or `Invalid`.
    """
    if member.pk != by.id or by.token_scopes is not None or not member.is_active:
        raise Refused(say("访问令牌只能由本人创建"))
    name = _checked(name, scopes, days)
    plain = PREFIX + secrets.token_urlsafe(30)
    token = ApiToken(
        member=member,
        name=name,
        digest=digest_of(plain),
        hint=plain[: len(PREFIX) + 5],
        scopes=[scope for scope in SCOPES if scope in scopes],
        created_at=at,
        expires_at=at + timedelta(days=days or DAYS),
    )
    token.save(force_insert=True)
    journaling.write(
        "token.created",
        by=by,
        at=at,
        entity="token",
        object_id=token.pk,
        label=name,
        data={"scopes": token.scopes, "expires_at": token.expires_at},
    )
    return plain


def _checked(name: str, scopes: Sequence[str], days: int | None) -> str:
    problems = []
    try:
        name = text(name, limit=80)
        if not name:
            problems.append(Problem("required", say("请填写用途，例如 对接 BI 报表"), field="name"))
    except NotTaken as bad:
        problems.append(Problem(bad.code, bad.message, field="name"))
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        problems.append(
            Problem("choice", say("范围只能是：{list}", list=str(listed(SCOPES))), field="scopes")
        )
    if days is not None and not 1 <= days <= MOST_DAYS:
        problems.append(Problem("range", say("有效期 1 到 {most} 天", most=MOST_DAYS), field="days"))
    if problems:
        raise Invalid(*problems)
    return name

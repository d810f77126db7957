"""Whether a password is good enough, told in our own words."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.records.org.models import Member

LEAST = 10


def _told(code: str | None) -> Say:
    match code:
        case "password_too_short":
            return say("密码至少 {n} 位", n=LEAST)
        case "password_too_common":
            return say("这个密码太常见，容易被猜到")
        case "password_too_similar":
            return say("密码和登录名、姓名或邮箱太像")
    return say("这个密码不能用，请换一个")


def check_password(member: Member, password: str, *, field: str = "password") -> None:
    """Raise `Invalid` with everything that stands against the password."""
    try:
        validate_password(password, member)
    except ValidationError as bad:
        found = [_told(error.code) for error in bad.error_list]
        raise Invalid(*(Problem("password", message, field=field) for message in found)) from None

"""Which part of the settings is whose."""

from __future__ import annotations

from keyaccount.access import Principal
from keyaccount.base.errors import Refused

PEOPLE = ("org.manage", "member.roles", "member.sessions", "audit.read")
ORG = ("org.manage", "audit.read")


def need(by: Principal, *functions: str) -> None:
    """Raise `Refused` unless one of the functions is held."""
    if not any(by.may(function) for function in functions):
        raise Refused()

"""Reading the query parameters of operations that are no lists of records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say


def only(request: HttpRequest, names: Iterable[str]) -> None:
    """Refuse parameters that mean nothing here."""
    known = set(names)
    problems = [
        Problem("unknown_filter", say("不能按 {name} 筛选", name=name), field=name)
        for name in request.GET
        if name not in known
    ]
    if problems:
        raise Invalid(*problems)


def whole(request: HttpRequest, name: str, *, default: int, least: int, most: int) -> int:
    """A whole number within its bounds."""
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 11 and least <= int(text) <= most):
        raise Invalid(
            Problem("range", say("需要在 {least} 到 {most} 之间", least=least, most=most), field=name)
        )
    return int(text)


def text(request: HttpRequest, name: str, *, most: int = 200) -> str:
    """A text that must be there."""
    found = request.GET.get(name, "").strip()
    if not found:
        raise Invalid(Problem("required", say("必须填写"), field=name))
    if len(found) > most:
        raise Invalid(Problem("too_long", say("最多 {limit} 个字", limit=most), field=name))
    return found


def uuid(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        raise Invalid(Problem("reference", say("需要记录的编号（UUID）"), field=name)) from None


def month(request: HttpRequest, name: str, *, default: date) -> date:
    """The first day of a month written 2026-12; without one, of the month of `default`."""
    text = request.GET.get(name) or f"{default:%Y-%m}"
    if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
        raise Invalid(Problem("month", say("需要年份和月份，例如 2026-12"), field=name))
    return date.fromisoformat(f"{text}-01")


def parameter(name: str, description: Say, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    """A query parameter for the schema; a text unless told otherwise."""
    return {
        "in": "query",
        "name": name,
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
    }

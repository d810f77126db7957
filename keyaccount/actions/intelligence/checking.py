"""Whether a statement can be kept as it is: its deal, whom it is about, its source, its days (INT-1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from keyaccount.access import everything
from keyaccount.actions.shared.verbs import refusals
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.deals.models import Intelligence, Opportunity

_WHY = "whether the deal that was named is one of the customer's"
_NAMELESS = ("visit", "other")  # what I saw myself, and what nobody can name


def check(row: Intelligence, today: date) -> list[Problem]:
    """Every problem of a statement as it would be stored."""
    told = {name: getattr(row, name) or "" for name in ("statement", "how", "source_name")}
    return [*_needed(row), *_days(row, today), *_deal(row), *refusals(told)]


def _needed(row: Intelligence) -> list[Problem]:
    problems = []
    if row.about == "person" and row.about_person_id is None:
        problems.append(_wrong("about_person", say("关于人的情报要写明是谁")))
    if row.source_kind not in _NAMELESS and row.source_person_id is None and not row.source_name:
        field: Any = "source_person" if row.source_kind == "person" else "source_name"
        problems.append(_wrong(field, say("请写明来源是谁、是哪份资料，否则以后没法印证")))
    if row.learned_from_id is not None and row.learned_from_id == row.source_person_id:
        problems.append(_wrong("learned_from", say("不能是同一个人"), "same"))
    return problems


def _days(row: Intelligence, today: date) -> list[Problem]:
    problems = []
    if row.learned_on and row.learned_on > today:
        problems.append(_wrong("learned_on", say("日期不能晚于今天"), "future"))
    if row.expires_on and row.learned_on and row.expires_on < row.learned_on:
        problems.append(_wrong("expires_on", say("不能早于得知的日期"), "range"))
    return problems


def _deal(row: Intelligence) -> list[Problem]:
    if row.opportunity_id is None:
        return []
    held = everything(Opportunity, why=_WHY).filter(pk=row.opportunity_id, account_id=row.account_id)
    return [] if held.exists() else [_wrong("opportunity", say("这个商机不是这家客户的"), "reference")]


def _wrong(field: str, message: Any, code: str = "required") -> Problem:
    return Problem(code, message, field=field)

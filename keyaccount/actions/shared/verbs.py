"""What verbs that take a few values and save a row by hand share: texts that fit, days that have come, stamps, refusals.

Records described field by field by a policy go through `cleaning` and `writing` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from keyaccount.access import Principal
from keyaccount.actions.shared import cleaning
from keyaccount.actions.shared.cleaning import NotTaken
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.refusing import refused

MOST_STATED = 200


def stamps(by: Principal, at: datetime) -> dict[str, Any]:
    """The columns every new row takes."""
    return {"created_at": at, "updated_at": at, "created_by": by.id, "updated_by": by.id}


def put(row: Any, *, by: Principal, at: datetime, **values: Any) -> None:
    """Save columns of a row that is there, with version and stamps."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.updated_at, row.updated_by = row.version + 1, at, by.id
    row.save(force_update=True)


def invalid(field: str, message: Say, code: str = "invalid") -> Invalid:
    """One thing wrong, as an error to raise."""
    return Invalid(Problem(code, message, field=field))


def written(field: str, raw: Any, *, most: int, lines: bool = False, missing: Say | None = None) -> str:
    """A text that fits, of one line unless `lines`; `missing`: what to say where there is none. Raises `Invalid`."""
    try:
        said = cleaning.text(raw, limit=most, one_line=not lines).strip()
    except NotTaken as error:
        raise invalid(field, error.message, error.code) from None
    if missing is not None and not said:
        raise invalid(field, missing, "required")
    return said


def stated(purpose: Any, missing: Say) -> str:
    """What something is asked for, as the journal keeps it. Raises `Invalid`."""
    return written("purpose", purpose, most=MOST_STATED, missing=missing)


def refusals(texts: Mapping[str, str], *, only: str = "") -> list[Problem]:
    """{field: text} → what the edition refuses to have written down (`only`: its refusal of that key), and why (INT-1)."""
    known = [one for one in edition_in_force().power.refusals if only in ("", one.key)]
    return [
        Problem(
            "refused",
            say("“{word}”不能记：{label}。{why}", word=word, label=each.label, why=each.explanation),
            field=field,
        )
        for field, text in texts.items()
        for each, word in refused(known, text)
    ]


def any_day(field: str, raw: Any) -> date:
    """A day. Raises `Invalid` where there is none."""
    try:
        when = cleaning.day(raw)
    except NotTaken as error:
        raise invalid(field, error.message, error.code) from None
    if when is None:
        raise invalid(field, say("请填写日期"), "required")
    return when


def past_day(field: str, raw: Any, at: datetime) -> date:
    """A day that has come. Raises `Invalid`."""
    when = any_day(field, raw)
    if when > day_of(at):
        raise invalid(field, say("日期不能晚于今天"), "future")
    return when

"""What the verbs of the ledger share: the row for change, what may not be written, and how the journal hears of it (INT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal, changeable, policy_of
from keyaccount.actions.shared import changing, journaling
from keyaccount.actions.shared.cleaning import NotTaken, day, text
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.refusing import refused
from keyaccount.records.deals.models import Intelligence

POLICY = policy_of("intelligence")
VERB = "record"
LONGEST_WHY = 300
_TOLD = ("statement", "how", "source_name", "withdrawn_why", "why")


def opened_for(by: Principal, id: UUID | str) -> Intelligence:
    """The statement, locked for change. Raises `Missing`, or `Refused`, also for one that was withdrawn."""
    row: Intelligence = changeable(by, "intelligence", id, verb=VERB)
    if row.withdrawn_at is not None:
        raise Refused(say("这条情报已经撤回，不能再改"))
    return row


def refuse(values: Mapping[str, Any]) -> list[Problem]:
    """What the ledger doesn't take, one problem a field, with what may be written instead (INT-1)."""
    refusals = edition_in_force().power.refusals
    return [
        Problem(
            "refused",
            say("“{word}”不能记：{label}。{why}", word=word, label=each.label, why=each.explanation),
            field=name,
        )
        for name in _TOLD
        for each, word in refused(refusals, str(values.get(name) or ""))
    ]


def put(row: Any, *, by: Principal, at: datetime, **values: Any) -> None:
    """Save columns of a row that is there, with version and stamps."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.updated_at, row.updated_by = row.version + 1, at, by.id
    row.save(force_update=True)


def stamps(by: Principal, at: datetime) -> dict[str, Any]:
    """The columns every new row takes."""
    return {"created_at": at, "updated_at": at, "created_by": by.id, "updated_by": by.id}


def tell(
    kind: str,
    row: Intelligence,
    *,
    by: Principal,
    at: datetime,
    changed: Mapping[str, list[Any]] | None = None,
    secret: bool = False,
) -> None:
    """One line of the journal, without a word of the statement; of what is secret one that nobody is shown."""
    data, klass = changing.told(POLICY, changed or {})
    hidden = secret or row.secret
    journaling.write(
        kind,
        by=by,
        at=at,
        entity="intelligence",
        object_id=row.pk,
        account_id=row.account_id,
        klass=FieldClass.SECRET if hidden else klass,
        data=data,
    )


def words(field: str, label: Say, raw: Any) -> str:
    """A line of reasons. Raises `Invalid` where it is missing, too long, or not to be written down."""
    try:
        said = text(raw, limit=LONGEST_WHY, one_line=True).strip()
    except NotTaken as error:
        raise invalid(field, error.message, error.code) from None
    if not said:
        raise invalid(field, say("请填写{label}", label=label), "required")
    if problems := refuse({"why": said}):
        raise Invalid(*(Problem(p.code, p.message, field=field) for p in problems))
    return said


def past_day(field: str, raw: Any, at: datetime) -> date:
    """A day that has come; today where none is given. Raises `Invalid`."""
    try:
        when = day(raw)
    except NotTaken as error:
        raise invalid(field, error.message, error.code) from None
    when = when or day_of(at)
    if when > day_of(at):
        raise invalid(field, say("日期不能晚于今天"), "future")
    return when


def invalid(field: str, message: Say, code: str = "invalid") -> Invalid:
    return Invalid(Problem(code, message, field=field))

"""Somebody asks to be forgotten (PIPL art. 47): in one action all that is personal goes, the rest no longer names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.profiles import erasing
from keyaccount.actions.profiles.report_person import Report, report_of
from keyaccount.actions.shared import indexing, journaling
from keyaccount.actions.shared.verbs import MOST_STATED, written
from keyaccount.base import names
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.profiles import is_erased
from keyaccount.records.people.models import Person


@dataclass(frozen=True)
class Erased:
    """What stands in the person's place, and what was held before, where that was asked for."""

    person: Person
    report: Report | None


@transaction.atomic
def erase_person(
    *, by: Principal, at: datetime, id: UUID | str, reason: str, confirm: str, report: bool = False
) -> Erased:
    """Erase for good. `confirm` must be the person's name as it stands; `report` makes the access report first.

    Raises `Missing`, `Refused` (only who leads and holds the customer) or `Invalid`; then nothing has changed.
    """
    row: Person = changeable(by, "person", id, verb="erase", archived=True)
    told = _reason(row, reason, confirm)
    kept = report_of(by, row, at=at, purpose=told) if report else None
    erasing.drop_sensitive(row)
    erasing.blank_power(row)
    erasing.blank_intelligence(row, at=at)
    erasing.blank_traces(row)
    _blank(row, by, at)
    indexing.unindex("person", [row.pk])
    journaling.write(
        "person.erased",
        by=by,
        at=at,
        entity="person",
        object_id=row.pk,
        account_id=row.account_id,
        person_id=row.pk,
        data={"reason": told},
    )
    return Erased(row, kept)


def _reason(row: Person, reason: str, confirm: str) -> str:
    problems, told = [], written("reason", reason, most=MOST_STATED)
    if not told:
        problems.append(Problem("required", say("请写明谁在什么时候提出的要求"), field="reason"))
    if row.name and row.name in told:
        problems.append(Problem("kept_out", say("原因会留在日志里，请不要写出这个人的姓名"), field="reason"))
    if confirm.strip() != row.name:
        problems.append(Problem("confirm", say("请一字不差地写出这位联系人的姓名"), field="confirm"))
    if is_erased(row.pk):
        problems.append(Problem("again", say("这位联系人的个人信息已经删除过了")))
    if problems:
        raise Invalid(*problems)
    return told


def _blank(row: Person, by: Principal, at: datetime) -> None:
    row.name = erasing.NAME
    row.name_sort = names.sort_key(erasing.NAME)[:160]
    for column in erasing.BLANKED:
        setattr(row, column, "")
    row.private_phone = None
    row.is_key = False
    row.archived_at = row.archived_at or at
    row.version += 1
    row.updated_at, row.updated_by = at, by.id
    row.save(force_update=True)

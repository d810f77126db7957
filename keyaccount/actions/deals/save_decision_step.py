"""Write down a step the customer goes through, and which others it waits for (PPL-6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import FieldClass, Principal, changeable, everything
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.shared import changing, journaling
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import Say, say
from keyaccount.records.deals.models import DecisionOrder, DecisionStep

_WHY = "the deal whose steps these are was opened for change just above"


@transaction.atomic
def save_decision_step(
    *,
    by: Principal,
    at: datetime,
    deal: UUID | str,
    raw: Mapping[str, Any],
    after: Iterable[UUID | str] | None = None,
    id: UUID | str | None = None,
    version: int | None = None,
) -> DecisionStep:
    """A new step of the deal, or with `id` the changed one. `after`: ids of all the steps it waits for; None leaves them.

    Raises `Missing`, `Refused`, `Conflict`, or `Invalid`: also for steps that would wait for one another.
    """
    held = changeable(by, "opportunity", deal)
    fields = {name: value for name, value in raw.items() if name != "opportunity"}
    if id is None:
        given = {**fields, "opportunity": str(held.pk)}
        row: DecisionStep = create_record(by=by, at=at, entity="decision_step", raw=given)
    else:
        row = edit_record(by=by, at=at, entity="decision_step", id=id, raw=fields, version=version)
        if row.opportunity_id != held.pk:
            raise Missing()
    if after is not None:
        _wait(row, [str(one) for one in after if one], by, at)
    return row


def _wait(row: DecisionStep, after: Sequence[str], by: Principal, at: datetime) -> None:
    steps = everything(DecisionStep, why=_WHY).filter(opportunity=row.opportunity_id)
    names = {str(one): name for one, name in steps.values_list("pk", "name")}
    if strange := [one for one in after if one not in names]:
        raise _refused(say("没有这个步骤：{id}", id=strange[0][:40]), "reference")
    orders = everything(DecisionOrder, why=_WHY).filter(step__opportunity=row.opportunity_id)
    waits: dict[str, set[str]] = {}
    for step, before in orders.values_list("step_id", "after_id"):
        waits.setdefault(str(step), set()).add(str(before))
    standing, wanted = waits.get(str(row.pk), set()), set(after)
    if standing == wanted:
        return
    waits[str(row.pk)] = wanted
    if circle := _circle(waits, str(row.pk)):
        way = " → ".join(names[one] for one in circle)
        raise _refused(say("步骤不能互相等待：{way}", way=way), "cycle")
    orders.filter(step=row).exclude(after__in=wanted).delete()
    fresh = [DecisionOrder(step=row, after_id=one) for one in sorted(wanted - standing)]
    everything(DecisionOrder, why=_WHY).bulk_create(fresh)
    _tell(row, by, at)


def _circle(waits: Mapping[str, set[str]], start: str) -> list[str]:
    """The way from a step back to itself through what it waits for; empty when there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for one in sorted(waits.get(way[-1], ())):
            if one == start:
                return [*way, start]
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []


def _tell(row: DecisionStep, by: Principal, at: datetime) -> None:
    """Only the order may have changed: the record did too."""
    if row.updated_at != at:
        rows = everything(DecisionStep, why=_WHY).filter(pk=row.pk)
        rows.update(version=row.version + 1, updated_at=at, updated_by=by.id)
        row.version, row.updated_at = row.version + 1, at
        journaling.write(
            "decision_step.edited",
            by=by,
            at=at,
            entity="decision_step",
            object_id=row.pk,
            label=row.name,
            account_id=changing.account_of(row),
            klass=FieldClass.INTERNAL,
        )


def _refused(words: Say, code: str) -> Invalid:
    return Invalid(Problem(code, words, field="after"))

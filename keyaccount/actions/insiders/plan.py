"""The plan to win them, started early, and what they need, served by professional ways alone (INS-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.insiders.keeping import decent, opened_by, tell
from keyaccount.actions.shared.verbs import any_day, invalid, past_day, stamps
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Missing
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.people.models import Insider, InsiderNeed, InsiderStep

_WHY = "of an insider that was opened for who is named just above"


@transaction.atomic
def add_step(*, by: Principal, at: datetime, id: UUID | str, title: Any, due_on: Any) -> InsiderStep:
    """A step with its day. Raises `Missing` or `Invalid`."""
    row = opened_by(by, id)
    what = decent("title", say("做什么"), title, most=200, needed=True)
    step = InsiderStep(insider=row, title=what, due_on=any_day("due_on", due_on), **stamps(by, at))
    step.save(force_insert=True)
    tell(row, "planned", by=by.id, at=at)
    return step


@transaction.atomic
def finish_step(
    *, by: Principal, at: datetime, id: UUID | str, step: UUID | str, on: Any = ""
) -> InsiderStep:
    """Done on a day that has come. Raises `Missing` or `Invalid`."""
    row = opened_by(by, id)
    done: InsiderStep = _finished(InsiderStep, row, step, on, by=by, at=at)
    tell(row, "stepped", by=by.id, at=at)
    return done


@transaction.atomic
def add_need(
    *, by: Principal, at: datetime, id: UUID | str, kind: str, way: str, safe: Any, text: Any = ""
) -> InsiderNeed:
    """What they need, of the seed's five kinds, and a way of the edition's closed list that serves it.

    `safe`: why it does them no harm. There is no other way to enter; money and gifts are refused in words too.
    Raises `Missing` or `Invalid`.
    """
    row, edition = opened_by(by, id), edition_in_force()
    if kind not in {one.key for one in edition.insider_needs}:
        raise invalid("kind", say("请从五种需求里选一种"), "choice")
    known = {one.key: one for one in edition.power.insider_ways}
    if way not in known:
        raise invalid("way", say("只能从清单里选一种专业的办法"), "choice")
    if kind not in known[way].needs:
        raise invalid("way", say("这种办法满足不了这类需求，请换一种办法"), "unfit")
    need = InsiderNeed(
        insider=row,
        kind=kind,
        way=way,
        text=decent("text", say("具体是什么"), text),
        safe=decent("safe", say("对他安全吗，为什么"), safe, needed=True),
        **stamps(by, at),
    )
    need.save(force_insert=True)
    tell(row, "needs", by=by.id, at=at, need=kind, way=way)
    return need


@transaction.atomic
def finish_need(
    *, by: Principal, at: datetime, id: UUID | str, need: UUID | str, on: Any = ""
) -> InsiderNeed:
    """Served on a day that has come. Raises `Missing` or `Invalid`."""
    row = opened_by(by, id)
    done: InsiderNeed = _finished(InsiderNeed, row, need, on, by=by, at=at)
    tell(row, "served", by=by.id, at=at, need=done.kind)
    return done


@transaction.atomic
def remove_need(*, by: Principal, at: datetime, id: UUID | str, need: UUID | str) -> None:
    """Raises `Missing`."""
    row = opened_by(by, id)
    gone, _ = everything(InsiderNeed, why=_WHY).filter(insider=row, pk=need).delete()
    if not gone:
        raise Missing()
    tell(row, "need_removed", by=by.id, at=at)


@transaction.atomic
def remove_step(*, by: Principal, at: datetime, id: UUID | str, step: UUID | str) -> None:
    """Raises `Missing`."""
    row = opened_by(by, id)
    gone, _ = everything(InsiderStep, why=_WHY).filter(insider=row, pk=step).delete()
    if not gone:
        raise Missing()
    tell(row, "step_removed", by=by.id, at=at)


def _finished(model: Any, row: Insider, id: UUID | str, on: Any, *, by: Principal, at: datetime) -> Any:
    found = everything(model, why=_WHY).filter(insider=row, pk=id).first()
    if found is None:
        raise Missing()
    found.done_on = past_day("done_on", on or day_of(at), at)
    found.updated_at, found.updated_by = at, by.id
    found.save(update_fields=["done_on", "updated_at", "updated_by"])
    return found

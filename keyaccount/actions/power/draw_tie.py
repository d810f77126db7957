"""Draw a tie between two people of a customer, or between one of them and a rival (PPL-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, policy_of
from keyaccount.actions.power.maps import open_map, person_of, refused, rival_of
from keyaccount.actions.power.tying import tell_tie
from keyaccount.actions.shared.cleaning import clean
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.records.people.models import Tie

_WHY = "the account was opened for change just above"
_OPTIONAL = ("weight", "basis", "source", "note", "certainty", "observed_on")
_BOTH_WAYS = ("trusts", "conflict")


@transaction.atomic
def draw_tie(
    *,
    by: Principal,
    at: datetime,
    account: UUID | str,
    kind: str,
    person: UUID | str,
    other: UUID | str | None = None,
    rival: UUID | str | None = None,
    raw: Mapping[str, Any] | None = None,
) -> Tie:
    """The tie; drawn anew with another weight or basis it replaces the old one, drawn the same it changes nothing.

    `raw`: weight 1–3, basis, source, note, certainty, observed_on. Trust and conflict hold both ways and stand once.
    Raises `Missing`, `Refused` or `Invalid`.
    """
    place = open_map(by, account=account)
    given = {name: raw[name] for name in _OPTIONAL if raw and name in raw}
    fields = {f.name: f for f in policy_of("tie").fields}
    values, problems = clean(by, {n: fields[n] for n in ("kind", *_OPTIONAL)}, {"kind": kind, **given})
    if problems:
        raise Invalid(*problems)
    if not values.get("kind"):
        raise refused("kind", say("请选择是什么关系"), "required")
    if values.get("observed_on") and values["observed_on"] > day_of(at):
        raise refused("observed_on", say("得知的日期不能晚于今天"), "future")
    one = person_of(by, place, person)
    another = person_of(by, place, other) if other else None
    against = rival_of(by, rival)
    if (values["kind"] == "handler") != bool(against) or bool(against) == bool(another):
        raise refused("other", say("友商对接连的是一家友商，其他关系连的是另一个人"), "choice")
    if another and another.pk == one.pk:
        raise refused("other", say("不能和自己连线"), "cycle")
    row = Tie(
        account=place.account,
        kind=values["kind"],
        person=one,
        other=another,
        rival=against,
        weight=values.get("weight") or 2,
        basis=values.get("basis") or "",
        source=values.get("source") or "",
        note=values.get("note") or "",
        certainty=values.get("certainty") or "assumed",
        observed_on=values.get("observed_on"),
        created_at=at,
        created_by=by.id,
    )
    return _settle(row, by, at)


def _settle(row: Tie, by: Principal, at: datetime) -> Tie:
    rows = everything(Tie, why=_WHY).filter(account=row.account, kind=row.kind, removed_at=None)
    standing: Tie | None = rows.filter(person=row.person, other=row.other, rival=row.rival).first()
    if standing is None and row.kind in _BOTH_WAYS:
        standing = rows.filter(person=row.other, other=row.person).first()
    if standing and _same(standing, row):
        return standing
    if standing:
        rows.filter(pk=standing.pk).update(removed_at=at, removed_by=by.id)
        tell_tie("tie.cut", standing, by=by, at=at)
    row.save(force_insert=True)
    tell_tie("tie.drawn", row, by=by, at=at)
    return row


def _same(one: Tie, other: Tie) -> bool:
    told = ("weight", "basis", "source", "note", "certainty", "observed_on")
    return all(getattr(one, name) == getattr(other, name) for name in told)

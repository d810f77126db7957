"""Two people of a customer are related (PPL-3): personal-sensitive, so for who reads that class alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from keyaccount.access import FieldClass, Principal, attachable, everything, found, policy_of
from keyaccount.actions.power.maps import Place, person_of
from keyaccount.actions.profiles.keeping_out import kept_out
from keyaccount.actions.shared import journaling
from keyaccount.actions.shared.cleaning import clean
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Missing, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.people.models import KinTie, Person

_WHY = "the account was opened for change just above"
_FIELDS = ("other", "source", "note", "certainty", "observed_on")


@transaction.atomic
def draw_kin(*, by: Principal, at: datetime, person: UUID | str, raw: Mapping[str, Any]) -> KinTie:
    """The tie; kinship holds both ways and stands once. `raw`: other, source, note, certainty, observed_on.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    whose: Person = found(by, "person", person)
    if whose.account_id is None:
        raise Refused()
    place = Place(attachable(by, "kin_tie", whose.account_id, verb="draw"), None)
    fields = {name: policy_of("kin_tie").by_name[name] for name in _FIELDS}
    values, problems = clean(by, fields, {"other": "", **raw})
    problems += kept_out({"note": values.get("note", "")})
    if (day := values.get("observed_on")) and day > day_of(at):
        problems.append(Problem("range", say("得知的日期不能晚于今天"), field="observed_on"))
    if problems:
        raise Invalid(*problems)
    other = person_of(by, place, values["other"])
    if other.pk == whose.pk:
        raise Invalid(Problem("cycle", say("不能和自己连线"), field="other"))
    both = everything(Person, why=_WHY).filter(pk__in=[whose.pk, other.pk], archived_at=None)
    if len(both.order_by("pk").select_for_update()) < 2:
        raise Missing()
    return _settle(place, whose, other, values, by, at)


def _settle(
    place: Place, whose: Person, other: Person, values: Mapping[str, Any], by: Principal, at: datetime
) -> KinTie:
    both = Q(person=whose, other=other) | Q(person=other, other=whose)
    standing = everything(KinTie, why=_WHY).filter(both, account=place.account, removed_at=None)
    if kept := standing.first():
        same: KinTie = kept
        return same
    row = KinTie(
        account=place.account,
        person=whose,
        other=other,
        source=values.get("source") or "",
        note=values.get("note") or "",
        certainty=values.get("certainty") or "assumed",
        observed_on=values.get("observed_on"),
        created_at=at,
        created_by=by.id,
    )
    row.save(force_insert=True)
    tell_kin("kin_tie.drawn", row, by=by, at=at)
    return row


def tell_kin(kind: str, row: KinTie, *, by: Principal, at: datetime) -> None:
    """The journal learns that a tie was drawn or cut, for who reads this class; neither name is in it."""
    journaling.write(
        kind,
        by=by,
        at=at,
        entity="kin_tie",
        object_id=row.pk,
        account_id=row.account_id,
        person_id=row.person_id,
        klass=FieldClass.PERSONAL,
    )

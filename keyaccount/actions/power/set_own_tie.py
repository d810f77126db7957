"""Who of us faces whom of them, how well they stand and how well they ought to (counterparts, 对位)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, found
from keyaccount.actions.power.maps import open_map, person_of, refused
from keyaccount.actions.power.tying import end, tell_own
from keyaccount.actions.shared.cleaning import NotTaken, whole
from keyaccount.base.language import say
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import OwnTie

_WHY = "the account was opened for change just above"


@transaction.atomic
def set_own_tie(
    *,
    by: Principal,
    at: datetime,
    account: UUID | str,
    person: UUID | str,
    member: UUID | str,
    level: Any = 0,
    wanted: Any = 0,
    cadence_days: Any = None,
) -> OwnTie:
    """The relation of one of us to one of them; `level` and `wanted` 0–4. The earlier one at this
    account ends with it.

    Raises `Missing`, `Refused` or `Invalid`.
    """
    place = open_map(by, account=account)
    whom = person_of(by, place, person)
    ours: Member = found(by, "member", member)
    if not ours.is_active:
        raise refused("member", say("{name} 已停用，请换一位同事", name=ours.name), "inactive")
    row = OwnTie(
        account=place.account,
        member=ours,
        person=whom,
        level=_number("level", level, most=4) or 0,
        wanted=_number("wanted", wanted, most=4) or 0,
        cadence_days=_number("cadence_days", cadence_days, least=1, most=365),
        created_at=at,
        created_by=by.id,
    )
    rows = everything(OwnTie, why=_WHY).filter(account=place.account, member=ours, person=whom)
    standing: OwnTie | None = rows.filter(removed_at=None).first()
    told = ("level", "wanted", "cadence_days")
    if standing and all(getattr(standing, name) == getattr(row, name) for name in told):
        return standing
    if standing:
        end(standing, by=by, at=at)
    row.save(force_insert=True)
    tell_own("own_tie.set", row, by=by, at=at)
    return row


def _number(field: str, raw: Any, *, least: int = 0, most: int) -> int | None:
    try:
        return whole(raw, least=least, most=most)
    except NotTaken as error:
        raise refused(field, error.message, error.code) from None

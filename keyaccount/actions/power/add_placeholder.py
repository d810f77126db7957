"""A place on the map for somebody who must be there and was not found yet (PPL-5, PPL-7)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.power.maps import id_of, new_card, open_map, refused, say_of, tell, words
from keyaccount.base.language import say
from keyaccount.records.deals.models import Stakeholder
from keyaccount.records.people.choices import FUNCTION
from keyaccount.records.people.models import CustomerUnit

_WHY = "the account of the map was opened for change just above"


@transaction.atomic
def add_placeholder(
    *,
    by: Principal,
    at: datetime,
    label: str,
    unit: UUID | str | None = None,
    function: str = "",
    account: UUID | str | None = None,
    deal: UUID | str | None = None,
) -> Stakeholder:
    """A card without a person, such as “信息中心主任（待识别）”. Raises `Missing`, `Refused` or `Invalid`."""
    place = open_map(by, account=account, deal=deal)
    called = words("label", label, most=120)
    if not called:
        raise refused("label", say("请写明要找的是什么人，例如“信息中心主任”"), "required")
    units = everything(CustomerUnit, why=_WHY).filter(account=place.account)
    if unit and not units.filter(pk=id_of("unit", unit)).exists():
        raise refused("unit", say("所选部门不属于这个客户"), "other_account")
    if function and function not in FUNCTION:
        raise refused("function", say("没有这种部门职能"), "choice")
    card = new_card(by, at, place, None)
    say_of(card, "label", called, by=by, at=at)
    if unit:
        say_of(card, "unit", str(unit), by=by, at=at)
    if function:
        say_of(card, "function", function, by=by, at=at)
    say_of(card, "shown", True, by=by, at=at)
    tell("placed", place, card, by=by, at=at, placeholder=called)
    return card

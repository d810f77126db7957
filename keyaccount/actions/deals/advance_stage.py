"""Take a deal through the gate of its stage (STG-2): every condition met or let go, else each open one is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import must_be, step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.facts.deal_judging import Judged
from keyaccount.playbook.gates import GateItemVerdict
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def advance_stage(*, by: Principal, at: datetime, id: UUID | str, version: int | None = None) -> Opportunity:
    """The deal in its next stage; past the last gate it is won.

    Raises `Missing`, `Refused`, or `Invalid` with one problem for each condition that stands against it: `field` is
    the item's key, `code` "gate_open" or "gate_unknown".
    """
    deal: Opportunity = changeable(by, "opportunity", id, verb="advance")
    must_be(deal, "open")
    found = refresh([deal], at)[deal.pk]
    if version is not None and version != deal.version:
        raise Invalid(Problem("moved", say("这个商机刚被别人改过，请看一下现在的情况再推进")))
    if not found.gate.passable:
        raise Invalid(*_against(found))
    following = found.gate.next
    if following is None:
        step(found, "win", by=by, at=at, state="won")
        tell("won", deal, by=by, at=at)
        return deal
    step(found, "advance", by=by, at=at, to=following.key)
    tell("advanced", deal, by=by, at=at, stage=following.key)
    refresh([deal], at)
    return deal


def _against(found: Judged) -> list[Problem]:
    """What keeps the gate shut, in the order of the playbook."""
    return [
        Problem(f"gate_{one.state}", _told(one), field=one.item.key)
        for one in found.gate.items
        if one.state != "met" and not one.waived
    ]


def _told(one: GateItemVerdict) -> Say:
    if one.state == "unknown":
        return say("{label}：还不清楚", label=one.item.label)
    return say("{label}：还没做到", label=one.item.label)

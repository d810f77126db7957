"""Negotiation points and limits (NEG-1): nothing is given without something got for it; beyond the limit somebody approves."""

from __future__ import annotations

from typing import Any

from keyaccount.access import everything
from keyaccount.actions.contracts.moving import deal_changed
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import clock
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.contracts.models import NegotiationLimit, NegotiationPoint

_WHY = "the point was opened for change; a limit stands once"
_WEIGHED = ("given", "got", "margin_change", "beyond_limit")


def prepare(change: Change) -> list[Problem]:
    """A point that is agreed says what was got for what was given; what goes beyond the limit is approved before."""
    row: NegotiationPoint = change.row
    problems = []
    if not change.created and change.after("opportunity") != row.opportunity_id:
        problems.append(Problem("fixed", say("不能换到别的商机"), field="opportunity"))
    if not change.after("state"):
        change.values["state"] = "open"
    changed = any(name in change.values and change.values[name] != getattr(row, name) for name in _WEIGHED)
    if changed and row.approved_at:  # what was approved is not what stands now
        change.values["approved_by"] = change.values["approved_at"] = None
    if change.after("state") == "agreed":
        if (change.after("given") or "").strip() and not (change.after("got") or "").strip():
            problems.append(Problem("required", say("让步要换回点什么，请写明换回了什么"), field="got"))
        if change.after("beyond_limit") and not change.after("approved_at"):
            problems.append(Problem("approval", say("超出底线，要先批准才能谈妥"), field="state"))
    return problems


def prepare_limit(change: Change) -> list[Problem]:
    """One limit for a point."""
    others = everything(NegotiationLimit, why=_WHY).filter(point_id=change.after("point"))
    if others.exclude(pk=change.row.pk).exists():
        return [Problem("taken", say("这个要点已经写了底线，请修改原来的"), field="point")]
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    deal_changed(change.row.opportunity_id, change.at, change.by)


def gone(row: NegotiationPoint) -> None:
    deal_changed(row.opportunity_id, clock.now())


rules.add("negotiation_point", Rules(prepare=prepare, settle=settle, gone=gone))
rules.add("negotiation_limit", Rules(prepare=prepare_limit, label=lambda limit: limit.point.topic))

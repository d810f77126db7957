"""One statement with what it is paired with, what it supports, and who may know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Principal, access_to, everything, opened
from keyaccount.queries.intelligence.telling import Told, ToldList, alike, one, tell
from keyaccount.queries.records.names import names_for
from keyaccount.records.deals.models import IntelligenceLink

_WHY = "what a statement supports that the reader sees; each record is named only if they see it too"


@dataclass(frozen=True)
class PairShown:
    """A pair as told beside one of its two: the other statement, and how it was settled."""

    row: Any
    other: Told
    settle: bool
    page: ToldList


@dataclass(frozen=True)
class LinkShown:
    id: UUID
    entity: str
    object_id: UUID
    name: str


@dataclass(frozen=True)
class IntelligenceShown:
    """`near`: others about the same thing, to compare with. `readers`: {member id: name}, of secret ones alone."""

    told: Told
    page: ToldList
    pairs: list[PairShown]
    near: ToldList
    links: list[LinkShown]
    may_change: bool
    own: bool
    readers: dict[UUID, str] = field(default_factory=dict)


def show_intelligence(by: Principal, id: UUID | str, today: date) -> IntelligenceShown:
    """The statement, or `Missing`."""
    found = one(by, id, today)
    told = found.rows[0]
    access = access_to(by, "intelligence")
    change = access.allows(told.row, "record") and told.row.withdrawn_at is None
    pairs = _pairs(by, told, today, change)
    known = {pair.other.id for pair in pairs}
    near = alike(by, today, told.row)
    return IntelligenceShown(
        told,
        found,
        pairs,
        ToldList([one for one in near.rows if one.id not in known], near.fields, near.names),
        _links(by, told),
        change,
        told.row.owner_id == by.id,
        _readers(by, told),
    )


def _pairs(by: Principal, told: Told, today: date, change: bool) -> list[PairShown]:
    rows = list(
        opened(by, "intelligence_pair").filter(Q(one=told.id) | Q(other=told.id)).order_by("created_at", "pk")
    )
    ids = [row.other_id if row.one_id == told.id else row.one_id for row in rows]
    others = list(opened(by, "intelligence").filter(pk__in=ids).select_related("account"))
    page = tell(by, others, today, len(ids))
    known = {one.id: one for one in page.rows}
    allows = access_to(by, "intelligence").allows
    return [
        PairShown(row, known[id], change and _open(row) and allows(known[id].row, "record"), page)
        for row, id in zip(rows, ids, strict=True)
        if id in known
    ]


def _open(pair: Any) -> bool:
    return pair.relation == "contradicts" and pair.resolved_on is None


def _links(by: Principal, told: Told) -> list[LinkShown]:
    """Links to records the reader sees; of the others not even that there is one."""
    rows = list(everything(IntelligenceLink, why=_WHY).filter(intelligence=told.id).order_by("created_at"))
    names: dict[str, dict[Any, str]] = {}
    for entity in {row.entity for row in rows}:
        names[entity] = names_for(by, entity, [row.object_id for row in rows if row.entity == entity])
    return [
        LinkShown(row.pk, row.entity, row.object_id, str(names[row.entity][row.object_id]))
        for row in rows
        if row.object_id in names[row.entity]
    ]


def _readers(by: Principal, told: Told) -> dict[UUID, str]:
    if not told.row.secret:
        return {}
    rows = opened(by, "intelligence_reader").filter(intelligence=told.id).order_by("member__name", "pk")
    return dict(rows.values_list("member_id", "member__name"))

"""What is known of an account beyond its fields: dossier, group, holders, judgements, and what a merge would do."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal, found
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.interfaces.api.values import MoneyOut, shown
from keyaccount.interfaces.api.verbs.accounts import ONE, Judged, judgement
from keyaccount.queries.accounts.dossier import ItemShown, account_dossier
from keyaccount.queries.accounts.group import Node, account_group
from keyaccount.queries.accounts.holding import account_holdings
from keyaccount.queries.accounts.judging import account_judging
from keyaccount.queries.accounts.merge_preview import merge_preview


class DossierEntry(Shape):
    """One item: what is known, from whom, how old; `ask` is the question that finds it out."""

    item: str
    label: str
    ask: str
    state: str
    counts: int
    weight: int
    age_days: int | None
    source: str | None
    value: Any
    fact: UUID | None
    field: str | None


class DossierPart(Shape):
    group: str
    label: str
    percent: int | None
    items: list[DossierEntry]


class Dossier(Shape):
    percent: int
    groups: list[DossierPart]
    asks: list[str]


class GroupNode(Shape):
    """An account in its group; totals include everything below that the reader sees."""

    id: UUID
    name: str
    tier: str
    owner: str | None
    seats: int | None
    people: int
    received: MoneyOut | None
    total_seats: int
    total_people: int
    total_received: MoneyOut
    children: list[GroupNode]


class Group(Shape):
    tops: list[GroupNode]


class Held(Shape):
    owner: str | None
    began_at: datetime
    ended_at: datetime | None
    how: str
    reason: str | None


class Holdings(Shape):
    items: list[Held]


class Judgements(Shape):
    items: list[Judged]


class Choice(Shape):
    field: str
    kept: Any
    dropped: Any
    takes_dropped: bool


class MergePlan(Shape):
    choices: list[Choice]
    moving: dict[str, int]


def today() -> date:
    return clock.day_of(clock.now())


def dossier(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    known = account_dossier(by, found(by, "account", id, archived=True), today=today())
    groups = [
        {
            "group": g.group.key,
            "label": g.group.label,
            "percent": g.percent,
            "items": [_entry(i) for i in g.items],
        }
        for g in known.groups
    ]
    asks = [i.verdict.item.key for i in known.asks]
    return answers.answer({"percent": known.percent, "groups": groups, "asks": asks})


def _entry(shown_item: ItemShown) -> dict[str, Any]:
    verdict = shown_item.verdict
    return {
        "item": verdict.item.key,
        "label": verdict.item.label,
        "ask": verdict.item.ask,
        "state": verdict.state,
        "counts": verdict.counts,
        "weight": verdict.item.weight,
        "age_days": verdict.age,
        "source": verdict.source or None,
        "value": shown_item.fact.text if shown_item.fact else _plain(shown_item.value),
        "fact": shown_item.fact.pk if shown_item.fact else None,
        "field": shown_item.field or None,
    }


def _plain(value: Any) -> Any:
    """A field's value; a record it refers to by its id."""
    return getattr(value, "pk", None) if hasattr(value, "_meta") else shown(value)


def group(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    return answers.answer({"tops": [_node(node) for node in account_group(by, id)]})


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "name": node.name,
        "tier": node.tier,
        "owner": node.owner or None,
        "seats": node.seats,
        "people": node.people,
        "received": node.received,
        "total_seats": node.total_seats,
        "total_people": node.total_people,
        "total_received": node.total_received,
        "children": [_node(child) for child in node.children],
    }


def holdings(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    rows = account_holdings(by, id)
    kept = ("owner", "began_at", "ended_at", "how", "reason")
    return answers.answer({"items": [{name: shown(getattr(row, name)) for name in kept} for row in rows]})


def judgements(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    history = account_judging(by, id, today=today()).history
    return answers.answer({"items": [judgement(row.judgement) for row in history]})


def plan_merge(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    asked.only(request, ("drop",))
    plan = merge_preview(by, id, asked.uuid(request, "drop"))
    choices = [
        {
            "field": c.field.name,
            "kept": shown(c.kept),
            "dropped": shown(c.dropped),
            "takes_dropped": c.takes_dropped,
        }
        for c in plan.choices
    ]
    return answers.answer({"choices": choices, "moving": plan.moving})


DROP = asked.parameter("drop", say("并入本客户的另一客户"), required=True, format="uuid")


def register() -> None:
    add = partial(operation, "GET", tag="accounts")
    add(
        f"{ONE}/dossier",
        dossier,
        id="get-dossier",
        summary=say("客户档案：知道多少、从谁得知、多久以前"),
        answer=Dossier,
    )
    add(f"{ONE}/group", group, id="get-group", summary=say("集团树与汇总"), answer=Group)
    add(f"{ONE}/holdings", holdings, id="list-holdings", summary=say("历任负责人"), answer=Holdings)
    add(f"{ONE}/judgements", judgements, id="list-judgements", summary=say("历次等级判定"), answer=Judgements)
    add(
        f"{ONE}/merge",
        plan_merge,
        id="plan-merge",
        summary=say("合并预览"),
        answer=MergePlan,
        parameters=[DROP],
    )

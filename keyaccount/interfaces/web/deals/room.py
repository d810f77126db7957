"""The page of one deal: where it stands and what blocks it; what is known of it; how it came here (OPP-1..4, STG-2, STG-4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.changing import FIELDS, GROUPS
from keyaccount.interfaces.web.deals.deciding import told_routes
from keyaccount.interfaces.web.deals.head import head, opened_room
from keyaccount.interfaces.web.deals.judging import told_blind, told_gate, told_steps, told_topics
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.interfaces.web.visits.near import tasks_near
from keyaccount.queries.deals.deal_room import DealRoom, PassageShown
from keyaccount.queries.records.list_records import Page, list_records
from keyaccount.records.deals.choices import PASSAGE

_SCOPE_LOOKS = {
    "inside": ("circle-check", "t-good"),
    "closable": ("tool", "t-info"),
    "outside": ("circle-x", "t-bad"),
}
_PASSAGE_LOOKS = {
    "open": ("circle-plus", ""),
    "advance": ("arrow-right", "good"),
    "back": ("arrow-back-up", "warn"),
    "shelve": ("player-pause", "warn"),
    "wake": ("player-play", "accent"),
    "lose": ("thumb-down", "bad"),
    "reopen": ("restore", "accent"),
    "win": ("trophy", "good"),
}


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """Gate and judgement; beside them the chance and what to do next."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    room = opened_room(request, id)
    context = head(room, by, "show")
    context |= {
        "gate": told_gate(room, context["may"]),
        "topics": told_topics(room, context["may"]["edit"]),
        "chance": {
            "percent": room.chance.percent,
            "parts": [{"label": str(one.label), "points": one.points} for one in room.chance.parts],
        },
        "steps": told_steps(room),
        "blind": told_blind(room),
        "tasks": tasks_near(by, room.shown.row.account_id, id, add=context["may"]["edit"]),
    }
    return page(request, "deals/show.html", context)


@require_GET
def details(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is known: the deal, the customer's budget, needs, products, our team."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    room = opened_room(request, id)
    context = head(room, by, "details")
    edit = context["may"]["edit"]
    context |= {
        "facts": {group: _facts(room, context["said"], names) for group, names in GROUPS.items()},
        "edit": {group: route("deals:edit", id, group) if edit else "" for group in GROUPS},
        "add": {one: route("deals:add", id, one) if edit and access_to(by, one).may("create") else "" for one in FIELDS},
        "needs": [_need(one, id, edit) for one in _hanging(room.needs, "need", by)],
        "lines": [_line(one, id, edit) for one in _hanging(room.lines, "opportunity_line", by)],
        "team": [_member(one, id, edit) for one in _hanging(room.team, "opportunity_member", by)],
        "routes": told_routes(by, id, edit),
        "reasons": [_reason(one, id, edit) for one in _hanging(_reasons(by, id), "reason", by)],
    }  # fmt: skip
    if context["add"]["decision_step"]:
        context["add"]["decision_step"] = route("deals:add_step", id)
        context["usual"] = route("deals:usual_steps", id)
    return page(request, "deals/details.html", context)


@require_GET
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every step of the deal, newest first, with the reason and the edition it was judged by."""
    room = opened_room(request, id)
    context = head(room, request.principal, "history")  # type: ignore[attr-defined]
    context["passages"] = [_passage(one) for one in room.passages]
    return page(request, "deals/history.html", context)


def _facts(room: DealRoom, said: dict[str, str], names: Iterable[str]) -> list[dict[str, str]]:
    fields = room.shown.fields
    return [
        {"name": name, "label": str(fields[name].label), "value": said[name]}
        for name in names
        if name in fields
    ]


def _hanging(found: Page, entity: str, by: Principal) -> list[dict[str, Any]]:
    """Records that hang on the deal, with their values in words, in the order in which they were added."""
    unit = by.member.money_unit
    return [
        {
            "id": row.id,
            "entity": entity,
            "values": row.values,
            "said": {n: words(found.fields[n], v, found.names, unit=unit) for n, v in row.values.items()},
        }
        for row in sorted(found.rows, key=lambda row: str(row.id))
    ]


def _tools(one: dict[str, Any], id: UUID, edit: bool, name: str) -> dict[str, Any]:
    args = (id, one["entity"], one["id"])
    ways = {"change": route("deals:change", *args), "remove": route("deals:remove", *args)} if edit else {}
    return {"name": name, **ways}


def _need(one: dict[str, Any], id: UUID, edit: bool) -> dict[str, Any]:
    said, values = one["said"], one["values"]
    icon, tone = _SCOPE_LOOKS.get(values["scope"], ("help-circle", "t-warn"))
    checked = (
        say("{name} {day} 确认", name=said["checked_by"], day=said["checked_on"])
        if said["checked_by"]
        else ""
    )
    effort = say("开发 {n} 人天", n=said["gap_effort"]) if said["gap_effort"] else ""
    ready = say("{day} 可交付", day=said["gap_on"]) if said["gap_on"] else ""
    return {
        **_tools(one, id, edit, said["statement"]),
        "icon": icon,
        "tone": tone,
        "scope": said["scope"],
        "kind": said["kind"],
        "priority": said["priority"],
        "who": " ".join(part for part in (said["unit"], said["person"]) if part),
        "checked": str(checked),
        "gap": " · ".join(str(part) for part in (effort, said["gap_price"], ready) if part),
    }


def _line(one: dict[str, Any], id: UUID, edit: bool) -> dict[str, Any]:
    said = one["said"]
    told = {"quantity": said["quantity"], "price": said["unit_price"], "amount": said["amount"]}
    return {**_tools(one, id, edit, said["product"]), **told}


def _member(one: dict[str, Any], id: UUID, edit: bool) -> dict[str, Any]:
    return {**_tools(one, id, edit, one["said"]["member"]), "role": one["said"]["role"]}


def _reasons(by: Principal, deal: UUID) -> Page:
    asked = {"opportunity": [str(deal)], "limit": ["200"]}
    columns = list(access_to(by, "reason").fields)
    return list_records(by, "reason", asked, default_sort="-updated_at", columns=columns, count=False)


def _reason(one: dict[str, Any], id: UUID, edit: bool) -> dict[str, Any]:
    said = one["said"]
    told = {name: said.get(name, "") for name in ("person", "need", "safety", "proof", "choices")}
    return {**_tools(one, id, edit, said["sentence"]), **told}


def _passage(one: PassageShown) -> dict[str, Any]:
    """A step in words: what was done, from where to where, why, after how many days, by which edition."""
    icon, tone = _PASSAGE_LOOKS.get(one.kind, ("history", ""))
    way = f"{one.from_stage} → {one.to_stage}" if one.from_stage != one.to_stage else one.to_stage
    days = say("在原阶段 {n} 天", n=one.days) if one.from_stage else ""
    rival = say("输给 {name}", name=one.lost_to) if one.lost_to else ""
    edition = say("打法第 {n} 版", n=one.edition_number)
    return {
        "icon": icon,
        "tone": tone,
        "by": one.by_name,
        "at": one.at,
        "text": f"{PASSAGE.get(one.kind, one.kind)}：{way if one.from_stage else one.to_stage}",
        "sub": " · ".join(str(part) for part in (one.reason, rival, days, edition) if part),
        "note": one.note,
    }

"""The page of a power map: the drawing for eyes and hands, and the outline with the same data and the same actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing
from keyaccount.interfaces.web.accounts.head import head as account_head
from keyaccount.interfaces.web.deals.head import head as deal_head
from keyaccount.interfaces.web.deals.head import opened_room
from keyaccount.interfaces.web.deals.parts import place
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.power.outline import outline
from keyaccount.interfaces.web.power.texts import texts
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.power.judging import judge_map
from keyaccount.queries.power.power_map import PowerMap, power_map, until_of
from keyaccount.queries.power.told import map_told


@require_GET
def deal(request: HttpRequest, id: UUID) -> HttpResponse:
    """The map of a deal."""
    context = deal_head(opened_room(request, id), request.principal, "map")  # type: ignore[attr-defined]
    return _page(request, "deals/deal.html", context, "deal", id)


@require_GET
def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """The map of a customer, whatever the deal."""
    context = account_head(request, id, "power:account")
    if not context["inside"]:
        raise Missing()
    return _page(request, "accounts/account.html", context, "account", id)


def _page(request: HttpRequest, base: str, context: dict[str, Any], kind: str, id: UUID) -> HttpResponse:
    told = told_map(request, kind, id)
    context |= {
        "base": base,
        "figures": [],
        "stages": [],
        "map": told,
        "kind": kind,
        "outline": outline(told),
        "rules": _by_rule(told["findings"]),
        "texts": texts(),
        "view": view if (view := request.GET.get("view")) in ("drawing", "outline") else "",
        "day": request.GET.get("at", ""),
    }
    return page(request, "power/map.html", context)


@require_GET
def data(request: HttpRequest, id: UUID, kind: str) -> JsonResponse:
    """The map as the island draws it; `?at=2026-10-01` as it was at the end of that day."""
    try:
        return JsonResponse(told_map(request, kind, id))
    except Invalid as error:
        return JsonResponse({"message": str(error.message)}, status=422)


def told_map(request: HttpRequest, kind: str, id: UUID) -> dict[str, Any]:
    """The map in words, with the addresses only pages have."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    today = clock.day_of(clock.now())
    until = until_of(request.GET.get("at", ""), today)
    found = power_map(by, today=today, until=until, **{kind: id})
    told = map_told(by, found, judge_map(by, found))
    for card in told["cards"]:
        card["href"] = route("people:show", UUID(card["person"])) if card["person"] and card["name"] else ""
    for finding in told["findings"]:
        finding["place"] = _place(finding["place"], found)
        finding["mute"] = _mute(finding, found) if found.may_change else ""
    return told


def _by_rule(findings: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What each rule finds, together; the rules stay in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in findings:
        found.setdefault(one["rule"], []).append(one)
    return list(found.values())


def _place(key: str, found: PowerMap) -> dict[str, Any]:
    return place(key, found.deal.pk, found.account.pk) if found.deal else {"label": "", "href": ""}


def _mute(finding: dict[str, Any], found: PowerMap) -> str:
    if not found.deal:
        return ""
    subject = finding["card"] or finding["step"] or ""
    return f"{route('power:mute', found.deal.pk, finding['rule'])}?subject={subject}"

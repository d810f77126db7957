"""The board: a column for each stage with its count and total, and its first cards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, Relation, access_to
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.listing import narrow, views
from keyaccount.interfaces.web.lists import Params, params_of
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.deals.board import Board, BoardColumn, Card, board
from keyaccount.records.deals.choices import VERDICT

# Parameters of a view that say nothing of whose deals are meant.
BESIDE = frozenset({"year", "month", "since", "until", "pipeline", "rule"})


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Open deals by stage; filters stand in the address as on the table."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    may = access_to(by, "opportunity").may
    if not by.grants("opportunity"):
        raise Refused()
    params = asked(by, request)
    found = board(by, params, today=clock.day_of(clock.now()), narrow=narrow(by, params))
    lanes = [_lane(one, params, found.currency, by.member.money_unit) for one in found.columns]
    first = next((n for n, lane in enumerate(lanes) if lane["count"]), 0)
    lanes[first]["now"] = True
    context = {
        "lanes": lanes,
        "total": found.count,
        "figures": _figures(found, by.member.money_unit),
        "filters": filters(by, "deals:board", params),
        "views": views(by, "board"),
        "may": {"create": may("create"), "move": may("advance")},
    }
    return page(request, "deals/board.html", context)


def asked(by: Principal, request: HttpRequest) -> Params:
    """The filters of the address; without any, the department's deals for who leads one, one's own for who sells."""
    params = params_of(request.GET)
    whole = params.pop("all", None)
    narrowed = any(name not in BESIDE for name in params)
    relations = by.grants("opportunity").keys()
    if not whole and not narrowed and {Relation.SUBTREE, Relation.COMPANY} & relations:
        params["held"] = ["department"]
    elif not whole and not narrowed and Relation.OWNER in relations:
        params["owner"] = ["me"]
    return params


def filters(by: Principal, name: str, params: Params) -> list[dict[str, Any]]:
    """Whose deals: mine, my department's, all that I see."""
    relations = by.grants("opportunity").keys()
    known: list[tuple[Any, dict[str, list[str]]]] = []
    if Relation.OWNER in relations:
        known.append((say("我的"), {"owner": ["me"]}))
    if {Relation.SUBTREE, Relation.COMPANY} & relations:
        known.append((say("部门"), {"held": ["department"]}))
    known.append((say("全部"), {}))
    return [
        {
            "label": str(label),
            "href": f"{reverse(name)}?{urlencode(query or {'all': ['1']}, doseq=True)}",
            "active": query == {name: value for name, value in params.items() if name not in BESIDE},
        }
        for label, query in known
    ]


def _lane(one: BoardColumn, params: Params, currency: str, unit: str) -> dict[str, Any]:
    query = {**params, "state": "open", "stage": one.stage.key}
    return {
        "key": one.stage.key,
        "label": str(one.stage.label),
        "meaning": str(one.stage.meaning),
        "count": one.count,
        "amount": " + ".join(
            shown.amount(total, code, unit) for code, total in ((currency, one.amount), *one.others)
        ),
        "stalled": one.stalled,
        "cards": [_card(card, unit) for card in one.cards],
        "more": one.count - len(one.cards),
        "href": f"{route('deals:list')}?{urlencode(query, doseq=True)}",
        "now": False,
    }


def _card(one: Card, unit: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "version": one.version,
        "name": one.name,
        "account": one.account_name,
        "owner": one.owner_name,
        "amount": shown.amount(one.amount, one.currency, unit),
        "chance": one.chance,
        "verdict": one.verdict,
        "verdict_label": str(VERDICT[one.verdict]),
        "days": one.days_in_stage,
        "stalled": one.stalled,
    }


def _figures(found: Board, unit: str) -> list[dict[str, Any]]:
    """All columns together; weighted by the win chance, so that a sum of hopes is not taken for money."""
    stalled = sum(one.stalled for one in found.columns)
    weighted = sum((one.weighted for one in found.columns), Decimal(0))
    return [
        {"label": str(say("进行中")), "value": shown.number(found.count)},
        {"label": str(say("合计金额")), "value": shown.amount(found.amount, found.currency, unit)},
        {"label": str(say("按把握折算")), "value": shown.amount(weighted, found.currency, unit)},
        {"label": str(say("停滞")), "value": shown.number(stalled), "tone": "warn" if stalled else ""},
    ]

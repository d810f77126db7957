"""The budget radar: whose budget season comes in which month, what is due by when, what slipped last year (OPP-3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base import clock, dates
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.board import asked, filters
from keyaccount.interfaces.web.deals.listing import narrow, views
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.deals.budget_radar import (
    AccountInSeason,
    Deadline,
    Missed,
    Radar,
    RadarMonth,
    budget_radar,
)
from keyaccount.records.deals.choices import BUDGET_STATE


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """`?year=2026`, the present one by default; deals narrowed as on the board."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.grants("opportunity"):
        raise Refused()
    today = clock.day_of(clock.now())
    params = asked(by, request)
    year = _year("".join(params.pop("year", [])), today)
    found = budget_radar(by, year, today=today, params=params, narrow=narrow(by, params))
    here = route("deals:radar")
    context = {
        "year": year,
        "before": f"{here}?year={year - 1}",
        "after": f"{here}?year={year + 1}",
        "advice": str(edition_in_force().budget_season.advice),
        "months": [_month(one, today, by.member.money_unit) for one in found.months if one.account_count or one.deadlines],
        "missed": [_missed(one) for one in found.missed],
        "missed_more": found.missed_count - len(found.missed),
        "figures": _figures(found),
        "filters": filters(by, "deals:radar", params),
        "views": views(by, "radar"),
    }  # fmt: skip
    return page(request, "deals/radar.html", context)


def _year(text: str, today: date) -> int:
    return int(text) if text.isdecimal() and len(text) == 4 and 1970 < int(text) < 2200 else today.year


def _month(one: RadarMonth, today: date, unit: str) -> dict[str, Any]:
    deals: dict[Any, list[dict[str, Any]]] = {}
    for deal in one.deals:
        money = shown.amount(deal.amount, deal.currency, unit)
        note = " · ".join(part for part in (money, str(BUDGET_STATE[deal.budget_state])) if part)
        deals.setdefault(deal.account_id, []).append({"id": deal.id, "name": deal.name, "note": note})
    return {
        "label": str(dates.month(one.first.month)),
        "now": (one.first.year, one.first.month) == (today.year, today.month),
        "count": one.account_count,
        "amount": shown.amount(one.amount, unit=unit) if one.amount else "",
        "rows": [_account(account, deals.get(account.id, []), today) for account in one.accounts],
        "more": one.account_count - len(one.accounts),
        "deadlines": [_deadline(each) for each in one.deadlines],
    }


def _account(one: AccountInSeason, deals: list[dict[str, Any]], today: date) -> dict[str, Any]:
    left = (one.ends - today).days
    due = say("还剩 {n} 天", n=left) if left >= 0 else say("已结束")
    span = say("{first} 到 {last}", first=shown.day(one.starts), last=shown.day(one.ends))
    return {
        "id": one.id,
        "name": one.name,
        "due": str(due),
        "tone": "warn" if one.starts <= today <= one.ends else "mute",
        "sub": " · ".join(part for part in (str(span), one.owner_name) if part),
        "deals": deals,
    }


def _deadline(one: Deadline) -> dict[str, Any]:
    late = str(say("逾期 {n} 个", n=one.late)) if one.late else ""
    return {
        "day": shown.day(one.on),
        "title": one.title,
        "done": str(say("完成 {done} / {total}", done=one.done, total=one.due)),
        "late": late,
    }


def _missed(one: Missed) -> dict[str, Any]:
    href = route("deals:show", one.id) if one.kind == "deal" else ""
    if not href and one.account_id:
        href = route("accounts:show", one.account_id)
    kind = say("因预算输单") if one.kind == "deal" else say("任务没按时做完")
    money = shown.amount(one.amount) if one.amount is not None else ""
    sub = " · ".join(part for part in (str(kind), one.account_name, shown.day(one.on), money) if part)
    return {"label": one.label, "href": href, "sub": sub}


def _figures(found: Radar) -> list[dict[str, Any]]:
    late = sum(each.late for month in found.months for each in month.deadlines)
    return [
        {"label": str(say("任务逾期")), "value": shown.number(late), "tone": "warn" if late else ""},
        {
            "label": str(say("去年错过")),
            "value": shown.number(found.missed_count),
            "tone": "warn" if found.missed_count else "",
        },
    ]

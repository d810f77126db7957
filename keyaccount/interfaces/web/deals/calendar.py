"""The month: when deals should be signed, when money should come, what is to be done."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.listing import views
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.deals.calendar import Event, Month, calendar

WEEKDAYS = (say("周一"), say("周二"), say("周三"), say("周四"), say("周五"), say("周六"), say("周日"))
KINDS: dict[str, tuple[Say, str]] = {
    "sign": (say("预计签订"), "file-check"),
    "pay": (say("应收款"), "coin"),
    "task": (say("任务"), "checklist"),
    "wake": (say("搁置到期"), "alarm"),
}
MOST = 5
MAIN = "CNY"


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """`?month=2026-11`, the present one by default."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.grants("opportunity"):
        raise Refused()
    today = clock.day_of(clock.now())
    first = _first(request.GET.get("month", ""), today)
    found = calendar(by, first, today=today)
    by_day: dict[date, list[Event]] = {}
    for event in found.events:
        by_day.setdefault(event.on, []).append(event)
    whole, grid = request.GET.get("day", ""), Calendar().itermonthdates(first.year, first.month)
    here = route("deals:calendar")
    context = {
        "title": str(say("{year} 年 {month} 月", year=first.year, month=first.month)),
        "weekdays": [str(label) for label in WEEKDAYS],
        "days": [_day(day, first, today, by_day.get(day, []), whole) for day in grid],
        "legend": [(str(label), icon) for label, icon in KINDS.values()],
        "busy": bool(found.events),
        "before": f"{here}?month={(first - timedelta(days=1)):%Y-%m}",
        "after": f"{here}?month={(first + timedelta(days=31)):%Y-%m}",
        "figures": _figures(found, by.member.money_unit),
        "views": views(by, "calendar"),
    }
    return page(request, "deals/calendar.html", context)


def _first(text: str, today: date) -> date:
    """The first day of the asked month; of the present one where the text is none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1970 < found.year < 2200 else today.replace(day=1)


def _day(day: date, first: date, today: date, events: list[Event], whole: str) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "number": day.day,
        "outside": day.month != first.month,
        "today": day == today,
        "events": [_event(one) for one in (events if whole == day.isoformat() else events[:MOST])],
        "more": 0 if whole == day.isoformat() else max(0, len(events) - MOST),
        "whole": f"{route('deals:calendar')}?month={first:%Y-%m}&day={day.isoformat()}",
    }


def _event(one: Event) -> dict[str, Any]:
    kind, icon = KINDS[one.kind]
    there = route("deals:show", one.opportunity_id) if one.opportunity_id else ""
    money = shown.amount(one.amount, one.currency) if one.amount is not None else ""
    return {
        "label": " · ".join(part for part in (one.label, money if one.kind == "pay" else "") if part),
        "title": " · ".join(part for part in (str(kind), one.label, one.account_name, money) if part),
        "kind": str(kind),
        "icon": icon,
        "late": one.late,
        "done": one.done,
        "href": there or (route("accounts:show", one.account_id) if one.account_id else ""),
    }


def _figures(found: Month, unit: str) -> list[dict[str, Any]]:
    """What the month should bring, in the currency most deals are in."""
    told = []
    for kind, label in (("sign", say("本月应签")), ("pay", say("本月应收"))):
        amounts = [
            one.amount or Decimal(0) for one in found.events if one.kind == kind and one.currency == MAIN
        ]
        told.append({"label": str(label), "value": shown.amount(sum(amounts, Decimal(0)), MAIN, unit)})
    return told

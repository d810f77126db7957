"""Which customers bring the money, who rose and fell, whom to judge again (KA-2)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.base import clock, language, money
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.accounts.listing import tiers
from keyaccount.interfaces.web.pages import page
from keyaccount.playbook.pareto import CurveRow
from keyaccount.queries.accounts.pareto import MEASURES, ParetoShown, account_pareto

SPANS = (6, 12, 24)
MOST_SHOWN = 100
MOST_CANDIDATES = 20


@require_GET
def pareto(request: HttpRequest) -> HttpResponse:
    """`?measure=received|margin&months=6|12|24`."""
    by = request.principal  # type: ignore[attr-defined]
    asked = request.GET.get("months", "")
    found = account_pareto(
        by,
        today=clock.day_of(clock.now()),
        measure=request.GET.get("measure", "received"),
        months=int(asked) if asked.isdecimal() and len(asked) < 4 else None,
    )
    unit, result = by.member.money_unit, found.result
    months = (found.last.year - found.first.year) * 12 + found.last.month - found.first.month + 1
    context = {
        "found": found,
        "rows": [_row(row, unit) for row in result.rows[:MOST_SHOWN]],
        "rest": _rest(result.rows[MOST_SHOWN:], unit),
        "chart_data": _chart(found),
        "tiers": tiers(),
        "base": shown.amount(_yuan(result.base), unit=unit),
        "risers": [_row(row, unit) for row in result.risers],
        "fallers": [_row(row, unit) for row in result.fallers],
        "promotions": [
            {**_row(c.row, unit), "to": c.to} for c in found.candidates.promotions[:MOST_CANDIDATES]
        ],
        "demotions": [
            {**_row(c.row, unit), "to": c.to} for c in found.candidates.demotions[:MOST_CANDIDATES]
        ],
        "measures": _links(
            "measure",
            [(key, str(label)) for key, label in MEASURES.items()],
            found.measure,
            {"months": str(months)},
        ),
        "spans": _links(
            "months",
            [(str(n), str(say("{n} 个月", n=n))) for n in SPANS],
            str(months),
            {"measure": found.measure},
        ),
    }
    return page(request, "accounts/pareto.html", context)


def _links(
    name: str, choices: Iterable[tuple[str, str]], current: str, other: dict[str, str]
) -> list[dict[str, Any]]:
    here, rest = reverse("accounts:pareto"), "".join(f"&{k}={v}" for k, v in other.items())
    return [
        {"label": label, "href": f"{here}?{name}={key}{rest}", "active": key == current}
        for key, label in choices
    ]


def _yuan(minor: int) -> str:
    """Minor units as an exact amount in yuan."""
    sign, size = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{size // 100}.{size % 100:02}"


def _row(row: CurveRow, unit: str) -> dict[str, Any]:
    return {
        "id": row.account_id,
        "name": row.name,
        "tier": row.tier,
        "rank": row.rank,
        "amount": shown.amount(_yuan(row.amount), unit=unit),
        "previous": shown.amount(_yuan(row.previous), unit=unit),
        "change": ("+" if row.change > 0 else "") + shown.amount(_yuan(row.change), unit=unit),
        "share": f"{row.share / 100:.1f}%",
        "cumulative": f"{row.cumulative_share / 100:.1f}%",
        "core": row.in_core,
        "before": row.rank_before,
    }


def _rest(rows: tuple[CurveRow, ...], unit: str) -> dict[str, Any] | None:
    """What the curve does not show, in one line."""
    if not rows:
        return None
    total = sum(row.amount for row in rows)
    return {
        "count": len(rows),
        "amount": shown.amount(_yuan(total), unit=unit),
        "share": f"{sum(r.share for r in rows) / 100:.1f}%",
    }


def _chart(found: ParetoShown) -> dict[str, Any]:
    """For the island: amounts in large units, the rest as one bar, so that the shares are of the whole."""
    largest = max((r.amount for r in found.result.rows), default=0)
    divisor, unit = money.axis(Decimal(largest) / 100, language.current())
    scale = float(divisor) * 100
    rows = [
        {
            "label": r.name,
            "value": round(r.amount / scale, 2),
            "href": reverse("accounts:show", args=[r.account_id]),
        }
        for r in found.result.rows[:MOST_SHOWN]
        if r.amount > 0
    ]
    if rest := sum(r.amount for r in found.result.rows[MOST_SHOWN:] if r.amount > 0):
        rows.append({"label": str(say("其余")), "value": round(rest / scale, 2)})
    return {"unit": str(unit), "rows": rows}

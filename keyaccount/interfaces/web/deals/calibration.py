"""How far the win chance told the truth: what was said of deals that have ended since, against what came (OPP-6)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.listing import views
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.deals.calibration import Bin, calibration


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Brier score and reliability curve over the deals the reader sees."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = calibration(by)
    most = max((one.count for one in found.bins), default=1)
    figures = [{"label": str(say("已结束的商机")), "value": shown.number(found.deals)}]
    if found.brier is not None:
        figures.append({"label": str(say("布赖尔分")), "value": f"{found.brier:.3f}"})
        figures.append({"label": str(say("一律猜平均")), "value": f"{found.base:.3f}"})
    context = {
        "bins": [_bin(one, most) for one in found.bins if one.count],
        "figures": figures,
        "views": views(by, "calibration"),
    }
    return page(request, "deals/calibration.html", context)


def _bin(one: Bin, most: int) -> dict[str, Any]:
    """A point of the curve; its size says how many deals stand behind it."""
    said, came = one.said, one.came
    return {
        "x": round(said, 1),
        "y": round(came, 1),
        "r": round(3 + 5 * (one.count / most) ** 0.5, 1),
        "label": f"{one.low}–{one.high}%",
        "count": shown.number(one.count),
        "said": f"{said:.0f}%",
        "came": f"{came:.0f}%",
        "title": str(
            say("{n} 个读数：说 {said}%，成了 {came}%", n=one.count, said=f"{said:.0f}", came=f"{came:.0f}")
        ),
    }

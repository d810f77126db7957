"""Judging a deal by the newest edition: what would change is shown before anybody decides (PLB-1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal
from keyaccount.actions.deals.move_edition import move_edition
from keyaccount.base import clock
from keyaccount.base.errors import Missing, Refused
from keyaccount.base.language import say
from keyaccount.facts.deal_judging import Judged
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.deals.edition_move import edition_move
from keyaccount.records.deals.choices import VERDICT

MOST = 50


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: the deal as it is judged now and as it would be. POST: judge it so from now on."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if request.method == "POST":
        move_edition(by=by, at=clock.now(), id=id)
        return done(say("已改用新版打法"), reload="#main")
    found = edition_move(by, id, today=clock.day_of(clock.now()))
    if found is None:
        raise Missing()
    if not found.may:
        raise Refused()
    context = {
        "now": _told(found.now),
        "then": _told(found.then),
        "differences": found.differences[:MOST],
        "more": max(0, len(found.differences) - MOST),
        "action": request.path,
    }
    return page(request, "deals/panels/edition.html", context)


def _told(judged: Judged) -> dict[str, Any]:
    met = sum(one.state == "met" or one.waived for one in judged.gate.items)
    return {
        "number": judged.edition.number,
        "stage": str(judged.stage.label),
        "verdict": str(VERDICT[judged.qualification.verdict]),
        "gate": f"{met} / {len(judged.gate.items)}",
        "chance": f"{judged.chance.percent}%",
    }

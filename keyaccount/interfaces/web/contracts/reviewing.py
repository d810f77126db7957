"""One proposal for who was asked to review it, whether or not they see its deal (PRO-1)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, opened
from keyaccount.interfaces.web.contracts.offering import OPINION_TONES, PROPOSAL_TONES
from keyaccount.interfaces.web.contracts.papers import ways as paper_ways
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.contracts.choices import OPINION


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The proposal, and the reader's own opinion with the way to write it; `Missing` for who may not read it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, "proposal", id)
    mine = opened(by, "proposal_review").filter(proposal_id=id, member_id=by.id).first()
    opinion = mine.opinion if mine else ""
    writes = mine is not None and kept.row.state in ("draft", "review", "ready", "presented")
    context = {
        "said": {n: words(f, kept.values.get(n), kept.names) for n, f in kept.fields.items()},
        "tone": PROPOSAL_TONES.get(kept.row.state, "mute"),
        "papers": paper_ways(by, "proposal", [id])[id] if kept.row.state != "dropped" else [],
        "opinion": str(OPINION[opinion]) if opinion else "",
        "opinion_tone": OPINION_TONES.get(opinion, ""),
        "text": mine.text if mine else "",
        "edit": route("contracts:change", "proposal_review", mine.pk) if mine and writes else "",
    }
    return page(request, "contracts/review.html", context)

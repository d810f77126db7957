"""What was offered in a deal, as tabs of its page: proposals, quotes, negotiation points (PRO-1, PRO-2, NEG-1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.contracts.offering_verbs import VERBS
from keyaccount.interfaces.web.contracts.papers import ways as paper_ways
from keyaccount.interfaces.web.deals.head import head, opened_room
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.contracts.offering import PointShown, ProposalShown, deal_offering
from keyaccount.records.contracts import choices

PROPOSAL_TONES = {"draft": "", "review": "info", "ready": "info", "presented": "accent", "settled": "good"}
QUOTE_TONES = {"asking": "warn", "approved": "info", "refused": "bad", "sent": "accent", "accepted": "good"}
POINT_TONES = {"open": "warn", "agreed": "good", "dropped": "mute"}
OPINION_TONES = {"agree": "good", "change": "bad", "pending": "warn"}
# Which verbs stand at a record in which state; the actions ask again.
PROPOSAL_WAYS = {
    "draft": ("review", "drop_proposal"),
    "review": ("review", "drop_proposal"),
    "ready": ("present", "review", "drop_proposal"),
    "presented": ("settle", "present", "version"),
    "settled": ("version",),
}


@require_GET
def proposals(request: HttpRequest, deal: UUID) -> HttpResponse:
    """Versions of the proposal, newest first, each with its reviews and what the customer said."""
    context, found = _opened(request, deal, "proposals")
    edit = context["may"]["edit"]
    context["add"] = route("contracts:add_to", "proposal", deal) if edit else ""
    by: Principal = request.principal  # type: ignore[attr-defined]
    papers = paper_ways(by, "proposal", [one.id for one in found.proposals if one.state != "dropped"])
    context["proposals"] = [
        {**_proposal(one, edit), "papers": papers.get(one.id, [])} for one in found.proposals
    ]
    return page(request, "contracts/proposals.html", context)


@require_GET
def quotes(request: HttpRequest, deal: UUID) -> HttpResponse:
    """The quotes of the deal, newest first."""
    context, found = _opened(request, deal, "quotes")
    by: Principal = request.principal  # type: ignore[attr-defined]
    may = bool(found.quotes.fields)
    unit, page_ = by.member.money_unit, found.quotes
    context["add"] = route("contracts:add_to", "quote", deal) if context["may"]["edit"] and may else ""
    context["quotes"] = [
        {
            "id": row.id,
            "tone": QUOTE_TONES.get(row.values["state"], ""),
            "said": {n: words(f, row.values.get(n), page_.names, currency=row.values.get("currency") or "CNY", unit=unit)
                     for n, f in page_.fields.items()},
        }
        for row in page_.rows
    ]  # fmt: skip
    return page(request, "contracts/quotes.html", context)


@require_GET
def points(request: HttpRequest, deal: UUID) -> HttpResponse:
    """What is negotiated: their wish, ours, what was given and what was got for it; limits for those few who may know."""
    context, found = _opened(request, deal, "points")
    by: Principal = request.principal  # type: ignore[attr-defined]
    edit, access = context["may"]["edit"], access_to(by, "negotiation_point")
    limits = bool(access_to(by, "negotiation_limit").fields) and by.may("deal.limits")
    currency, unit = context["row"].currency, by.member.money_unit
    context |= {
        "add": route("contracts:add_to", "negotiation_point", deal) if edit and access.may("create") else "",
        "limits": limits,
        "points": [
            _point(
                one, edit, limits, access.may("approve"), lambda value: shown.amount(value, currency, unit)
            )
            for one in found.points
        ],
        "margin": shown.amount(found.margin_change, currency, unit) if found.margin_change else "",
    }
    return page(request, "contracts/points.html", context)


def _opened(request: HttpRequest, deal: UUID, tab: str) -> tuple[dict[str, Any], Any]:
    by: Principal = request.principal  # type: ignore[attr-defined]
    return head(opened_room(request, deal), by, tab), deal_offering(by, deal)


def ways(verbs: Iterable[str], id: UUID) -> list[dict[str, Any]]:
    """Buttons of verbs: those that ask open the panel, the others are done at once."""
    return [
        {
            "label": str(VERBS[verb].label),
            "icon": VERBS[verb].icon,
            "danger": verb.startswith("drop"),
            "attrs": {"hx-get": href, "hx-target": "#panel"} if VERBS[verb].ask else {"hx-post": href, "hx-swap": "none"},
        }
        for verb in verbs
        for href in [route("offering:do", verb, id)]
    ]  # fmt: skip


def _proposal(one: ProposalShown, edit: bool) -> dict[str, Any]:
    presented = (
        say("{day} 由 {name} 讲解", day=one.presented_on, name=one.presented_by_name)
        if one.presented_on
        else ""
    )
    heard = say("听众：{names}", names="、".join(one.presented_to)) if one.presented_to else ""
    settled = say("{day} 确认", day=one.settled_on) if one.settled_on else ""
    return {
        "title": one.title,
        "number": one.number,
        "state": str(choices.PROPOSAL_STATE[one.state]),
        "tone": PROPOSAL_TONES.get(one.state, "mute"),
        "sub": " · ".join(str(part) for part in (one.author_name, presented, heard, settled) if part),
        "summary": one.summary,
        "edit": route("contracts:change", "proposal", one.id) if edit and one.state not in ("settled", "dropped") else "",
        "feedback_add": route("contracts:add_to", "proposal_feedback", one.id) if edit and one.presented_on else "",
        "ways": ways(PROPOSAL_WAYS.get(one.state, ()), one.id) if edit else [],
        "reviews": [
            {
                "name": review.member_name,
                "opinion": str(choices.OPINION[review.opinion]),
                "tone": OPINION_TONES[review.opinion],
                "text": review.text,
                "edit": route("contracts:change", "proposal_review", review.id) if edit else "",
            }
            for review in one.reviews
        ],
        "feedback": [
            {"id": f.person_id, "name": f.person_name, "text": f.text, "on": f.said_on} for f in one.feedback
        ],
    }  # fmt: skip


def _point(one: PointShown, edit: bool, limits: bool, approves: bool, money: Any) -> dict[str, Any]:
    asked = one.beyond_limit and not one.approved_by_name
    return {
        "topic": one.topic,
        "our_wish": one.our_wish,
        "their_wish": one.their_wish,
        "given": one.given,
        "got": one.got,
        "margin": money(one.margin_change) if one.margin_change is not None else "",
        "loses": one.margin_change is not None and one.margin_change < 0,
        "beyond": one.beyond_limit,
        "approved": one.approved_by_name,
        "state": str(choices.POINT_STATE[one.state]),
        "tone": POINT_TONES[one.state],
        "limit": one.limit,
        "limit_add": route("contracts:add_to", "negotiation_limit", one.id)
        if limits and one.limit is None
        else "",
        "edit": route("contracts:change", "negotiation_point", one.id) if edit else "",
        "ways": ways(("approve_point",), one.id) if asked and approves else [],
    }

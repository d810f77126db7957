"""The page of one statement: its source, what agrees and contradicts, what it supports, who may know."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, policy_of
from keyaccount.base import clock
from keyaccount.interfaces.web.intelligence.wording import in_words, one_in_words
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.intelligence.showing import IntelligenceShown, LinkShown, show_intelligence
from keyaccount.records.deals.choices import PAIR

FACTS = tuple(
    "account opportunity about_person about_rival source_kind learned_from how learned_on expires_on "
    "owner outcome outcome_on withdrawn_why".split()
)
_PAGES = {"account": "accounts:show", "opportunity": "deals:show", "person": "people:show"}


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """One statement beside those it is held against."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = show_intelligence(by, id, clock.day_of(clock.now()))
    one = one_in_words(found.page, found.told)
    context: dict[str, Any] = {
        "found": found,
        "row": found.told.row,
        "one": one,
        "facts": [
            {"name": n, "label": str(found.page.fields[n].label), "value": one["said"][n]}
            for n in FACTS
            if one["said"].get(n)
        ],
        "pairs": _pairs(found),
        "near": in_words(found.near),
        "links": [_link(link) for link in found.links],
        "tab": route("intelligence:account", found.told.row.account_id),
    }
    return page(request, "intelligence/show.html", context)


def _pairs(found: IntelligenceShown) -> list[dict[str, Any]]:
    """Each pair with both sides; `other` in words, `holds` which of the two was found to be so."""
    return [
        {
            "id": pair.row.pk,
            "relation": pair.row.relation,
            "label": str(PAIR[pair.row.relation]),
            "other": one_in_words(pair.page, pair.other),
            "holds": pair.row.holds_id,
            "why": pair.row.why,
            "on": pair.row.resolved_on,
            "settle": pair.settle,
            "unpair": found.may_change and pair.row.resolved_on is None,
        }
        for pair in found.pairs
    ]


def _link(link: LinkShown) -> dict[str, Any]:
    href = route(_PAGES[link.entity], link.object_id) if link.entity in _PAGES else ""
    return {"id": link.id, "label": str(policy_of(link.entity).label), "name": link.name, "href": href}

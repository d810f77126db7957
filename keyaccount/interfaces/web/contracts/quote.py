"""The page of one quote: lines, discount, who must approve it, and the decision (PRO-2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to, opened
from keyaccount.base.errors import Missing
from keyaccount.base.language import Say, say, sense
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.contracts.cells import exact
from keyaccount.interfaces.web.contracts.offering import QUOTE_TONES, ways
from keyaccount.interfaces.web.contracts.papers import ways as paper_ways
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.contracts.quote_shown import QuoteShown, quote_shown

NEEDS = {
    "sales": say("在销售权限内，提交即生效"),
    "manager": say("超出销售权限，要经理批准"),
    "director": say("超出经理权限，要销售总监批准"),
}
WAYS = {
    "draft": ("submit", "drop_quote"),
    "refused": ("submit", "drop_quote"),
    "asking": ("drop_quote",),
    "approved": ("send", "drop_quote"),
    "sent": ("accept", "drop_quote"),
}
UNDECIDED = ("draft", "refused", "asking")
DECIDED = ("special_reason", "decided_by", "decided_at", "decided_note")
DRAWN = ("approved", "sent", "accepted")
FACTS = tuple("price_list valid_until special_reason decided_by decided_at decided_note terms note".split())


@require_GET
def show(request: HttpRequest, deal: UUID, id: UUID) -> HttpResponse:
    """The quote of this deal; `Missing` below another deal's address."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = quote_shown(by, id)
    row, kept = found.quote.row, found.quote
    if row.opportunity_id != deal:
        raise Missing()
    unit = by.member.money_unit
    said = {
        n: words(f, kept.values.get(n), kept.names, currency=row.currency, unit=unit)
        for n, f in kept.fields.items()
    }
    writes = bool(kept.writable) and row.opportunity.archived_at is None
    made = opened(by, "contract").filter(quote=row).first()
    draws = row.state in DRAWN and made is None and access_to(by, "contract").may("create")
    verbs = [
        *(("to_contract",) if draws else ()),
        *(("decide",) if found.may_decide else ()),
        *(WAYS.get(row.state, ()) if writes else ()),
    ]
    context = {
        "row": row,
        "said": said,
        "tone": QUOTE_TONES.get(row.state, "mute"),
        "crumbs": [
            (str(sense("many", "商机")), route("deals:board")),
            (said["opportunity"], route("offering:quotes", deal)),
        ],
        "figures": _figures(found, said, unit),
        "needs": str(_needs(found)) if row.state in UNDECIDED and found.lines.rows else "",
        "beyond": found.needs != "sales" or row.state == "asking",
        "facts": [
            {"name": n, "label": str(kept.fields[n].label), "value": said[n]}
            for n in FACTS
            if n in kept.fields and (said[n] or n not in DECIDED)
        ],
        "edit": route("contracts:change", "quote", id) if found.may_change else "",
        "add": route("contracts:add_to", "quote_line", id) if found.may_change else "",
        "lines": _lines(found, unit),
        "ways": ways(verbs, id),
        "papers": paper_ways(by, "quote", [id])[id] if found.lines.rows else [],
        "contract": made,
    }
    return page(request, "contracts/quote.html", context)


def _needs(found: QuoteShown) -> Say:
    """Whose word is needed; one that was asked for approval waits for it, whatever the discount is now."""
    if found.quote.row.state == "asking" and found.needs == "sales":
        return say("等经理批准")
    return NEEDS[found.needs]


def _figures(found: QuoteShown, said: dict[str, str], unit: str) -> list[dict[str, Any]]:
    row = found.quote.row
    figures: list[dict[str, Any]] = [
        {"label": str(say("标准价合计")), "value": said.get("list_total", "")},
        {"label": str(say("总价")), "value": said.get("total", "")},
        {"label": str(say("折让")), "value": f"{row.discount.normalize():f}%", "tone": "warn" if found.needs != "sales" else ""},
    ]  # fmt: skip
    if found.margin is not None:
        tone = "bad" if found.margin < 0 else ""
        figures.append(
            {"label": str(say("毛利")), "value": shown.amount(found.margin, row.currency, unit), "tone": tone}
        )
    return figures


def _lines(found: QuoteShown, unit: str) -> list[dict[str, Any]]:
    currency, lines = found.quote.row.currency, found.lines
    return [
        {
            "said": {n: words(f, row.values.get(n), lines.names, currency=currency, unit=exact(n, unit))
                     for n, f in lines.fields.items()},
            "edit": route("contracts:change", "quote_line", row.id) if found.may_change else "",
            "remove": route("contracts:remove", "quote_line", row.id) if found.may_change else "",
        }
        for row in sorted(lines.rows, key=lambda row: str(row.id))
    ]  # fmt: skip

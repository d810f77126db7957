"""The page of one quote: lines beside the price list, discount, who may decide on it (PRO-2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from keyaccount.access import Principal, access_to
from keyaccount.facts.contracts import CHANGEABLE_QUOTE, authority_of, needed_authority
from keyaccount.queries.records.list_records import Page, list_records
from keyaccount.queries.records.show_record import Shown, show_record
from keyaccount.records.contracts.models import Quote


@dataclass(frozen=True)
class QuoteShown:
    """`needs`: who must approve this discount, sales (nobody), manager or director. `margin`: total less cost, for
    those who may approve and when all costs are known. `lines` is a page of quote_line."""

    quote: Shown
    lines: Page
    saved: Decimal
    needs: str
    margin: Decimal | None
    may_change: bool
    may_decide: bool


def quote_shown(by: Principal, id: UUID | str) -> QuoteShown:
    """The quote as its reader may see it, or `Missing`."""
    shown = show_record(by, "quote", id)
    row: Quote = shown.row
    access = access_to(by, "quote")
    lines = list_records(
        by, "quote_line", {"quote": [str(row.pk)], "limit": ["200"]}, default_sort="created_at", count=False
    )
    needs = needed_authority(row)
    approves = access.allows(row, "approve")
    return QuoteShown(
        quote=shown,
        lines=lines,
        saved=row.list_total - row.total,
        needs=needs.name.lower(),
        margin=row.total - row.cost if approves and row.cost is not None else None,
        may_change=access.allows(row, "edit") and row.state in CHANGEABLE_QUOTE,
        may_decide=row.state == "asking" and approves and authority_of(by) >= needs,
    )

"""What follows when an import of deals is taken back: customers lose the hold of a deal, what stays is judged anew."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.deals.passing import hold
from keyaccount.actions.deals.refresh_opportunities import refresh_opportunities
from keyaccount.actions.importing.removing import Span
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.library.models import ImportRow

_WHY = "the member's own import is taken back with all it made"


def deals_of(rows: Sequence[ImportRow]) -> dict[UUID, UUID]:
    """{deal: its account} of the rows, before anything goes."""
    ids = [row.object_id for row in rows if row.entity == "opportunity" and row.object_id]
    return dict(everything(Opportunity, why=_WHY).filter(pk__in=ids).values_list("pk", "account_id"))


def settle_undone(deals: dict[UUID, UUID], span: Span) -> None:
    """After the deals went or got their values back."""
    refresh_opportunities(deals, span.undone)
    for account in sorted(set(deals.values())):
        hold(account, span.undone)

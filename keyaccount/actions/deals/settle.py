"""What follows when facts of a deal changed elsewhere: a paid one is won, one whose money went back is open again.

「直到款项最终到我们公司的账面上，才能算真正的成功」: won is said by the money and by nobody else.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from keyaccount.access import Principal, everything
from keyaccount.actions.deals.passing import step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.facts.deal_judging import Judged
from keyaccount.records.deals.models import Opportunity

_WHY = "whoever books money may not see the deal; that it is paid is the same for everybody"


def settle_opportunity(id: UUID | None, at: datetime, *, by: Principal | None = None) -> Opportunity | None:
    """Judge the deal anew and settle whether it is won; for a contract without a deal nothing happens.

    Called in the transaction of the verb that changed a contract, an invoice or a receipt.
    """
    rows = everything(Opportunity, why=_WHY).select_for_update().filter(pk=id) if id else None
    deal: Opportunity | None = rows.first() if rows is not None else None
    if deal is None:
        return None
    found = refresh([deal], at)[deal.pk]
    if deal.state == "open" and found.gate.next is None and _paid(found):
        step(found, "win", by=by, at=at, state="won")
        tell("won", deal, by=by, at=at)
    elif deal.state == "won" and found.facts.get("received_all") is False:
        step(found, "reopen", by=by, at=at)
        tell("reopened", deal, by=by, at=at)
    return deal


def _paid(found: Judged) -> bool:
    """Through the last gate, and all money there: letting conditions go makes no money."""
    return found.gate.passable and found.facts.get("received_all") is True

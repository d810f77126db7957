"""What must hold of the loaded deals and their money; called by the test that loads the demo company."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from keyaccount.base import clock
from keyaccount.records.contracts.models import Allocation, Contract, Instalment, Receipt
from keyaccount.records.deals.models import Opportunity, Passage


def deals_are_whole() -> None:
    """The sums kept on instalments, receipts, contracts and deals are those of the ledger; won deals are fully paid."""
    paid: Counter[object] = Counter()
    matched: Counter[object] = Counter()
    for line in Allocation.rows.all():
        paid[line.instalment_id] += line.amount  # type: ignore[assignment]
        matched[line.receipt_id] += line.amount  # type: ignore[assignment]
    parts: Counter[object] = Counter()
    received: Counter[object] = Counter()
    for part in Instalment.rows.all():
        assert part.paid == paid[part.pk] and 0 <= part.paid <= part.amount
        parts[part.contract_id] += part.amount
        received[part.contract_id] += part.paid
    assert all(row.matched == matched[row.pk] for row in Receipt.rows.all())
    signed: Counter[object] = Counter()
    for contract in Contract.rows.all():
        assert (parts[contract.pk], received[contract.pk]) == (contract.amount, contract.received)
        assert contract.received <= contract.invoiced <= contract.amount
        signed[contract.opportunity_id] += contract.amount if contract.state == "signed" else Decimal(0)  # type: ignore[assignment]
    late = [p for p in Instalment.rows.exclude(due_on=None) if p.due_on < clock.day_of(clock.now())]
    assert sum(p.paid < p.amount for p in late) == 2
    for deal in Opportunity.rows.all():
        assert deal.signed == signed[deal.pk]
        assert Passage.rows.filter(opportunity=deal).order_by("at").last().to_stage == deal.stage
        if deal.state in ("open", "won") and deal.stage_rank > 2:
            assert deal.verdict == "standing", deal.name
        if deal.state == "won":
            assert deal.received == deal.signed == deal.amount > 0

"""Contracts and money of deals: signed, invoiced and received are three different figures everywhere (CON-1, PAY-1..3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, Sum

from keyaccount.access import everything
from keyaccount.playbook.facts import FactValue
from keyaccount.records.contracts.models import Contract, Instalment, Invoice, RouteStep

_WHY = "facts of a deal count all that is stored of it; the caller has opened it for the person"
SIGNED = ("signed", "ended")
# Facts that say how offers, contracts and money stand: only who reads prices is told their values.
PRICED = frozenset(
    "quote_count points_count points_open points_beyond_limit_open contract_route_open overdue_days invoices_open "
    "received_share".split()
)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Sums:
    """Of a deal's signed contracts, in the deal's currency."""

    signed: Decimal = Decimal(0)
    invoiced: Decimal = Decimal(0)
    received: Decimal = Decimal(0)


def contracts_of(ids: Sequence[UUID]) -> dict[UUID, list[Contract]]:
    """{deal: its contracts that stand}, drafts too; void and archived ones are left out."""
    found: dict[UUID, list[Contract]] = {id: [] for id in ids}
    rows = everything(Contract, why=_WHY).filter(opportunity_id__in=ids, archived_at=None)
    for contract in rows.exclude(state="void"):
        found[contract.opportunity_id].append(contract)
    return found


def sums_of(deals: Sequence[Any]) -> dict[UUID, Sums]:
    """{deal: sums}; a contract in another currency is turned over at its own rate."""
    found: dict[UUID, Sums] = {}
    contracts = contracts_of([deal.pk for deal in deals])
    for deal in deals:
        sums = [0 * CENT, 0 * CENT, 0 * CENT]
        for contract in contracts[deal.pk]:
            if contract.state in SIGNED:
                rate = Decimal(1) if contract.currency == deal.currency else contract.rate
                for place, amount in enumerate((contract.amount, contract.invoiced, contract.received)):
                    sums[place] += (amount * rate).quantize(CENT)
        found[deal.pk] = Sums(*sums)
    return found


def money_facts(ids: Sequence[UUID], today: date) -> dict[UUID, dict[str, FactValue]]:
    """{deal: facts of contracts, routes, instalments, invoices and receipts}, in four queries."""
    contracts = contracts_of(ids)
    known = [contract.pk for kept in contracts.values() for contract in kept]
    steps, plans, invoices = _steps(known), _plans(known, today), _open_invoices(known)
    return {
        deal: {
            **_signing(kept, steps),
            **_planning(kept, plans),
            **_received(kept),
            "invoices_open": sum(invoices.get(c.pk, 0) for c in kept) if kept else None,
        }
        for deal, kept in contracts.items()
    }


def _steps(contracts: list[UUID]) -> dict[tuple[UUID, str], tuple[int, int]]:
    """{(contract, route): (steps, of them not done)}."""
    rows = everything(RouteStep, why=_WHY).filter(contract_id__in=contracts).order_by()
    counted = rows.values("contract_id", "route").annotate(
        n=Count("id"), left=Count("id", filter=~Q(state="done"))
    )
    return {(row["contract_id"], row["route"]): (row["n"], row["left"]) for row in counted}


def _plans(contracts: list[UUID], today: date) -> dict[UUID, tuple[Decimal, int]]:
    """{contract: (sum of its instalments, days the oldest unpaid one is overdue)}, of those that have instalments."""
    rows = everything(Instalment, why=_WHY).filter(contract_id__in=contracts).order_by()
    late = Q(due_on__lt=today, paid__lt=F("amount"))
    planned = rows.values("contract_id").annotate(total=Sum("amount"), oldest=Min("due_on", filter=late))
    return {
        row["contract_id"]: (row["total"], (today - row["oldest"]).days if row["oldest"] else 0)
        for row in planned
    }


def _open_invoices(contracts: list[UUID]) -> dict[UUID, int]:
    rows = everything(Invoice, why=_WHY).filter(contract_id__in=contracts, state__in=("applied", "issued"))
    return dict(rows.order_by().values("contract_id").annotate(n=Count("id")).values_list("contract_id", "n"))


def _signing(kept: list[Contract], steps: dict[tuple[UUID, str], tuple[int, int]]) -> dict[str, FactValue]:
    signed = [c for c in kept if c.state in SIGNED]
    routes: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for contract in kept:
        for route in ("sign", "pay"):
            if (contract.pk, route) in steps:
                routes[route].append(steps[contract.pk, route])
    return {
        "contract_exists": bool(kept),
        "contract_route_known": bool(routes["sign"]),
        "contract_route_open": sum(left for _, left in routes["sign"]) if routes["sign"] else None,
        "contract_signed": bool(signed),
        "signed_copy": bool(signed) and all(c.signed_copy_id for c in signed),
        "payment_route_known": bool(routes["pay"]),
    }


def _planning(kept: list[Contract], plans: dict[UUID, tuple[Decimal, int]]) -> dict[str, FactValue]:
    planned = bool(kept) and all(c.pk in plans for c in kept)
    return {
        "instalments_planned": planned,
        "instalments_sum_matches": planned and all(plans[c.pk][0] == c.amount for c in kept),
        "overdue_days": max((plans[c.pk][1] for c in kept if c.pk in plans), default=0),
    }


def _received(kept: list[Contract]) -> dict[str, FactValue]:
    """None while nothing is signed. Each contract must be paid on its own: too much for one does not pay another."""
    signed = [c for c in kept if c.state in SIGNED]
    if not signed:
        return {"received_all": None, "received_share": None}
    total = sum((c.amount * c.rate for c in signed), Decimal(0))
    paid = sum((min(c.received, c.amount) * c.rate for c in signed), Decimal(0))
    share = int(paid * 100 / total) if total else 100
    return {"received_all": all(c.received >= c.amount for c in signed), "received_share": share}

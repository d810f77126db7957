"""Contracts of the deals with their routes, instalments, invoices, receipts and ledger, so that all sums agree (PAY-1..3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from keyaccount.actions.shared.bulk import insert_all
from keyaccount.actions.shared.storing import store
from keyaccount.interfaces.cli.demo.deal_work import reached
from keyaccount.interfaces.cli.demo.deals import Sold
from keyaccount.interfaces.cli.demo.world import FINANCE, when
from keyaccount.interfaces.cli.demo_company.deals import Deal
from keyaccount.interfaces.cli.demo_company.sources import table
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    ContractLine,
    Instalment,
    Invoice,
    Numbering,
    Receipt,
    RouteStep,
)

PLAN = (
    ("签约款", 30, "date"),
    ("上线款", 40, "delivery"),
    ("验收款", 25, "acceptance"),
    ("质保金", 5, "retention"),
)
CENT = Decimal("0.01")


def write(sold: Sold) -> None:
    """One contract for each deal that came to signing; `late` counts those open ones whose second part is overdue."""
    found: dict[type[Any], list[Any]] = {
        model: [] for model in (Contract, ContractLine, RouteStep, Instalment, Invoice, Receipt, Allocation)
    }
    numbers: dict[int, int] = {}
    late = 0
    for deal in sold.deals:
        begun = reached(deal, "sign")
        if begun is None:
            continue
        numbers[begun.year] = numbers.get(begun.year, 0) + 1
        contract = _contract(sold, deal, begun, f"KA-{begun.year}-{numbers[begun.year]:04d}")
        paying = deal.stage == "collect" and deal.state == "open"
        rows = [contract, *_hanging(sold, deal, contract, begun)]
        rows += _money(sold, deal, contract, overdue=paying and late < 2)
        late += paying
        for row in rows:
            found[type(row)].append(row)
    for model, rows in found.items():
        insert_all(model, rows)
    insert_all(Numbering, [Numbering(key=f"KA-{year}", last=last) for year, last in sorted(numbers.items())])


def _contract(sold: Sold, deal: Deal, begun: date, number: str) -> Contract:
    account, signed = sold.accounts[deal.account], reached(deal, "collect")
    copy = None
    if signed:
        text = f"{number} {deal.name} 双方盖章件\n".encode()
        copy = store(
            by=sold.world.by(FINANCE),
            at=when(signed, deal.key, "copy"),
            name=f"{number}.txt",
            media_type="text/plain",
            content=BytesIO(text),
        )
    return Contract(
        account=account,
        opportunity=sold.rows[deal.key],
        owner_id=account.owner_id,
        department_id=account.department_id,
        holder_id=account.owner_id,
        holder_department_id=account.department_id,
        number=number,
        title=deal.name,
        state="signed" if signed else "route",
        amount=deal.amount,
        rate_on=signed or begun,
        signed_on=signed,
        starts_on=signed,
        ends_on=signed + timedelta(days=3 * 365) if signed else None,
        their_party=account.name,
        our_party=sold.world.company.name,
        signed_copy=copy,
        **sold.made(deal, begun),
    )


def _hanging(sold: Sold, deal: Deal, contract: Contract, begun: date) -> Iterable[Any]:
    made, signed, texts = sold.made(deal, begun), contract.signed_on, table("texts/deals")
    yield ContractLine(
        contract=contract,
        product=sold.products[deal.product],
        title=sold.products[deal.product].name,
        quantity=deal.quantity,
        unit_price=deal.unit_price,
        amount=deal.amount,
        **made,
    )
    for route in ("sign", "pay"):
        done = bool(signed) if route == "sign" else deal.state == "won"
        for sort, (name, function, days) in enumerate(texts[f"{route}_route"]):
            here = sort == 0 and (route == "sign" or bool(signed))
            yield RouteStep(
                contract=contract,
                route=route,
                sort=sort,
                name=name,
                person_id=sold.person(deal, function, begun),
                usual_days=days,
                state="done" if done else "here" if here else "waiting",
                began_on=(begun if route == "sign" else signed) if done or here else None,
                done_on=(signed if route == "sign" else deal.closed_on) if done else None,
                **made,
            )


def _money(sold: Sold, deal: Deal, contract: Contract, *, overdue: bool) -> list[Any]:
    """Instalments; of a won deal all are paid, of one that collects the first, of one that signs none."""
    today, signed, made = sold.world.company.today, contract.signed_on, sold.made(deal, deal.entered[7])
    rows: list[Any] = []
    left = deal.amount
    for sort, (label, percent, trigger) in enumerate(PLAN):
        amount = left if sort == len(PLAN) - 1 else (deal.amount * percent / 100).quantize(CENT)
        left -= amount
        due = _due(deal, signed, sort, today, overdue=overdue)
        part = Instalment(
            contract=contract,
            sort=sort,
            label=label,
            amount=amount,
            trigger=trigger,
            due_on=due,
            triggered_on=due - timedelta(days=5) if due and due <= today + timedelta(days=5) else None,
            days_after=5 if sort else 0,
            **made,
        )
        rows.append(part)
        if due and signed and (deal.state == "won" or sort == 0 or (overdue and sort == 1)):
            paid_on = due if deal.state == "won" or sort == 0 else None
            rows += _paid(sold, deal, part, max(signed, due - timedelta(days=8)), paid_on)
    return rows


def _due(deal: Deal, signed: date | None, sort: int, today: date, *, overdue: bool) -> date | None:
    """When a part is due: of a won deal evenly until it was won; otherwise the first paid, the second late or soon."""
    if signed is None:
        return None
    if deal.closed_on:
        return signed + (deal.closed_on - signed) * (sort + 1) // len(PLAN)
    if sort == 0:
        return min(signed + timedelta(days=1), today - timedelta(days=1))
    if sort == 1:
        return today - timedelta(days=9 + deal.rank) if overdue else today + timedelta(days=12)
    return today + timedelta(days=60 if sort == 2 else 420)


def _paid(sold: Sold, deal: Deal, part: Instalment, asked: date, paid_on: date | None) -> Iterable[Any]:
    """The invoice, delivered; and if the money came, the receipt with its line in the ledger and the sums kept of it."""
    finance, contract = sold.world.members[FINANCE].pk, part.contract
    at = when(paid_on or asked, contract.number, str(part.sort))
    made = {"created_at": at, "updated_at": at, "created_by": finance, "updated_by": finance}
    contract.invoiced += part.amount
    yield Invoice(
        contract=contract,
        instalment=part,
        number=f"26{int(contract.number[-4:]):08d}{part.sort:02d}{contract.number[3:7]}",
        title=contract.their_party,
        amount=part.amount,
        state="delivered",
        applied_on=asked,
        issued_on=asked,
        due_on=part.due_on,
        delivered_on=asked,
        settled_on=paid_on,
        **made,
    )
    if paid_on is None:
        return
    part.paid = part.amount
    contract.received += part.amount
    receipt = Receipt(
        account=sold.accounts[deal.account],
        amount=part.amount,
        received_on=paid_on,
        payer=contract.their_party,
        bank_reference=f"DZ{paid_on:%Y%m%d}{int(deal.key[1:]):03d}{part.sort}",
        matched=part.amount,
        **made,
    )
    yield receipt
    yield Allocation(receipt=receipt, instalment=part, amount=part.amount, at=at, by=finance)

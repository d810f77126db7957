"""The page of one contract: its money in three different figures, both routes, instalments, invoices, receipts, risks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, everything, opened
from keyaccount.facts.contracts import SIGNED, next_dunning
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema_practice import DunningStep
from keyaccount.queries.contracts.contract_versions import VersionShown, contract_versions
from keyaccount.queries.contracts.dunning import DunnedShown, done_keys, dunned
from keyaccount.queries.records.list_records import Page, list_records
from keyaccount.queries.records.names import names_for
from keyaccount.queries.records.show_record import Shown, show_record
from keyaccount.records.contracts.models import Allocation, Contract, Instalment

_WHY = "the contract was opened for the reader just above; its ledger is seen with it"
_MORE = (("money", "receipt", "match"), ("apply", "invoice", "create"))
VERBS = ("edit", "sign", "void", "archive", "transfer")


@dataclass(frozen=True)
class Money:
    """Contract amount, planned, invoiced, received, still open and of it overdue, in the contract's currency."""

    amount: Decimal
    planned: Decimal
    invoiced: Decimal
    received: Decimal
    open: Decimal
    overdue: Decimal

    @property
    def planned_matches(self) -> bool:
        return self.planned == self.amount


@dataclass(frozen=True)
class StepShown:
    """A step of a route; `days`: since it began (or took), `late`: days beyond the usual ones, 0 when not."""

    id: UUID
    version: int
    name: str
    state: str
    unit_name: str
    person_id: UUID | None
    person_name: str
    member_name: str
    usual_days: int
    began_on: date | None
    done_on: date | None
    needs: str
    days: int | None
    late: int


@dataclass(frozen=True)
class InstalmentShown:
    """`days` overdue (negative: to come, None: paid or without a date); `step` of dunning is what to do now."""

    id: UUID
    version: int
    label: str
    amount: Decimal
    paid: Decimal
    open: Decimal
    trigger: str
    due_on: date | None
    triggered_on: date | None
    days_after: int
    days: int | None
    step: DunningStep | None
    note: str


@dataclass(frozen=True)
class MatchShown:
    """A line of the ledger; `taken_back`: its opposite was written; `reverses`: it is itself such an opposite."""

    id: int
    receipt_id: UUID
    instalment_id: UUID
    instalment_label: str
    received_on: date
    payer: str
    amount: Decimal
    reason: str
    at: Any
    reverses: bool
    taken_back: bool


@dataclass(frozen=True)
class ContractShown:
    """`may`: verbs the reader may do to it (edit, sign, void, archive, transfer; money: match receipts; apply: ask for invoices)."""

    contract: Shown
    money: Money
    lines: Page
    sign_route: tuple[StepShown, ...]
    pay_route: tuple[StepShown, ...]
    instalments: tuple[InstalmentShown, ...]
    invoices: Page
    ledger: tuple[MatchShown, ...]
    risks: Page
    dunned: tuple[DunnedShown, ...]
    versions: tuple[VersionShown, ...]
    has_copy: bool
    may: frozenset[str]


def contract_shown(by: Principal, id: UUID | str, *, today: date) -> ContractShown:
    """The contract as its reader may see it, or `Missing`."""
    shown = show_record(by, "contract", id)
    row: Contract = shown.row
    mine = {"contract": [str(row.pk)]}
    plan = list(opened(by, "instalment").filter(contract=row).order_by("sort", "pk"))
    access = access_to(by, "contract")
    may = {verb for verb in VERBS if access.allows(row, verb)}
    return ContractShown(
        contract=shown,
        money=_money(row, plan, today),
        lines=list_records(by, "contract_line", mine, default_sort="created_at", count=False),
        sign_route=_route(by, row, "sign", today),
        pay_route=_route(by, row, "pay", today),
        instalments=tuple(_instalments(row, plan, today)),
        invoices=list_records(by, "invoice", mine, default_sort="created_at", count=False),
        ledger=_ledger(row),
        risks=list_records(by, "contract_risk", mine, default_sort="created_at", count=False),
        dunned=dunned(by, row.pk, edition_in_force().dunning),
        versions=contract_versions(by, row),
        has_copy=row.signed_copy_id is not None,
        may=frozenset(may | {verb for verb, entity, right in _MORE if access_to(by, entity).may(right)}),
    )


def _money(row: Contract, plan: list[Instalment], today: date) -> Money:
    late = (i.amount - i.paid for i in plan if i.due_on and i.due_on < today and i.paid < i.amount)
    return Money(
        amount=row.amount,
        planned=sum((i.amount for i in plan), Decimal(0)),
        invoiced=row.invoiced,
        received=row.received,
        open=max(row.amount - row.received, Decimal(0)),
        overdue=sum(late, Decimal(0)) if row.state in SIGNED else Decimal(0),
    )


def _route(by: Principal, row: Contract, route: str, today: date) -> tuple[StepShown, ...]:
    steps = list(opened(by, "route_step").filter(contract=row, route=route).order_by("sort", "pk"))
    people = names_for(by, "person", {s.person_id for s in steps if s.person_id})
    units = names_for(by, "unit", {s.unit_id for s in steps if s.unit_id})
    members = names_for(by, "member", {s.member_id for s in steps if s.member_id})
    found = []
    for step in steps:
        days = ((step.done_on or today) - step.began_on).days if step.began_on else None
        found.append(
            StepShown(
                id=step.pk,
                version=step.version,
                name=step.name,
                state=step.state,
                unit_name=units.get(step.unit_id, ""),
                person_id=step.person_id,
                person_name=people.get(step.person_id, ""),
                member_name=members.get(step.member_id, ""),
                usual_days=step.usual_days,
                began_on=step.began_on,
                done_on=step.done_on,
                needs=step.needs,
                days=days,
                late=max((days or 0) - step.usual_days, 0),
            )
        )
    return tuple(found)


def expected_end(steps: tuple[StepShown, ...], today: date) -> date | None:
    """When a route should be through: today plus what the usual days leave; None when nothing is open."""
    left = [s for s in steps if s.state != "done"]
    days = sum(max(s.usual_days - (s.days or 0), 0) for s in left)
    return today + timedelta(days=days) if left else None


def _instalments(row: Contract, plan: list[Instalment], today: date) -> list[InstalmentShown]:
    steps, done = edition_in_force().dunning, done_keys([i.pk for i in plan])
    found = []
    for i in plan:
        left = i.amount - i.paid
        days = (today - i.due_on).days if i.due_on and left > 0 else None
        asked = days is not None and row.state in SIGNED
        found.append(
            InstalmentShown(
                id=i.pk,
                version=i.version,
                label=i.label,
                amount=i.amount,
                paid=i.paid,
                open=left,
                trigger=i.trigger,
                due_on=i.due_on,
                triggered_on=i.triggered_on,
                days_after=i.days_after,
                days=days,
                step=next_dunning(steps, days or 0, done.get(i.pk, frozenset())) if asked else None,
                note=i.note,
            )
        )
    return found


def _ledger(row: Contract) -> tuple[MatchShown, ...]:
    lines = everything(Allocation, why=_WHY).filter(instalment__contract=row)
    loaded = list(lines.select_related("receipt", "instalment").order_by("pk"))
    back = {line.reverses_id for line in loaded if line.reverses_id}
    return tuple(
        MatchShown(
            id=line.pk,
            receipt_id=line.receipt_id,
            instalment_id=line.instalment_id,
            instalment_label=line.instalment.label,
            received_on=line.receipt.received_on,
            payer=line.receipt.payer,
            amount=line.amount,
            reason=line.reason,
            at=line.at,
            reverses=line.reverses_id is not None,
            taken_back=line.pk in back,
        )
        for line in loaded
    )

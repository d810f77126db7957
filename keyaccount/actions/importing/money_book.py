"""Contracts, invoices and instalments that the rows of a chunk may mean, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, Sum

from keyaccount.access import Principal, access_to, everything, may_attach
from keyaccount.actions.importing.names import Names, in_parts
from keyaccount.actions.importing.rows import Draft, Order, id_of
from keyaccount.base.ids import new_id
from keyaccount.base.language import Say, say
from keyaccount.facts.contracts import SIGNED, ZERO
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract, Instalment, Invoice

_WHY = "an import must recognise what is already there; what is not the importer's is refused, never shown"
OPENING = "opening:"


def opening_key(account: UUID, currency: str) -> str:
    """External id of the one contract that holds what a customer owed before (期初应收)."""
    return f"{OPENING}{account}:{currency}"


class MoneyBook:
    """What is there, and what rows before made. In a dry run the made ones are kept from chunk to chunk."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.names = Names(order)
        self.contracts = access_to(order.by, "contract")
        self.accounts: dict[str, Account] = {}
        self._clear()

    def _clear(self) -> None:
        self.held: dict[UUID, Contract] = {}
        self.by_number: dict[str, Contract] = {}
        self.openings: dict[str, Contract] = {}
        self.invoices: dict[tuple[UUID, str], Invoice] = {}
        self.by_id: dict[UUID, Invoice] = {}
        self.plans: dict[UUID, list[Instalment]] = {}
        self.invoiced: dict[UUID, Decimal] = {}

    def begin(
        self, drafts: Sequence[Draft], currencies: Iterable[str], *, invoice: str, contract: str = "contract"
    ) -> None:
        """Read and hold what a chunk may mean; `invoice` and `contract` name the targets with their numbers."""
        if not self.order.dry:
            self._clear()
        self.accounts = self.names.accounts(d.given.text("account") for d in drafts)
        ids = {account.pk for account in self.accounts.values()}
        rows = everything(Contract, why=_WHY)
        named: set[UUID] = set()
        for part in in_parts(d.given.text(contract) for d in drafts):
            named |= set(rows.filter(number__in=part).values_list("pk", flat=True))
        own = {pk for d in drafts if (pk := id_of(d.given.text("id")))}
        if contract == "number":
            named |= set(rows.filter(pk__in=own).values_list("pk", flat=True))
        wanted = set(named)
        for part in in_parts(opening_key(pk, word) for pk in ids for word in set(currencies)):
            wanted |= set(rows.filter(external_id__in=part).values_list("pk", flat=True))
        invoices = self._invoices([d.given.text(invoice) for d in drafts], ids, own) if invoice else []
        wanted |= {row.contract_id for row in invoices}
        self._hold(named, wanted, invoices)

    def _invoices(self, numbers: list[str], accounts: set[UUID], own: set[UUID]) -> list[Invoice]:
        found: list[Invoice] = []
        rows = everything(Invoice, why=_WHY).exclude(state="reversed").select_related("contract")
        for part in in_parts(own):
            found += rows.filter(pk__in=part)
        for part in in_parts(numbers):
            found += rows.filter(number__in=part, contract__account_id__in=accounts).order_by(
                "created_at", "pk"
            )
        return found

    def _hold(self, named: set[UUID], wanted: set[UUID], invoices: list[Invoice]) -> None:
        """Instalments before contracts, as everybody locks them; one object for each, whichever way it is met."""
        plans: dict[UUID, list[Instalment]] = {pk: [] for pk in named}
        instalments: dict[UUID, Instalment] = {}
        for which in (Q(contract_id__in=named), Q(pk__in=[row.instalment_id for row in invoices])):
            rows = everything(Instalment, why=_WHY).filter(which).select_for_update().order_by("pk")
            for row in rows.prefetch_related(Prefetch("invoices", everything(Invoice, why=_WHY))):
                if row.pk not in instalments:
                    instalments[row.pk] = row
                    plans.setdefault(row.contract_id, []).append(row)
        contracts = everything(Contract, why=_WHY).select_related("account").filter(pk__in=wanted)
        for contract in contracts.select_for_update(of=("self",)).order_by("pk"):
            self.held.setdefault(contract.pk, contract)
        for row in instalments.values():
            row.contract = self.held[row.contract_id]
        for pk in named - self.plans.keys():
            self.plans[pk] = sorted(plans[pk], key=lambda one: (one.due_on or date.max, one.sort, one.pk))
            self.by_number[self.held[pk].number] = self.held[pk]
        for contract in self.held.values():
            if contract.external_id.startswith(OPENING):
                self.openings[contract.external_id] = contract
        self._join(invoices, instalments)
        made = everything(Invoice, why=_WHY).filter(contract_id__in=named - self.invoiced.keys())
        sums = made.exclude(state="reversed").values_list("contract_id").annotate(Sum("amount"))
        self.invoiced = {pk: total.quantize(ZERO) for pk, total in sums} | self.invoiced

    def _join(self, invoices: list[Invoice], instalments: dict[UUID, Instalment]) -> None:
        for invoice in invoices:
            invoice.contract = self.held[invoice.contract_id]
            row = instalments.get(invoice.instalment_id or invoice.pk)
            if row is not None:
                plan = self.plans.get(row.contract_id, ())
                invoice.instalment = next((one for one in plan if one.pk == row.pk), row)
            invoice = self.by_id.setdefault(invoice.pk, invoice)
            self.invoices.setdefault((invoice.contract.account_id, invoice.number), invoice)

    def account(self, word: str, entity: str, known: Account | None = None) -> Account | Say:
        """The customer of a row (of a record that is `known`, its own), or why the importer cannot book there."""
        found = known or self.accounts.get(word)
        if found is None or not self.names.sees(found):
            return say("没有找到客户“{name}”", name=word) if word else say("没有写明客户")
        if not may_attach(self.by, entity, found):
            return say("你没有登记这个客户的权限：{name}", name=word)
        return found

    def contract(self, number: str, account: Account, currency: str = "") -> Contract | Say:
        """The signed contract of that number, or why it cannot be booked on."""
        found = self.by_number.get(number)
        if found is None or not (found._state.adding or self.contracts.classes(found)):
            return say("没有找到合同“{number}”", number=number)
        if found.account_id != account.pk:
            return say("合同“{number}”属于别的客户", number=number)
        if found.state not in SIGNED:
            return say("合同“{number}”还没有签订", number=number)
        if currency and currency != found.currency:
            return say("币种不同：文件 {one}，合同 {two}", one=currency, two=found.currency)
        return found

    def opening(self, account: Account, currency: str, on: date) -> Contract:
        """The contract of the customer's opening items, made when there is none; as old as its oldest item."""
        key = opening_key(account.pk, currency)
        found = self.openings.get(key)
        if found is None:
            found = self.openings[key] = new_contract(self.by, self.order, account)
            found.external_id, found.currency, found.state = key, currency, "signed"
            found.title, found.signed_on = str(say("期初应收")), on
            found.note = str(say("导入未结清的发票时建立：没有合同的应收都记在这里"))
        found.signed_on = min(found.signed_on or on, on)
        return found


def new_contract(by: Principal, order: Order, account: Account) -> Contract:
    """An unsaved one with the holder it takes over from its customer."""
    made = Contract(id=new_id(), account=account, amount=ZERO, invoiced=ZERO, received=ZERO)
    made.holder_id, made.holder_department_id = account.owner_id, account.department_id
    made.owner_id, made.department_id = (
        account.owner_id or by.id,
        account.department_id or by.member.department_id,
    )
    made.their_party = account.name[:200]
    stamp(made, order)
    return made


def stamp(row: Any, order: Order) -> None:
    """Made by this import: its moment is how undo knows what nobody worked on since."""
    row.created_at = row.updated_at = order.at
    row.created_by = row.updated_by = order.by.id


def free_instalment(
    plan: Sequence[Instalment], amount: Decimal, due: date, taken: set[UUID]
) -> Instalment | None:
    """The instalment of a plan that an invoice means: same amount, same day, without an invoice yet."""
    for row in plan:
        if row.pk in taken or (row.amount, row.due_on) != (amount, due):
            continue
        if row._state.adding or all(invoice.state == "reversed" for invoice in row.invoices.all()):
            return row
    return None

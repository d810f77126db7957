"""Rows of a file become invoices with what is due on them, and receipts for what was paid (PAY-1).

What has no contract hangs on one opening contract per customer and currency (期初应收), as finance takes over open items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.access import policy_of
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.money_book import MoneyBook, free_instalment
from keyaccount.actions.importing.money_store import MoneyStore
from keyaccount.actions.importing.reading import Reader
from keyaccount.actions.importing.rows import CREATED, UNCHANGED, UPDATED, Draft, Given, Order, Outcome, id_of
from keyaccount.actions.shared import changing
from keyaccount.base.clock import day_of
from keyaccount.base.ids import new_id
from keyaccount.base.language import Say, say
from keyaccount.facts.contracts import ZERO
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract, Instalment, Invoice

_LOOSE = frozenset({"due_on", "disputed", "note"})
_DAYS = ("issued_on", "settled_on", "received_on", "delivered_on")


def money_reader(order: Order, entity: str, more: Mapping[str, tuple[str, str]]) -> Reader:
    """Reads the writable fields of the entity, and `more`: target → (entity, field). What cannot be read refuses the row:
    of money nothing is left out."""
    fields = {f.name: f for f in policy_of(entity).fields if f.writable and f.imported}
    fields |= {
        target: replace(policy_of(of).by_name[name], required=False) for target, (of, name) in more.items()
    }
    return Reader(replace(order, options={**order.options, "strict": True}), fields)


class ReceivableRows:
    """Takes the rows of one import. A number the customer already has on an invoice means that invoice."""

    entity = "invoice"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "receivables")
        self.order, self.by = order, order.by
        self.policy = policy_of("invoice")
        more = {"currency": ("contract", "currency"), "received": ("invoice", "amount")}
        self.reader = money_reader(order, "invoice", {**more, "received_on": ("receipt", "received_on")})
        self.book, self.store = MoneyBook(order), MoneyStore(order)
        self._taken: set[UUID] = set()

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        drafts = [self.reader.read(row) for row in rows]
        for draft in drafts:
            draft.values["currency"] = (draft.values.get("currency") or "CNY").upper()
        self.store.clear()
        self._taken = set()
        self.book.begin(drafts, [d.values["currency"] for d in drafts], invoice="number")
        outcomes = [self._one(draft) for draft in drafts]
        if not self.order.dry:
            self.store.save()
        return outcomes

    def _one(self, draft: Draft) -> Outcome:
        wrong = draft.wrong or draft.missing or self._wrong(draft.values)
        if wrong:
            return draft.no(wrong)
        known = self.book.by_id.get(id_of(draft.given.text("id")) or self.by.id)
        own = known.contract.account if known else None
        account = self.book.account(draft.given.text("account"), "receipt", own)
        if isinstance(account, Say):
            return draft.no(account)
        known = known or self.book.invoices.get((account.pk, draft.values["number"]))
        if known is not None:
            return self._meet(draft, account, known)
        place = self._place(draft, account)
        if isinstance(place, Say):
            return draft.no(place)
        return self._make(draft, account, *place)

    def _wrong(self, values: dict[str, Any]) -> Say | str:
        """Why the row makes no sense, else ""."""
        for name in ("number", "issued_on"):
            if not values.get(name):
                return say("缺少{label}", label=self.policy.by_name[name].label)
        if values["amount"] <= 0:
            return say("金额要大于 0")
        if any(values.get(name) and values[name] > day_of(self.order.at) for name in _DAYS):
            return say("日期不能晚于今天")
        paid = values.get("received", ZERO)
        if not 0 <= paid <= values["amount"]:
            return say("已收金额要在 0 和发票金额之间")
        if paid and not _paid_on(values):
            return say("写了已收金额，还要写到账日或结清日")
        if len(values["currency"]) != 3:
            return say("币种请写三个字母，例如 CNY")
        return ""

    def _place(self, draft: Draft, account: Account) -> tuple[Contract, Instalment | None] | Say:
        """The contract and instalment of a new invoice; without a contract number the customer's opening contract."""
        values, number = draft.values, draft.given.text("contract")
        if not number:
            return self.book.opening(account, values["currency"], values["issued_on"]), None
        given = "currency" in draft.given.raw
        contract = self.book.contract(number, account, values["currency"] if given else "")
        if isinstance(contract, Say):
            return contract
        room = contract.amount - self.book.invoiced.get(contract.pk, ZERO)
        if values["amount"] > room:
            return say("超过合同金额，还可以开 {room}", room=room)
        plan = self.book.plans.setdefault(contract.pk, [])
        part = free_instalment(plan, values["amount"], _due(values), self._taken)
        left = contract.amount - sum((row.amount for row in plan), ZERO)
        if part is None and values["amount"] > left:
            return say("合同“{number}”的回款计划里没有这一天、这个金额的一期", number=number)
        return contract, part

    def _make(self, draft: Draft, account: Account, contract: Contract, part: Instalment | None) -> Outcome:
        values, number = draft.values, draft.values["number"]
        also = []
        if contract._state.adding and contract.pk not in self.store.contracts and not contract.amount:
            also.append(("contract", contract.pk))
            draft.notes.append(str(say("同时建立了“{title}”", title=contract.title)))
        if part is None:
            part = self._instalment(draft, contract)
            also.append(("instalment", part.pk))
        self._taken.add(part.pk)
        invoice = Invoice(id=new_id(), contract=contract, instalment=part, state="issued")
        changing.put(self.policy, invoice, {n: v for n, v in values.items() if n in self.policy.by_name})
        invoice.applied_on, invoice.due_on, invoice.settled_on = values["issued_on"], _due(values), None
        invoice.state = "delivered" if invoice.delivered_on else "issued"
        self.store.invoice(invoice)
        self.book.invoices[account.pk, number] = invoice
        self.book.invoiced[contract.pk] = self.book.invoiced.get(contract.pk, ZERO) + invoice.amount
        also += self._pay(draft, account, part)
        return Outcome(draft.given.number, CREATED, "invoice", invoice.pk, draft.notes, also=also)

    def _instalment(self, draft: Draft, contract: Contract) -> Instalment:
        """A new one for the invoice; an opening contract is as large as its items."""
        values = draft.values
        plan = self.book.plans.setdefault(contract.pk, [])
        made = self.store.instalment(
            contract, values["number"], values["amount"], _due(values), min(len(plan), 32_000)
        )
        plan.append(made)
        if not draft.given.text("contract"):
            contract.amount += made.amount
        return made

    def _pay(self, draft: Draft, account: Account, part: Instalment) -> list[tuple[str, UUID]]:
        """The receipt for what the row says was paid beyond what is booked already."""
        values = draft.values
        on = _paid_on(values)
        missing = (values.get("received", part.amount) if on else ZERO) - part.paid
        if on is None or missing <= 0:
            return []
        note = str(say("随发票 {number} 导入", number=values["number"]))
        receipt = self.store.receipt(
            account, missing, on, currency=part.contract.currency, payer=account.name[:200], note=note[:200]
        )
        self.store.match(receipt, part, missing)
        return [("receipt", receipt.pk)]

    def _meet(self, draft: Draft, account: Account, invoice: Invoice) -> Outcome:
        """An invoice we have: its amount stands; money that came since is booked, day and dispute follow the mode."""
        mode = self.order.mode(by_id=False)
        if mode == "skip":
            note = str(say("已有这张发票，按设置跳过：{name}", name=invoice.number))
            return Outcome(draft.given.number, UNCHANGED, "invoice", invoice.pk, [note])
        values = {n: v for n, v in draft.values.items() if n in _LOOSE}
        if draft.values["amount"] != invoice.amount:
            return draft.no(say("已有这张发票，金额是 {amount}", amount=invoice.amount))
        changed = changing.difference(self.policy, invoice, values)
        changed = {n: p for n, p in changed.items() if not changing.same(*p)}
        if mode == "fill":
            kept = [n for n, pair in changed.items() if not changing.same(pair[0], "")]
            draft.keep(self.policy, kept)
            changed = {n: pair for n, pair in changed.items() if n not in kept}
        if changed:
            changing.put(self.policy, invoice, {n: values[n] for n in changed})
            invoice.version += 1
            invoice.updated_at, invoice.updated_by = self.order.at, self.by.id
            self.store.change(invoice)
        also = self._pay(draft, account, invoice.instalment) if invoice.instalment else []
        result = UPDATED if changed or also else UNCHANGED
        before = {n: pair[0] for n, pair in changed.items()}
        return Outcome(draft.given.number, result, "invoice", invoice.pk, draft.notes, before, also)

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Invoices need no second pass."""
        return {}


def _due(values: Mapping[str, Any]) -> date:
    due: date = values.get("due_on") or values["issued_on"]
    return due


def _paid_on(values: Mapping[str, Any]) -> date | None:
    found: date | None = values.get("received_on") or values.get("settled_on")
    return found

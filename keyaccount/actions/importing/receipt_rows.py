"""Rows of a file become money that came in, matched to the invoice or the contract they name (PAY-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from keyaccount.access import everything, policy_of
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.money_book import MoneyBook
from keyaccount.actions.importing.money_store import MoneyStore
from keyaccount.actions.importing.names import in_parts
from keyaccount.actions.importing.receivable_rows import money_reader
from keyaccount.actions.importing.rows import CREATED, UNCHANGED, Draft, Given, Order, Outcome, id_of
from keyaccount.base.clock import day_of
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Instalment, Receipt

_WHY = "a bank reference stands once in the company"
_KEYS = ("bank_reference", "external_id")


class ReceiptRows:
    """Takes the rows of one import. A bank reference or external number we have means that receipt, which stays as it is."""

    entity = "receipt"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "receipts")
        self.order, self.by = order, order.by
        self.policy = policy_of("receipt")
        self.reader = money_reader(order, "receipt", {})
        self.book, self.store = MoneyBook(order), MoneyStore(order)
        self._known: dict[tuple[str, str], Receipt] = {}

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        drafts = [self.reader.read(row) for row in rows]
        self.store.clear()
        self._read(drafts)
        self.book.begin(drafts, (), invoice="invoice")
        outcomes = [self._one(draft) for draft in drafts]
        if not self.order.dry:
            self.store.save()
        return outcomes

    def _read(self, drafts: Sequence[Draft]) -> None:
        if not self.order.dry:
            self._known = {}
        rows = everything(Receipt, why=_WHY).filter(reversed_at=None)
        for part in in_parts(id_of(d.given.text("id")) for d in drafts):
            self._known |= {("id", str(row.pk)): row for row in rows.filter(pk__in=part)}
        for key in _KEYS:
            for part in in_parts(d.values.get(key) for d in drafts):
                found = rows.filter(**{f"{key}__in": part})
                self._known |= {(key, getattr(row, key)): row for row in found}

    def _one(self, draft: Draft) -> Outcome:
        wrong = draft.wrong or draft.missing or self._wrong(draft.values)
        if wrong:
            return draft.no(wrong)
        account = self.book.account(draft.given.text("account"), "receipt")
        if isinstance(account, Say):
            return draft.no(account)
        values = draft.values
        keys = [(key, values[key]) for key in _KEYS if values.get(key)]
        keys += [("id", str(pk))] if (pk := id_of(draft.given.text("id"))) else []
        known = next((self._known[key] for key in keys if key in self._known), None)
        if known is not None:
            return self._meet(draft, account, known)
        places = self._places(draft, account)
        if isinstance(places, Say):
            return draft.no(places)
        more = {
            n: values[n] for n in ("kind", "payer", "bank_reference", "external_id", "note") if n in values
        }
        currency = values.get("currency") or (places[0].contract.currency if places else "CNY")
        receipt = self.store.receipt(
            account, values["amount"], values["received_on"], currency=currency.upper(), **more
        )
        if values.get("rate"):
            receipt.rate = values["rate"]
        self._known |= dict.fromkeys(keys, receipt)
        self._match(draft, receipt, places)
        return Outcome(draft.given.number, CREATED, "receipt", receipt.pk, draft.notes)

    def _wrong(self, values: dict[str, Any]) -> Say | str:
        if values["amount"] <= 0:
            return say("金额要大于 0，退款请选“退款”")
        if values["received_on"] > day_of(self.order.at):
            return say("日期不能晚于今天")
        if values.get("rate") is not None and values["rate"] <= 0:
            return say("汇率要大于 0")
        if values.get("currency") and len(values["currency"]) != 3:
            return say("币种请写三个字母，例如 CNY")
        return ""

    @staticmethod
    def _meet(draft: Draft, account: Account, known: Receipt) -> Outcome:
        """Booked money stays as it was booked; a row that says otherwise goes back."""
        if (known.account_id, known.amount) != (account.pk, draft.values["amount"]):
            return draft.no(say("这个银行流水号已经登记过，客户或金额不同"))
        return Outcome(draft.given.number, UNCHANGED, "receipt", known.pk, draft.notes)

    def _places(self, draft: Draft, account: Account) -> list[Instalment] | Say:
        """The instalments the row names, those due first first; none when it names neither invoice nor contract."""
        number = draft.given.text("invoice")
        if number:
            invoice = self.book.invoices.get((account.pk, number))
            if invoice is None or invoice.instalment is None:
                return say("没有找到这个客户的发票“{number}”", number=number)
            found = [invoice.instalment]
        elif number := draft.given.text("contract"):
            contract = self.book.contract(number, account)
            if isinstance(contract, Say):
                return contract
            found = self.book.plans.get(contract.pk, [])
        else:
            return []
        currency = draft.values.get("currency")
        if currency and any(row.contract.currency != currency.upper() for row in found):
            return say("币种不同：文件 {one}，合同 {two}", one=currency, two=found[0].contract.currency)
        return found

    def _match(self, draft: Draft, receipt: Receipt, places: Iterable[Instalment]) -> None:
        if receipt.kind == "refund":
            if draft.given.text("invoice") or draft.given.text("contract"):
                draft.notes.append(str(say("退款没有自动核销，请到到账页核销")))
            return
        wanted = False
        for row in places:
            wanted = True
            part = min(row.amount - row.paid, receipt.amount - receipt.matched)
            if part > 0:
                self.store.match(receipt, row, part)
        left = receipt.amount - receipt.matched
        if wanted and left:
            draft.notes.append(str(say("还有 {left} 没有核销", left=left)))

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Receipts need no second pass."""
        return {}

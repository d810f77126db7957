"""Rows of a file become contracts with their plan of instalments (CON-1, PAY-1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import everything, policy_of
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.money_book import MoneyBook, new_contract
from keyaccount.actions.importing.money_store import MoneyStore
from keyaccount.actions.importing.names import in_parts
from keyaccount.actions.importing.receivable_rows import money_reader
from keyaccount.actions.importing.rows import CREATED, UNCHANGED, UPDATED, Draft, Given, Order, Outcome, id_of
from keyaccount.actions.shared import changing
from keyaccount.actions.shared.cleaning import NotTaken, amount, day
from keyaccount.base.clock import day_of
from keyaccount.base.language import Say, say
from keyaccount.facts.contracts import SIGNED, ZERO
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract
from keyaccount.records.deals.models import Opportunity

_WHY = "a row means a deal of its customer; who may write contracts there was checked"
_LOOSE = ("starts_on", "ends_on", "their_party", "our_party", "terms", "note", "external_id")
_PARTS = re.compile(r"[;；\n]+")
Plan = list[tuple[date, Decimal]]


class ContractRows:
    """Takes the rows of one import. A number we have means that contract: its money and parties stay, what is empty is filled."""

    entity = "contract"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "contracts")
        self.order, self.by = order, order.by
        self.policy = policy_of("contract")
        named = {"state": ("contract", "state"), "signed_on": ("contract", "signed_on")}
        self.reader = money_reader(order, "contract", named)
        self.book, self.store = MoneyBook(order), MoneyStore(order)
        self.deals: dict[tuple[UUID, str], Opportunity] = {}

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        drafts = [self.reader.read(row) for row in rows]
        self.store.clear()
        self.book.begin(drafts, (), invoice="", contract="number")
        self._read_deals(drafts)
        outcomes = [self._one(draft) for draft in drafts]
        if not self.order.dry:
            self.store.save()
        return outcomes

    def _read_deals(self, drafts: Sequence[Draft]) -> None:
        self.deals = {}
        accounts = [account.pk for account in self.book.accounts.values()]
        rows = everything(Opportunity, why=_WHY).filter(account_id__in=accounts)
        for part in in_parts(d.given.text("opportunity") for d in drafts):
            for key in ("name", "external_id"):
                for deal in rows.filter(**{f"{key}__in": part}).order_by("pk"):
                    self.deals.setdefault((deal.account_id, getattr(deal, key)), deal)

    def _one(self, draft: Draft) -> Outcome:
        values = draft.values
        wrong = draft.wrong or draft.missing or self._wrong(values)
        plan = [] if wrong else self._plan(draft)
        if wrong or isinstance(plan, Say):
            return draft.no(wrong or str(plan))
        known = self.book.held.get(id_of(draft.given.text("id")) or self.by.id)
        known = known or self.book.by_number.get(values["number"])
        account = self.book.account(draft.given.text("account"), "contract", known.account if known else None)
        if isinstance(account, Say):
            return draft.no(account)
        if known is not None:
            return self._meet(draft, account, known)
        word = draft.given.text("opportunity")
        deal = self.deals.get((account.pk, word))
        if word and deal is None:
            return draft.no(say("没有找到这个客户的商机“{name}”", name=word))
        return self._make(draft, account, deal, plan)

    def _wrong(self, values: dict[str, Any]) -> Say | str:
        """Why the row makes no sense, else ""."""
        if not values.get("number"):
            return say("缺少{label}", label=self.policy.by_name["number"].label)
        if values["amount"] <= 0:
            return say("金额要大于 0")
        signed = values.get("signed_on")
        if signed and signed > day_of(self.order.at):
            return say("日期不能晚于今天")
        state = values.get("state") or ("signed" if signed else "draft")
        if state == "route":
            return say("签订流程中的合同请导入为“起草”")
        if state in SIGNED and not signed:
            return say("已签订的合同要写签订日")
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            return say("到期日不能早于起始日")
        if values.get("currency") and len(values["currency"]) != 3:
            return say("币种请写三个字母，例如 CNY")
        values["state"] = state
        return ""

    def _plan(self, draft: Draft) -> Plan | Say:
        """2026-03-31 30000；2026-06-30 70000 as days and amounts, which together are the contract's amount."""
        found: Plan = []
        for part in filter(None, (one.strip() for one in _PARTS.split(draft.given.text("plan")))):
            on, _, much = part.rpartition(" ")
            try:
                due, money = day(self.reader.ordered("plan", on.strip())), amount(much.strip())
            except NotTaken as bad:
                return bad.message
            if due is None or money is None or money <= 0:
                return say(
                    "看不懂回款计划“{text}”，请写成 2026-03-31 30000；2026-06-30 70000", text=part[:60]
                )
            found.append((due, money))
        planned = sum((money for _, money in found), ZERO)
        if found and planned != draft.values["amount"]:
            whole = draft.values["amount"]
            return say("回款计划合计 {planned}，合同金额 {amount}，两者要相等", planned=planned, amount=whole)
        return found

    def _make(self, draft: Draft, account: Account, deal: Opportunity | None, plan: Plan) -> Outcome:
        values = draft.values
        made = new_contract(self.by, self.order, account)
        made.owner_id, made.department_id = self.by.id, self.by.member.department_id
        if deal is not None:
            made.opportunity, made.currency = deal, deal.currency
            if deal.owner_id:
                made.owner_id, made.department_id = deal.owner_id, deal.department_id
        self._owner(draft, made)
        given = {n: v for n, v in values.items() if n in self.policy.by_name and n != "currency"}
        changing.put(self.policy, made, given)
        made.currency = (values.get("currency") or made.currency).upper()
        self.store.contracts[made.pk] = self.book.by_number[made.number] = made
        for sort, (due, money) in enumerate(plan):
            label = str(say("第 {n} 期", n=sort + 1))
            part = self.store.instalment(made, label, money, due, sort)
            draft.also.append(("instalment", part.pk))
        if made.state in SIGNED and not plan:
            draft.notes.append(str(say("没有回款计划，导入应收时按发票补上，或在合同页重排")))
        return Outcome(draft.given.number, CREATED, "contract", made.pk, draft.notes, also=draft.also)

    def _owner(self, draft: Draft, made: Contract) -> None:
        """Who works it: the one named, if the importer may hand contracts over."""
        word = draft.given.text("owner")
        member = self.book.names.member(word) if word else None
        if word and member is None:
            draft.notes.append(str(say("没有找到负责人“{name}”", name=word)))
        elif member is not None and (member.pk == self.by.id or self.by.may("deal.transfer")):
            made.owner_id, made.department_id = member.pk, member.department_id
        elif member is not None:
            draft.notes.append(str(say("负责人没有采用：你不能把合同交给别人")))

    def _meet(self, draft: Draft, account: Account, known: Contract) -> Outcome:
        word = draft.given.text("account")
        other = word and self.book.accounts.get(word, account) != known.account
        if other or not self.book.contracts.classes(known, write=True):
            return draft.no(say("合同“{number}”属于别的客户", number=known.number))
        values = {n: v for n, v in draft.values.items() if n in self.policy.by_name}
        changed = changing.difference(self.policy, known, values)
        mode = self.order.mode(by_id=False)
        free = [
            n for n in changed if n in _LOOSE and (mode == "overwrite" or changing.same(changed[n][0], ""))
        ]
        free = [] if mode == "skip" else free
        draft.keep(self.policy, [n for n in changed if n not in free])
        if free:
            changing.put(self.policy, known, {n: values[n] for n in free})
            known.version += 1
            known.updated_at, known.updated_by = self.order.at, self.by.id
            self.store.contracts[known.pk] = known
            self.store.told.append(("contract", known))
        before = {n: changed[n][0] for n in free}
        result = UPDATED if free else UNCHANGED
        return Outcome(draft.given.number, result, "contract", known.pk, draft.notes, before)

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Contracts need no second pass."""
        return {}

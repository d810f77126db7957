"""Rows of a file become deals (OPP-1): open ones where they stand, closed ones as they ended, without a history they don't tell."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.access import access_to
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.deal_book import DealBook
from keyaccount.actions.importing.deal_columns import plain, questions
from keyaccount.actions.importing.deal_making import Making
from keyaccount.actions.importing.deal_store import DealStore
from keyaccount.actions.importing.deal_words import Stages, Standing, answer_of
from keyaccount.actions.importing.named_accounts import NamedAccounts
from keyaccount.actions.importing.names import Names
from keyaccount.actions.importing.reading import Reader
from keyaccount.actions.importing.rows import CREATED, UNCHANGED, UPDATED, Draft, Given, Order, Outcome, empty
from keyaccount.actions.shared import changing
from keyaccount.actions.shared.cleaning import NotTaken, day, moment
from keyaccount.base.clock import day_of
from keyaccount.base.language import Say, say
from keyaccount.base.money import currencies
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Member


class DealRows:
    """Takes the rows of one import. Options: `create_accounts`, `defaults` (an account for rows that name none),
    `on_duplicate`, `strict`."""

    entity = "opportunity"

    def __init__(self, order: Order) -> None:
        must_import(order.by, "deals")
        self.order, self.by = order, order.by
        self.access = access_to(order.by, "opportunity")
        own = {n: f for n, f in self.access.writable().items() if f.imported}
        self.plain = {**own, **plain()}
        self.reader = Reader(order, {n: f for n, f in self.plain.items() if n != "account"})
        self.names = Names(order)
        self.accounts = NamedAccounts(order, self.names, self.entity)
        self.book, self.store = DealBook(order), DealStore(order)
        self.making = Making(order, self.store)
        self.stages = Stages(self.making.edition)
        self.questions = {one.key: one for one in questions()}
        self._currencies = {code for code, _ in currencies()}

    def take(self, rows: list[Given]) -> list[Outcome]:
        """One chunk, inside the caller's transaction; outcomes in the order of the rows."""
        self.store.clear()
        drafts = [self.reader.read(row) for row in rows]
        accounts = self.accounts.begin(d.given.text("account") for d in drafts if not d.wrong)
        self.book.begin(drafts, [account.pk for account in accounts])
        outcomes = [self._one(draft) for draft in drafts]
        if not self.order.dry:
            self.store.save()
        return outcomes

    def _one(self, draft: Draft) -> Outcome:
        wrong = draft.wrong or self._wrong(draft.values)
        if wrong:
            return draft.no(wrong)
        known = self.book.match(draft)
        if known is not None:
            return self._meet(draft, known, by_id=True)
        word = draft.given.text("account")
        account = self.accounts.of(word)
        if isinstance(account, Say):
            return draft.no(account)
        known = self.book.namesake(draft, account.pk)
        if known is not None:
            return self._meet(draft, known, by_id=False)
        return self._make(draft, account, word)

    def _wrong(self, values: dict[str, Any]) -> Say | str:
        """Why the row makes no sense, else ""."""
        if "currency" in values:
            values["currency"] = values["currency"].upper()
            if values["currency"] not in self._currencies:
                return say("没有这个币种：{code}", code=values["currency"])
        if any(values.get(name, 0) < 0 for name in ("amount", "closed_value", "unit_price", "budget_amount")):
            return say("金额不能是负数")
        sign, pay = values.get("sign_on"), values.get("pay_on")
        return say("预计回款日不能早于预计签订日") if sign and pay and pay < sign else ""

    def _make(self, draft: Draft, account: Account, word: str) -> Outcome:
        standing = self.stages.read(draft.given.text("stage"), draft.given.text("state"))
        if isinstance(standing, str):
            return draft.no(say("不认识的阶段或状态“{text}”，请改成销售流程里的阶段名称", text=standing[:60]))
        owner = self._owner(draft)
        if isinstance(owner, Say):
            return draft.no(owner)
        days = self._days(draft)
        if isinstance(days, Say):
            return draft.no(days)
        product = self.book.product(asked := draft.given.text("product"))
        if asked and product is None:
            draft.notes.append(str(say("产品“{name}”不在产品表里，没有采用", name=asked)))
        if "name" not in draft.values:
            if not asked:
                return draft.no(say("缺少商机名称，也没有产品可以用来起名"))
            draft.values["name"] = f"{account.name} · {product.name if product else asked}"[:200]
        self.accounts.take_made(draft, word)
        deal = self.making.deal(draft, account, owner, standing, days)
        if product is not None:
            self.making.line(draft, deal, product)
        self._answers(draft, deal, set())
        self.book.add(deal)
        return Outcome(draft.given.number, CREATED, self.entity, deal.pk, draft.notes, also=draft.also)

    def _owner(self, draft: Draft) -> Member | Say:
        """Who is to work the deal, or why nobody can."""
        word = draft.given.text("owner")
        owner = self.names.member(word) if word else self.by.member
        if owner is None:
            return say("没有找到成员“{name}”", name=word)
        if owner.pk != self.by.id and not self.by.may("deal.transfer"):
            return say("你不能把商机交给别人")
        return owner

    def _days(self, draft: Draft) -> tuple[date | None, date | None] | Say:
        """When the deal was taken up and when it ended."""
        found: list[date | None] = []
        for name in ("opened_on", "closed_on"):
            try:
                found.append(self._day(name, draft.given.raw.get(name)))
            except NotTaken as bad:
                return bad.message
        opened, closed = found
        if any(one and one > day_of(self.order.at) for one in found):
            return say("日期不能晚于今天")
        if opened and closed and closed < opened:
            return say("结束日期不能早于建立日期")
        return opened, closed

    def _day(self, name: str, raw: Any) -> date | None:
        raw = self.reader.ordered(name, raw)
        try:
            return day(raw)
        except NotTaken:
            found = moment(raw)  # an export tells the hour too
            return day_of(found) if found else None

    def _answers(self, draft: Draft, deal: Opportunity, known: set[str]) -> int:
        """Answers to questions that have none yet; returns how many."""
        added = 0
        for key, question in self.questions.items():
            word = draft.given.text(key)
            if not word or key in known:
                continue
            if not (answer := answer_of(word)):
                note = say(
                    "{label}“{value}”没有采用：请写是、否或不清楚", label=question.label, value=word[:60]
                )
                draft.notes.append(str(note))
            elif answer != "unknown":
                evidence = str(say("导入的文件写的是“{value}”", value=word[:200]))
                self.making.answer(draft, deal, key, answer, evidence)
                added += 1
        return added

    def _meet(self, draft: Draft, deal: Opportunity, *, by_id: bool) -> Outcome:
        """The row means a deal we have: fill what it lacks, or overwrite. Where it stands is changed in its room only."""
        number = draft.given.number
        if not (deal._state.adding or self.access.classes(deal, write=True)):
            seen = self.access.classes(deal)
            why = say("已有这个商机，但你没有修改的权限：{name}", name=deal.name)
            return draft.no(why if seen else say("这个外部编号已有别的商机在用"))
        mode = self.order.mode(by_id=by_id)
        if mode == "skip":
            note = str(say("已有这个商机，按设置跳过：{name}", name=deal.name))
            return Outcome(number, UNCHANGED, self.entity, deal.pk, [note])
        self._tell_fixed(draft, deal)
        changed = self._changed(draft, deal, mode)
        before = {} if deal._state.adding else {name: pair[0] for name, pair in changed.items()}
        added = self._answers(draft, deal, self.book.answered.get(deal.pk, set())) if self._asks(deal) else 0
        if changed or added:
            self.making.put(deal, {name: draft.values[name] for name in changed})
            if not deal._state.adding:
                self.store.change(deal, changed)
        result = UPDATED if changed or added else UNCHANGED
        return Outcome(number, result, self.entity, deal.pk, draft.notes, before, draft.also)

    def _asks(self, deal: Opportunity) -> bool:
        return deal.state in ("open", "shelved") and not deal._state.adding

    def _changed(self, draft: Draft, deal: Opportunity, mode: str) -> dict[str, list[Any]]:
        values = {n: v for n, v in draft.values.items() if n in self.access.policy.by_name and n != "account"}
        if self.book.taken(values.get("external_id", ""), deal):
            del values["external_id"]
        changed = changing.difference(self.access.policy, deal, values)
        kept = [n for n, pair in changed.items() if mode == "fill" and not empty(pair[0])]
        draft.keep(self.access.policy, kept)
        writable = self.access.writable(None if deal._state.adding else deal)
        return {n: pair for n, pair in changed.items() if n not in kept and n in writable}

    def _tell_fixed(self, draft: Draft, deal: Opportunity) -> None:
        """What an import never changes of a deal, when the file says otherwise."""
        text = draft.given.text
        standing = self.stages.read(text("stage"), text("state"))
        told = text("stage") or text("state")
        if told and isinstance(standing, Standing) and not standing.fits(deal.stage, deal.state):
            draft.notes.append(str(say("阶段没有改：请在商机页推进")))
        owner = self.names.member(text("owner")) if text("owner") else None
        if owner and owner.pk != deal.owner_id:
            draft.notes.append(str(say("负责人没有改：换负责人请用转移")))
        if not self.accounts.means(text("account"), deal.account_id):
            draft.notes.append(str(say("客户没有改：商机不能换客户")))

    def link(self, rows: list[Given], ids: dict[int, UUID]) -> dict[int, Outcome]:
        """Deals need no second pass."""
        return {}

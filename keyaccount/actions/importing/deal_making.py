"""New deals out of rows: where they stand, what they offer, what is known, and one honest step for how they came here."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from keyaccount.access import policy_of
from keyaccount.actions.importing.deal_store import DealStore
from keyaccount.actions.importing.deal_words import Standing, reason_of
from keyaccount.actions.importing.rows import Draft, Order
from keyaccount.actions.shared import changing
from keyaccount.base.clock import CHINA, day_of
from keyaccount.base.ids import new_id
from keyaccount.base.language import say
from keyaccount.base.names import sort_key
from keyaccount.facts.deal_editions import edition_of, newest_published
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.choices import STATE
from keyaccount.records.deals.models import Answer, Opportunity, OpportunityLine, Passage
from keyaccount.records.library.models import Product
from keyaccount.records.org.models import Member

_ZERO = Decimal("0.00")
_ENDS = {"won": "win", "lost": "lose", "shelved": "shelve"}
Days = tuple[date | None, date | None]


class Making:
    """Unsaved records of one import, handed to the store."""

    def __init__(self, order: Order, store: DealStore) -> None:
        self.order, self.by, self.store = order, order.by, store
        self.policy = policy_of("opportunity")
        self.published = newest_published()
        self.edition = edition_of(Opportunity(edition=self.published))

    def deal(
        self, draft: Draft, account: Account, owner: Member, standing: Standing, days: Days
    ) -> Opportunity:
        """The deal as its row says. Won ones stand in the last stage with the value they were closed at."""
        opened, closed = (self._moment(one) for one in days)
        made = Opportunity(id=new_id(), account=account, owner=owner, department_id=owner.department_id)
        made.holder_id, made.holder_department_id = account.owner_id, account.department_id
        made.edition, made.currency = self.published, self.edition.currency
        made.pipeline = standing.path.key
        made.stage = self._stage(standing)
        made.stage_rank = standing.path.rank(made.stage)
        made.state = standing.state
        made.signed = made.invoiced = made.received = _ZERO
        self._stamp(made)
        made.created_at = opened or closed or self.order.at
        made.stage_since = made.created_at
        values = {n: v for n, v in draft.values.items() if n in self.policy.by_name}
        if standing.state == "won" and "closed_value" in draft.values:
            values["amount"] = draft.values["closed_value"]
        self.put(made, values)
        if standing.state != "open":
            self._end(draft, made, closed or self.order.at)
        self.store.new.append(made)
        self._steps(draft, made, standing)
        return made

    def _stage(self, standing: Standing) -> str:
        if standing.state == "won":
            return standing.path.stages[-1].key
        return standing.stage or standing.path.stages[0].key

    def put(self, deal: Opportunity, values: dict[str, Any]) -> None:
        """Set plain values, and what follows from them."""
        changing.put(self.policy, deal, values)
        if "name" in values:
            deal.name_sort = sort_key(values["name"])[:300]

    def _end(self, draft: Draft, made: Opportunity, at: datetime) -> None:
        text = draft.given.text
        if made.state != "shelved":
            made.closed_at = at
        known = [*self.edition.loss_reasons, *self.edition.shelve_reasons]
        word = text("close_reason")
        made.close_reason = reason_of(((one.key, one.label) for one in known), word) if word else ""
        unknown = word if word and not made.close_reason else ""
        made.close_note = "\n".join(filter(None, (unknown, text("close_note"))))
        made.lost_to = text("lost_to")[:120] if made.state == "lost" else ""

    def _steps(self, draft: Draft, deal: Opportunity, standing: Standing) -> None:
        """「如实」: that it came by an import, and how it ended; the stages between nobody recorded."""
        self._step(deal, "imported", deal.created_at, note=str(say("随导入建立，之前的阶段没有记录")))
        if deal.state == "open":
            return
        at = deal.closed_at or self.order.at
        self._step(
            deal,
            _ENDS[deal.state],
            at,
            from_stage=standing.stage,
            reason=deal.close_reason,
            lost_to=deal.lost_to,
            note=str(say("导入时已是{state}", state=STATE[deal.state])),
            days=max((day_of(at) - day_of(deal.created_at)).days, 0),
            amount=draft.values.get("closed_value", deal.amount),
        )

    def _step(self, deal: Opportunity, kind: str, at: datetime, **more: Any) -> None:
        more = {"amount": deal.amount, **more}
        self.store.passages.append(
            Passage(
                id=new_id(),
                opportunity=deal,
                kind=kind,
                to_stage=deal.stage,
                at=at,
                by=self.by.id,
                edition_number=self.edition.number,
                edition_digest=self.edition.hash,
                **more,
            )
        )

    def line(self, draft: Draft, deal: Opportunity, product: Product) -> None:
        """The product of the row; its price only where the row tells one."""
        made = OpportunityLine(id=new_id(), opportunity=deal, product=product)
        made.quantity = draft.values.get("quantity") or 1
        made.unit_price = draft.values.get("unit_price")
        made.amount = None if made.unit_price is None else made.unit_price * made.quantity
        self._stamp(made)
        self.store.lines.append(made)

    def answer(self, draft: Draft, deal: Opportunity, question: str, answer: str, evidence: str) -> None:
        """An answer on the evidence of the file."""
        made = Answer(id=new_id(), opportunity=deal, question=question, answer=answer, evidence=evidence)
        made.source, made.observed_on = "document", day_of(self.order.at)
        self._stamp(made)
        self.store.answers.append(made)
        if not deal._state.adding:
            draft.also.append(("answer", made.pk))

    def _stamp(self, row: Any) -> None:
        row.created_at = row.updated_at = self.order.at
        row.created_by = row.updated_by = self.by.id

    def _moment(self, on: date | None) -> datetime | None:
        """Noon of the day where our users are, not after now."""
        return min(datetime.combine(on, time(12), CHINA), self.order.at) if on else None

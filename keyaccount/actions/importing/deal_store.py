"""Storing a chunk of deals with lines, answers and steps; each is judged as if it had been taken up by hand (OPP-1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from keyaccount.access import everything, policy_of
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.actions.importing.account_store import update
from keyaccount.actions.importing.rows import Order
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.bulk import insert_all
from keyaccount.base.clock import day_of
from keyaccount.facts.deal_judging import judge_deals
from keyaccount.playbook.pool import Held, judge_hold
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Answer, Opportunity, OpportunityLine, Passage
from keyaccount.records.journal.models import Entry

_WHY = "the importer's rights on each deal were checked; what follows from it is the same for everybody"
_PART = 500
Changed = dict[str, list[Any]]


class DealStore:
    """What a chunk makes and changes, kept until `save`."""

    def __init__(self, order: Order) -> None:
        self.order, self.by = order, order.by
        self.policy = policy_of("opportunity")
        self.clear()

    def clear(self) -> None:
        self.new: list[Opportunity] = []
        self.touched: dict[UUID, tuple[Opportunity, Changed]] = {}
        self.lines: list[OpportunityLine] = []
        self.answers: list[Answer] = []
        self.passages: list[Passage] = []

    def change(self, deal: Opportunity, changed: Changed) -> None:
        """A deal that was there; `changed` is field → [old, new], already put."""
        earlier = self.touched.get(deal.pk, (deal, {}))[1]
        self.touched[deal.pk] = (deal, {**earlier, **changed})

    def save(self) -> None:
        """Write it all, judge the deals, keep their customers; the journal tells of each deal."""
        insert_all(Answer, self.answers)
        self._judge_new()
        insert_all(Opportunity, self.new)
        insert_all(OpportunityLine, self.lines)
        insert_all(Passage, self.passages)
        old = [deal for deal, _ in self.touched.values()]
        for deal in old:
            deal.version += 1
            deal.updated_at, deal.updated_by = self.order.at, self.by.id
        columns = [self.policy.by_name[n].path for _, pairs in self.touched.values() for n in pairs]
        update(Opportunity, old, sorted({*columns, "name_sort", "version", "updated_at", "updated_by"}))
        for start in range(0, len(old), _PART):
            refresh(old[start : start + _PART], self.order.at)
        self._hold()
        indexing.index("opportunity", self.new, fresh=True)
        indexing.index("opportunity", old)
        journaling.write_all([*self._entries()])
        self.clear()

    def _judge_new(self) -> None:
        """Verdict and chance before the first insert, from answers stored just now: nothing is written twice."""
        for start in range(0, len(self.new), _PART):
            part = self.new[start : start + _PART]
            judged = judge_deals(part, day_of(self.order.at))
            for deal in part:
                found = judged[deal.pk]
                deal.verdict, deal.chance = found.qualification.verdict, found.chance.percent
                deal.judged_at = self.order.at

    def _hold(self) -> None:
        """A customer with an open deal is not taken back (ACC-5), where the pool's rules say so."""
        book, today = HoldingBook(), day_of(self.order.at)
        owned = {d.account_id: d.account for d in self.new if d.state == "open" and d.account.owner_id}
        kept = [pk for pk, account in owned.items() if _stays(book, account, today)]
        for start in range(0, len(kept), _PART):
            rows = everything(Account, why=_WHY).filter(pk__in=kept[start : start + _PART])
            rows.exclude(reclaim_on=None).update(reclaim_on=None)

    def _entries(self) -> Iterable[Entry]:
        for deal, pairs in [*((deal, {}) for deal in self.new), *self.touched.values()]:
            data, klass = changing.told(self.policy, pairs)
            yield journaling.entry(
                "opportunity.imported",
                by=self.by,
                at=self.order.at,
                entity="opportunity",
                object_id=deal.pk,
                label=deal.name,
                account_id=deal.account_id,
                klass=klass if pairs else self.policy.floor,
                data=data if pairs else {},
            )


def _stays(book: HoldingBook, account: Account, today: Any) -> bool:
    since = day_of(account.held_since) if account.held_since else today
    held = Held(owner_since=since, tier=account.tier, status=account.status, has_open_deal=True)
    return judge_hold(book.rules(account.department_id), held, today).reclaim_on is None

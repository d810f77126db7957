"""What the deals ask of their owner today: tasks, gates that are open, deals that stand still, money that is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from keyaccount.access import Principal, opened
from keyaccount.facts.deal_judging import Judged, judge_deals
from keyaccount.queries.deals.stalling import stalled_deals
from keyaccount.records.contracts.models import Instalment, ProposalReview
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.visits.models import Task

FEW = 6
_JUDGED = 60
DUE_DAYS = 14


@dataclass(frozen=True)
class Ready:
    """A deal whose gate is all but closed: `wanting` names the one condition left; "" when it may go on now."""

    deal: Opportunity
    stage: str
    wanting: str


@dataclass(frozen=True)
class DealWork:
    """Each list shows a few, its count tells of all."""

    tasks: Sequence[Task]
    tasks_count: int
    ready: Sequence[Ready]
    stalled: Sequence[Opportunity]
    stalled_count: int
    due: Sequence[Instalment]
    due_count: int
    reviews: Sequence[ProposalReview]

    @property
    def empty(self) -> bool:
        return not (self.tasks or self.ready or self.stalled or self.due or self.reviews)


def deal_work(by: Principal, *, today: date) -> DealWork:
    """Of the reader's own deals, tasks and contracts. A constant number of queries."""
    tasks = opened(by, "task").filter(owner_id=by.id, done_at=None, due_on__lte=today)
    mine = opened(by, "opportunity").filter(owner_id=by.id, state="open")
    stalled = mine.filter(stalled_deals(today))
    due = (
        opened(by, "instalment")
        .filter(contract__owner_id=by.id, paid__lt=F("amount"), due_on__lte=today + timedelta(days=DUE_DAYS))
        .filter(contract__state__in=("signed", "ended"))
    )
    asked = opened(by, "proposal_review").filter(
        member_id=by.id, opinion="pending", proposal__state__in=("draft", "review", "ready")
    )
    judged = judge_deals(list(mine.select_related("account").order_by("-stage_rank", "-pk")[:_JUDGED]), today)
    return DealWork(
        tasks=list(tasks.select_related("account", "opportunity").order_by("due_on", "pk")[:FEW]),
        tasks_count=tasks.count(),
        ready=[ready for one in judged.values() if (ready := _ready(one))][:FEW],
        stalled=list(stalled.select_related("account").order_by("stage_since", "pk")[:FEW]),
        stalled_count=stalled.count(),
        due=list(due.select_related("contract__account").order_by("due_on", "pk")[:FEW]),
        due_count=due.count(),
        reviews=list(asked.select_related("proposal").order_by("pk")[:FEW]),
    )


def _ready(one: Judged) -> Ready | None:
    open_items = [item for item in one.gate.items if item.state != "met" and not item.waived]
    if len(open_items) > 1 or one.gate.next is None:
        return None
    return Ready(one.deal, str(one.stage.label), str(open_items[0].item.label) if open_items else "")

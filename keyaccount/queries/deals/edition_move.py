"""What would change if a deal were judged by the edition in force: seen before anybody decides."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keyaccount.access import Principal, access_to, found
from keyaccount.facts.deal_editions import is_on, newest_published
from keyaccount.facts.deal_judging import Judged, judge_deal
from keyaccount.facts.deal_places import place_in
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.comparing import Difference, compare
from keyaccount.records.deals.models import Opportunity


@dataclass(frozen=True)
class EditionMove:
    """The deal as judged now and as it would be; `differences` between the two editions, by path."""

    deal: Opportunity
    now: Judged
    then: Judged
    differences: tuple[Difference, ...]
    may: bool


def edition_move(by: Principal, id: UUID | str, *, today: date) -> EditionMove | None:
    """The preview; None when the deal is on the newest edition. Raises `Missing`. Nothing is stored."""
    deal: Opportunity = found(by, "opportunity", id)
    newest = newest_published()
    if newest is None or is_on(deal.edition_id, newest):
        return None
    now = judge_deal(deal, today)
    moved = copy(deal)
    moved._state = copy(deal._state)
    moved.edition = newest
    trial = judge_edition(moved, today)
    may = access_to(by, "opportunity").allows(deal, "move_edition")
    return EditionMove(deal, now, trial, tuple(compare(now.edition, trial.edition)), may)


def judge_edition(deal: Opportunity, today: date) -> Judged:
    """The unsaved copy judged where the newest edition would put it."""
    path, stage = place_in(edition_in_force(), deal)
    deal.pipeline, deal.stage, deal.stage_rank = path.key, stage.key, path.rank(stage.key)
    return judge_deal(deal, today)

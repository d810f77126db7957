"""Judge a deal by the edition in force from now on; what it passed through stays as it was judged then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.deals.passing import must_be, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.deal_editions import is_on, newest_published
from keyaccount.facts.deal_places import place_in
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.deals.models import Opportunity


@transaction.atomic
def move_edition(*, by: Principal, at: datetime, id: UUID | str) -> Opportunity:
    """The deal on the newest edition, in the stage of the same key, or at the same place where that is gone.

    `queries.deals.edition_move` shows beforehand what changes. Raises `Missing`, `Refused` or `Invalid`.
    """
    deal: Opportunity = changeable(by, "opportunity", id, verb="move_edition")
    must_be(deal, "open", "shelved")
    newest = newest_published()
    if newest is None or is_on(deal.edition_id, newest):
        raise Invalid(Problem("newest", say("这个商机已经在用最新的打法版本")))
    edition = edition_in_force()
    path, stage = place_in(edition, deal)
    deal.edition, deal.pipeline = newest, path.key
    if stage.key != deal.stage:
        deal.stage, deal.stage_since = stage.key, at
    deal.stage_rank = path.rank(stage.key)
    deal.version += 1
    deal.updated_at, deal.updated_by = at, by.id
    deal.save(force_update=True)
    refresh([deal], at)
    tell("edition-moved", deal, by=by, at=at, edition=edition.number)
    return deal

"""Bring what is kept on deals up to their facts: verdict, win chance, last contact, the three sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.facts.deal_judging import Judged, judge_deals
from keyaccount.facts.deal_money import sums_of
from keyaccount.facts.deal_work import last_contacts
from keyaccount.records.deals.models import Opportunity

_WHY = "whoever changed a fact may not see all of the deal; what follows from it is the same for everybody"
_PART = 500
COLUMNS = ("verdict", "judged_at", "chance", "contacted_at", "signed", "invoiced", "received")


def refresh_opportunities(ids: Iterable[UUID], at: datetime) -> dict[UUID, Judged]:
    """Judge the deals anew and store what changed; returns {deal: judged}. A constant number of queries per 500.

    Called by whatever changes a fact, in its transaction. The version stays: nobody's typing is lost by it.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, Judged] = {}
    for start in range(0, len(wanted), _PART):
        rows = everything(Opportunity, why=_WHY).filter(pk__in=wanted[start : start + _PART])
        rows = rows.select_related("account", "owner")
        found |= refresh(list(rows), at)
    return found


def refresh(deals: Sequence[Opportunity], at: datetime) -> dict[UUID, Judged]:
    """The same for deals already read."""
    judged = judge_deals(deals, day_of(at))
    touched, sums = last_contacts([deal.pk for deal in deals]), sums_of(deals)
    changed, told = [], []
    for deal in deals:
        before = _kept(deal)
        verdict = judged[deal.pk].qualification.verdict
        if verdict != deal.verdict:
            told.append(_judged(deal, verdict, at))
            deal.judged_at = at
        deal.verdict, deal.chance = verdict, judged[deal.pk].chance.percent
        deal.contacted_at = touched.get(deal.pk)
        total = sums[deal.pk]
        deal.signed, deal.invoiced, deal.received = total.signed, total.invoiced, total.received
        if _kept(deal) != before:
            changed.append(deal)
    if changed:
        everything(Opportunity, why=_WHY).bulk_update(changed, COLUMNS, batch_size=_PART)
    journaling.write_all(told)
    return judged


def _kept(deal: Opportunity) -> tuple[Any, ...]:
    return tuple(getattr(deal, column) for column in COLUMNS if column != "judged_at")


def _judged(deal: Opportunity, verdict: str, at: datetime) -> Any:
    return journaling.entry(
        "opportunity.judged",
        by=None,
        at=at,
        entity="opportunity",
        object_id=deal.pk,
        label=deal.name,
        account_id=deal.account_id,
        data={"verdict": verdict, "from": deal.verdict},
    )

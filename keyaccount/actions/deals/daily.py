"""What the worker does for deals once a day: parked ones come back, budget seasons begin, win chances are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import everything
from keyaccount.actions.deals.budget_pack import give_account_packs, give_packs, running
from keyaccount.actions.deals.parking import park_again
from keyaccount.actions.deals.passing import step, tell
from keyaccount.actions.deals.refresh_opportunities import refresh, refresh_opportunities
from keyaccount.base.clock import day_of
from keyaccount.facts.deal_judging import Judged
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import ChanceReading, Opportunity

_WHY = "the night's work is done for the whole company"
_PART = 500


@dataclass
class Night:
    """How many deals came back, were put aside again, tasks were given, chances were read."""

    woken: int = 0
    parked: int = 0
    tasks: int = 0
    readings: int = 0


def daily(*, at: datetime) -> Night:
    """Safe to repeat: what was done today is not done again. Each part is a transaction of its own."""
    night, today, served = Night(), day_of(at), set[UUID]()
    for id in _ids(state="shelved", park_until__lte=today):
        night.woken += _wake(id, at)
    for part in _parts(_ids(state="open")):
        with transaction.atomic():
            judged = refresh_opportunities(part, at)
            night.readings += _read(judged, today)
            night.parked += sum(park_again(found, at) for found in judged.values())
            needing = [found for found in judged.values() if _needs_budget(found, today)]
            needing = [found for found in needing if _first(found.deal.account_id, served)]
            night.tasks += len(give_packs(needing, at))
    night.tasks += _account_packs(at)
    return night


def _ids(**wanted: object) -> list[UUID]:
    rows = everything(Opportunity, why=_WHY).filter(archived_at=None, **wanted)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), _PART):
        yield ids[start : start + _PART]


@transaction.atomic
def _wake(id: UUID, at: datetime) -> bool:
    """A shelved deal whose day has come; that of a budget season brings its task pack along."""
    rows = everything(Opportunity, why=_WHY).select_for_update(of=("self",))
    deal = rows.filter(pk=id, state="shelved", park_until__lte=day_of(at)).first()
    if deal is None:
        return False
    found = refresh([deal], at)[deal.pk]
    for_budget = deal.close_reason == found.edition.qualifying.park_reason
    step(found, "wake", by=None, at=at)
    tell("woken", deal, by=None, at=at)
    refresh([deal], at)
    if for_budget:
        give_packs([found], at)
    return True


def _read(judged: dict[UUID, Judged], today: date) -> int:
    """The win chance of each deal on this day; later held against what came of it (OPP-6)."""
    known = everything(ChanceReading, why=_WHY).filter(on=today, opportunity_id__in=list(judged))
    done = set(known.values_list("opportunity_id", flat=True))
    readings = [
        ChanceReading(
            opportunity_id=pk,
            on=today,
            percent=found.chance.percent,
            stage=found.stage.key,
            parts=[[part.key, part.points] for part in found.chance.parts],
        )
        for pk, found in judged.items()
        if pk not in done
    ]
    everything(ChanceReading, why=_WHY).bulk_create(readings, ignore_conflicts=True)
    return len(readings)


def _needs_budget(found: Judged, today: date) -> bool:
    """Not signed, its money not known to be there, and the customer's season has come."""
    question = f"answer.{found.edition.qualifying.budget_question}"
    missing = found.facts.get(question) != "yes"
    return missing and not found.stage.signed and running(found.edition, found.deal.account, today)


def _first(account: UUID, served: set[UUID]) -> bool:
    """A customer draws up one budget: its oldest deal in want of it carries the tasks for all."""
    new = account not in served
    served.add(account)
    return new


@transaction.atomic
def _account_packs(at: datetime) -> int:
    """Key accounts in season that have no deal going: 「每年10月、11月，需要帮助KA客户申请下一年预算」."""
    edition = edition_in_force()
    tiers = [tier.key for tier in edition.tiers if tier.key_account]
    busy = everything(Opportunity, why=_WHY).filter(state="open", archived_at=None).values("account_id")
    rows = everything(Account, why=_WHY).filter(tier__in=tiers, archived_at=None, owner__isnull=False)
    accounts = rows.exclude(status="lost").exclude(pk__in=busy).select_related("owner")
    in_season = [account for account in accounts if running(edition, account, day_of(at))]
    return len(give_account_packs(in_season, edition, at))

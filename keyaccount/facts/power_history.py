"""When we met the people on the maps, what rivals did there, and how their stance went, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.records.deals.models import Intelligence, Reason, StakeholderValue
from keyaccount.records.visits.models import ContactPerson

_WHY = "facts of a deal count all that is stored of it; the caller has opened it for the person"
FACE_TO_FACE = ("meeting", "online")


@dataclass(slots=True)
class Touched:
    """Contacts with one person: how often face to face, and when last, by whatever channel and face to face."""

    meetings: int = 0
    met: date | None = None
    contacted: date | None = None


@dataclass(slots=True)
class StanceLog:
    """How the stance to us went: the value before the present one, since when that was said, who has said the present one."""

    before: str | None = None
    before_at: datetime | None = None
    sources: set[tuple[Any, ...]] = field(default_factory=set)


def touches(accounts: Sequence[UUID]) -> dict[tuple[UUID, UUID], Touched]:
    """{(account, person): contacts}, in one query."""
    face = Q(contact__channel__in=FACE_TO_FACE)
    rows = (
        everything(ContactPerson, why=_WHY)
        .filter(contact__account_id__in=accounts, contact__archived_at=None)
        .order_by()
        .values_list("contact__account_id", "person_id")
        .annotate(
            n=Count("id", filter=face),
            met=Max("contact__happened_at", filter=face),
            last=Max("contact__happened_at"),
        )
    )
    return {
        (account, person): Touched(n, day_of(met) if met else None, day_of(last) if last else None)
        for account, person, n, met, last in rows
    }


def meetings_since(wanted: Iterable[tuple[UUID, UUID, datetime]]) -> dict[tuple[UUID, UUID], int]:
    """{(account, person): meetings since that moment}, for the few whose stance was raised; one query."""
    since = {(account, person): at for account, person, at in wanted}
    rows = everything(ContactPerson, why=_WHY).filter(
        contact__account_id__in={account for account, _ in since},
        person_id__in={person for _, person in since},
        contact__archived_at=None,
        contact__channel__in=FACE_TO_FACE,
    )
    found = dict.fromkeys(since, 0)
    for account, person, at in rows.values_list("contact__account_id", "person_id", "contact__happened_at"):
        if (account, person) in since and at >= since[account, person]:
            found[account, person] += 1
    return found


def stance_logs(deals: Iterable[UUID]) -> dict[UUID, StanceLog]:
    """{stakeholder: its stance so far}, in one query."""
    columns = ("stakeholder_id", "value", "source", "source_person_id", "by", "at", "superseded_at")
    rows = everything(StakeholderValue, why=_WHY).filter(
        stakeholder__opportunity_id__in=list(deals),
        stakeholder__removed_at=None,
        attribute="stance",
        rival=None,
    )
    said: defaultdict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for card, *row in rows.order_by("id").values_list(*columns):
        said[card].append(tuple(row))
    return {card: _log(rows_) for card, rows_ in said.items()}


def _log(rows: list[tuple[Any, ...]]) -> StanceLog:
    log, present = StanceLog(), rows[-1][0]
    for value, source, person, by, at, _ in reversed(rows):
        if value == present and log.before_at is None:
            if source or person:
                log.sources.add((source, person, None if person else by))
        elif log.before_at is None:
            log.before, log.before_at = value, at
    return log


def seen_by_rivals(accounts: Sequence[UUID]) -> dict[tuple[UUID, UUID], date]:
    """{(account, person): the last day a rival was with them, as far as we heard}. Nothing that is secret or withdrawn."""
    rows = (
        everything(Intelligence, why=_WHY)
        .filter(account_id__in=accounts, about="rival", about_person__isnull=False)
        .filter(secret=False, withdrawn_at=None)
        .exclude(outcome="wrong")
        .order_by()
        .values_list("account_id", "about_person_id")
        .annotate(last=Max("learned_on"))
    )
    return {(account, person): last for account, person, last in rows}


def reasoned(deals: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(deal, person) of those for whom reasons were written down."""
    rows = everything(Reason, why=_WHY).filter(opportunity_id__in=list(deals), person__isnull=False)
    return set(rows.values_list("opportunity_id", "person_id"))

"""What a member has to look after today: customers about to be lost to the pool, gone cold, badly known, in budget season."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from keyaccount.access import FieldClass, Principal, Relation, access_to, opened
from keyaccount.base.clock import day_of
from keyaccount.facts.dossiers import dossier_states
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.dossier import DossierVerdict, ItemVerdict, judge_dossier
from keyaccount.playbook.schema import BudgetSeason, Edition
from keyaccount.queries.accounts.holding import soon_reclaimed
from keyaccount.queries.accounts.my_book import COLD_DAYS, Book, my_book
from keyaccount.records.accounts.models import Account

FEW = 6
_JUDGED = 40
_SEASONAL = 500


@dataclass(frozen=True)
class Gap:
    """An account with what we ought to know of it, heaviest first; `percent` is how much we do know."""

    account: Account
    percent: int
    asks: list[ItemVerdict]


@dataclass(frozen=True)
class Season:
    """Accounts that draw up next year's budget this month, key accounts first."""

    rules: BudgetSeason
    accounts: list[Account]
    count: int


@dataclass(frozen=True)
class Today:
    """The page of a member who holds customers; empty lists mean nothing to do there."""

    book: Book
    people: int
    reclaimed: list[Account]
    cold: list[Account]
    gaps: list[Gap]
    season: Season | None


def today(by: Principal, *, at: datetime) -> Today | None:
    """None for members who hold no customers of their own by their roles. A constant number of queries."""
    if Relation.OWNER not in by.grants("account"):
        return None
    edition = edition_in_force()
    mine = opened(by, "account", klass=FieldClass.INTERNAL).filter(owner_id=by.id)
    return Today(
        book=my_book(by, at=at),
        people=opened(by, "person").filter(owner_id=by.id).count(),
        reclaimed=soon_reclaimed(by, today=day_of(at), limit=FEW),
        cold=_cold(mine, edition, at),
        gaps=_gaps(by, mine, edition, at),
        season=_season(mine, edition, day_of(at).month),
    )


def joined(by: Principal, *, limit: int = 8) -> list[Account]:
    """Accounts the member takes part in through a team or a share, newest change first."""
    ids = frozenset().union(*by.joined.values())
    rows = opened(by, "account", klass=FieldClass.INTERNAL).filter(pk__in=ids).exclude(owner_id=by.id)
    return list(rows.select_related("owner").order_by("-updated_at", "-pk")[:limit]) if ids else []


def _key_tiers(edition: Edition) -> list[str]:
    return [tier.key for tier in edition.tiers if tier.key_account]


def _cold(mine: QuerySet[Account], edition: Edition, at: datetime) -> list[Account]:
    """Key accounts nobody followed up for `COLD_DAYS`; the pool never takes them back, so nothing else reminds of them."""
    before = at - timedelta(days=COLD_DAYS)
    quiet = Q(followed_at=None, held_since__lt=before) | Q(followed_at__lt=before)
    rows = mine.filter(quiet, tier__in=_key_tiers(edition))
    return list(rows.order_by("tier_rank", F("followed_at").asc(nulls_first=True), "pk")[:FEW])


def _gaps(by: Principal, mine: QuerySet[Account], edition: Edition, at: datetime) -> list[Gap]:
    """Of the most important accounts those with the heaviest gaps and stale facts."""
    accounts = list(mine.order_by("tier_rank", "-updated_at", "-pk")[:_JUDGED])
    states, access = dossier_states(edition, accounts), access_to(by, "account")
    found = []
    for account in accounts:
        counted = {f"C{int(c)}" for c in access.classes(account) if c < FieldClass.PERSONAL}
        verdict = judge_dossier(edition, states[account.pk], day_of(at), counted=counted)
        asks = _asks(verdict)
        if asks:
            found.append(
                (
                    account.tier_rank,
                    -sum(map(_weight, asks)),
                    str(account.pk),
                    Gap(account, verdict.percent, asks),
                )
            )
    return [gap for *_, gap in sorted(found, key=lambda row: row[:3])[:FEW]]


def _asks(verdict: DossierVerdict) -> list[ItemVerdict]:
    items: Sequence[ItemVerdict] = [i for group in verdict.groups for i in group.items if i.state != "fresh"]
    return sorted(items, key=lambda item: (-_weight(item), item.item.key))


def _weight(item: ItemVerdict) -> int:
    return item.item.weight * (100 - item.counts)


def _season(mine: QuerySet[Account], edition: Edition, month: int) -> Season | None:
    """Customers without months of their own keep the usual season of the playbook."""
    usual = edition.budget_season.months
    rows = mine.exclude(status="lost").order_by("tier_rank", "name_sort", "pk")[:_SEASONAL]
    found = [account for account in rows if month in (account.budget_months or usual)]
    return Season(edition.budget_season, found[:FEW], len(found)) if found else None

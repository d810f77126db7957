"""The radar of budget seasons: who draws up a budget in which month, what is due by when, what was missed last year (OPP-3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from keyaccount.access import FieldClass, Principal, everything, opened
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.budgeting import BudgetPlan, budget_plan
from keyaccount.playbook.schema import Edition
from keyaccount.queries.deals.board import Params
from keyaccount.queries.records.list_records import rows_matching
from keyaccount.queries.records.names import names_for
from keyaccount.records.deals.models import Opportunity

_WHY = "only narrows accounts that the reader sees to those with a deal among the reader's own"
MOST = 50
MOST_DEALS = 5_000
UNDECIDED = ("unknown", "none", "planned", "applied", "frozen")


@dataclass(frozen=True)
class AccountInSeason:
    """A customer whose season runs in the month: a key account, or one with deals that still need a budget."""

    id: UUID
    name: str
    owner_name: str
    starts: date
    ends: date
    deals: int
    amount: Decimal


@dataclass(frozen=True)
class DealInSeason:
    """A deal that still needs a budget. `parked_until`: shelved until then; `deadline`: the last day of the season."""

    id: UUID
    name: str
    account_id: UUID
    account_name: str
    owner_name: str
    amount: Decimal | None
    currency: str
    budget_state: str
    state: str
    verdict: str
    parked_until: date | None
    deadline: date


@dataclass(frozen=True)
class Deadline:
    """A task of the season in the month: how many of it are due, done, late."""

    on: date
    title: str
    due: int
    done: int
    late: int


@dataclass(frozen=True)
class RadarMonth:
    """A month of the year; lists hold the first `MOST`, counts and the amount (main currency) are of all."""

    first: date
    account_count: int
    deal_count: int
    amount: Decimal
    accounts: tuple[AccountInSeason, ...]
    deals: tuple[DealInSeason, ...]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True)
class Missed:
    """What slipped last year: a season's task never done or done late (`kind` "task"), a deal lost for its budget ("deal")."""

    kind: str
    id: UUID
    label: str
    account_id: UUID | None
    account_name: str
    on: date | None
    amount: Decimal | None


@dataclass(frozen=True)
class Radar:
    year: int
    currency: str
    months: tuple[RadarMonth, ...]
    missed: tuple[Missed, ...]
    missed_count: int


@dataclass
class _Slot:
    """A month being filled: customers with their season's last day, the first with deals to be shown."""

    accounts: list[AccountInSeason] = field(default_factory=list)
    showing: dict[UUID, AccountInSeason] = field(default_factory=dict)
    deals: int = 0
    amount: Decimal = Decimal(0)


def budget_radar(
    by: Principal, year: int, *, today: date, params: Params | None = None, narrow: Q | None = None
) -> Radar:
    """The twelve months of the year. A deal stands in each month of its customer's season; `params` filter deals.

    The number of queries does not depend on how many accounts and deals there are.
    """
    edition = edition_in_force()
    rows = _rows(by, params or {}, narrow)
    main = Q(currency=edition.currency)
    sums = rows.order_by().values("account_id").annotate(n=Count("pk"), amount=Sum("amount", filter=main))
    per_account = {row["account_id"]: (row["n"], row["amount"] or Decimal(0)) for row in sums}
    slots = {month: _Slot() for month in range(1, 13)}
    season = cache(partial(_season, edition, year))
    for account in _accounts(by, edition, set(per_account)):
        plan = season(tuple(account["budget_months"]), account["fiscal_year_start"] or 1)
        _put(slots, year, account, *per_account.get(account["id"], (0, Decimal(0))), plan)
    deals = _deals(rows, {id for slot in slots.values() for id in slot.showing})
    deadlines = _deadlines(by, year, today)
    months = tuple(_month(year, month, slots[month], deals, deadlines.get(month, ())) for month in slots)
    missed = _missed(by, edition, year - 1)
    return Radar(year, edition.currency, months, tuple(missed[:MOST]), len(missed))


def _season(edition: Edition, year: int, months: tuple[int, ...], fiscal_year_start: int) -> BudgetPlan:
    return budget_plan(edition, months, fiscal_year_start, date(year, 1, 1))


def _rows(by: Principal, params: Params, narrow: Q | None) -> QuerySet[Any]:
    """Open and shelved deals not signed yet, whose budget is not approved."""
    kept = {key: value for key, value in params.items() if key not in ("state", "year")}
    rows = rows_matching(by, "opportunity", kept, narrow=narrow)
    return rows.filter(state__in=("open", "shelved"), signed=0, budget_state__in=UNDECIDED)


def _deals(rows: QuerySet[Any], accounts: set[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Account → its deals, of the accounts whose deals are shown."""
    columns = "id name account_id owner__name amount currency budget_state state verdict park_until".split()
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows.filter(account_id__in=accounts).order_by("-amount", "pk").values(*columns)[:MOST_DEALS]:
        found.setdefault(row["account_id"], []).append(row)
    return found


def _accounts(by: Principal, edition: Edition, with_deals: set[UUID]) -> list[dict[str, Any]]:
    """Key accounts and those with such deals, as far as the reader sees their inside; the key ones first."""
    tiers = [tier.key for tier in edition.tiers if tier.key_account]
    rows = opened(by, "account", klass=FieldClass.INTERNAL, pooled=False).exclude(status="lost")
    columns = "id name owner__name tier_rank budget_months fiscal_year_start".split()
    found = {row["id"]: row for row in rows.filter(tier__in=tiers).values(*columns)}
    dealing = everything(Opportunity, why=_WHY).filter(state__in=("open", "shelved"), archived_at=None)
    others = rows.exclude(tier__in=tiers).filter(pk__in=dealing.values("account_id"))
    found |= {row["id"]: row for row in others.values(*columns) if row["id"] in with_deals}
    return sorted(found.values(), key=lambda row: (row["tier_rank"] or 99, row["name"]))


def _put(
    slots: dict[int, _Slot],
    year: int,
    account: Mapping[str, Any],
    deals: int,
    amount: Decimal,
    plan: BudgetPlan,
) -> None:
    """Into each month of the year that the season touches."""
    owner = account["owner__name"] or ""
    shown = AccountInSeason(account["id"], account["name"], owner, plan.starts, plan.ends, deals, amount)
    for month, slot in slots.items():
        if (plan.starts.year, plan.starts.month) <= (year, month) <= (plan.ends.year, plan.ends.month):
            slot.accounts.append(shown)
            slot.amount += amount
            slot.deals += deals
            if deals and len(slot.showing) < MOST:
                slot.showing[shown.id] = shown


def _deal(raw: Mapping[str, Any], account_name: str, deadline: date) -> DealInSeason:
    return DealInSeason(
        id=raw["id"],
        name=raw["name"],
        account_id=raw["account_id"],
        account_name=account_name,
        owner_name=raw["owner__name"] or "",
        amount=raw["amount"],
        currency=raw["currency"],
        budget_state=raw["budget_state"],
        state=raw["state"],
        verdict=raw["verdict"],
        parked_until=raw["park_until"],
        deadline=deadline,
    )


def _month(
    year: int,
    month: int,
    slot: _Slot,
    deals: Mapping[UUID, list[dict[str, Any]]],
    deadlines: Iterable[Deadline],
) -> RadarMonth:
    shown = [
        _deal(raw, account.name, account.ends)
        for account in slot.showing.values()
        for raw in deals.get(account.id, ())
    ]
    return RadarMonth(
        first=date(year, month, 1),
        account_count=len(slot.accounts),
        deal_count=slot.deals,
        amount=slot.amount,
        accounts=tuple(slot.accounts[:MOST]),
        deals=tuple(shown[:MOST]),
        deadlines=tuple(deadlines),
    )


def _deadlines(by: Principal, year: int, today: date) -> dict[int, list[Deadline]]:
    """Month → the season's tasks due in it, those of one day and name together."""
    rows = opened(by, "task").filter(kind="budget", due_on__year=year)
    groups: dict[tuple[date, str], list[int]] = {}
    for on, title, done_at in rows.order_by("due_on", "title").values_list("due_on", "title", "done_at"):
        counts = groups.setdefault((on, title), [0, 0, 0])
        counts[0] += 1
        counts[1] += done_at is not None
        counts[2] += done_at is None and on < today
    found: dict[int, list[Deadline]] = {}
    for (on, title), counts in groups.items():
        found.setdefault(on.month, []).append(Deadline(on, title, *counts))
    return found


def _missed(by: Principal, edition: Edition, year: int) -> list[Missed]:
    late = Q(done_at=None) | Q(done_at__year__gt=year)
    tasks = opened(by, "task").filter(late, kind="budget", due_on__year=year).order_by("due_on", "pk")
    reasons = ("budget_cut", edition.qualifying.park_reason)
    deals = opened(by, "opportunity").filter(state="lost", closed_at__year=year, close_reason__in=reasons)
    kept_tasks, kept_deals = list(tasks), list(deals.order_by("-amount", "pk"))
    accounts = {row.account_id for row in (*kept_tasks, *kept_deals)} - {None}
    names = names_for(by, "account", accounts)
    return [
        *(
            Missed(
                "deal", d.pk, d.name, d.account_id, names.get(d.account_id, ""), d.closed_at.date(), d.amount
            )
            for d in kept_deals
        ),
        *(
            Missed("task", t.pk, t.title, t.account_id, names.get(t.account_id, ""), t.due_on, None)
            for t in kept_tasks
        ),
    ]

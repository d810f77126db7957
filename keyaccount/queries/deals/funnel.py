"""The funnel: how many deals came into each stage, how many went on, how long they stood, what stands there now (STG-4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from keyaccount.access import Principal, everything
from keyaccount.base.clock import CHINA
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema_deals import Pipeline, Stage
from keyaccount.queries.deals.board import Params, board, open_rows, pipeline_of
from keyaccount.queries.records.list_records import Finder
from keyaccount.records.deals.models import Passage

_WHY = "only passages of deals that the reader's list holds are counted"
_BEGUN = ("open", "imported")
_ENTERING = ("open", "advance")
_PASSING = ("advance", "win")
_PERIOD = ("since", "until")


@dataclass(frozen=True)
class FunnelRow:
    """A stage. Each deal counts once: `entered` it forward, `passed` its gate, was `lost` from it.

    `conversion`: passed of entered in percent, None when none entered. `median_days`: calendar days that those who
    passed had stood there. `now_amount`: open deals of today in the pipeline's main currency.
    """

    stage: Stage
    entered: int
    passed: int
    lost: int
    conversion: int | None
    median_days: float | None
    now_count: int
    now_amount: Decimal
    now_stalled: int


@dataclass(frozen=True)
class Funnel:
    """All stages in order. `won` of `begun`: how many of the deals went the whole way to the money."""

    pipeline: Pipeline
    pipelines: tuple[Pipeline, ...]
    currency: str
    since: date | None
    until: date | None
    rows: tuple[FunnelRow, ...]
    begun: int
    won: int


def funnel(
    by: Principal, params: Params, *, today: date, narrow: Q | None = None, find: Finder | None = None
) -> Funnel:
    """Filters as on the board; `since=` and `until=` (days) bound when the passages happened. Raises `Invalid`."""
    edition = edition_in_force()
    path = pipeline_of(edition, params)
    since, until = (_day(params, name) for name in _PERIOD)
    kept = {key: value for key, value in params.items() if key not in _PERIOD}
    deals = open_rows(by, kept, path, narrow=narrow, find=find, state="")
    passages = _passages(deals, since, until)
    entered = _deals(passages.filter(kind__in=_ENTERING), "to_stage", ("n", Q()))["n"]
    left = _deals(passages, "from_stage", ("passed", Q(kind__in=_PASSING)), ("lost", Q(kind="lose")))
    passed, lost = left["passed"], left["lost"]
    days = _medians(passages.filter(kind__in=_PASSING))
    now = board(by, kept, today=today, narrow=narrow, find=find, cards=0)
    rows = tuple(
        FunnelRow(
            stage=column.stage,
            entered=(came := entered.get(column.stage.key, 0)),
            passed=(went := passed.get(column.stage.key, 0)),
            lost=lost.get(column.stage.key, 0),
            conversion=round(went * 100 / came) if came else None,
            median_days=days.get(column.stage.key),
            now_count=column.count,
            now_amount=column.amount,
            now_stalled=column.stalled,
        )
        for column in now.columns
    )
    ends = passages.filter(kind__in=(*_BEGUN, "win")).aggregate(
        begun=_distinct(Q(kind__in=_BEGUN)), won=_distinct(Q(kind="win"))
    )
    return Funnel(path, edition.pipelines, edition.currency, since, until, rows, **ends)


def _day(params: Params, name: str) -> date | None:
    text = (params.get(name) or [""])[-1]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(Problem("date", say("看不懂这个日期，例如 2026-11-22"), field=name)) from None


def _passages(deals: QuerySet[Any], since: date | None, until: date | None) -> QuerySet[Any]:
    rows = everything(Passage, why=_WHY).filter(opportunity__in=deals.order_by().values("pk"))
    if since:
        rows = rows.filter(at__gte=datetime.combine(since, time.min, CHINA))
    if until:
        rows = rows.filter(at__lte=datetime.combine(until, time.max, CHINA))
    return rows.order_by()


def _deals(passages: QuerySet[Any], column: str, *kinds: tuple[str, Q]) -> dict[str, dict[str, int]]:
    """For each named kind of passage {stage: number of deals}, in one pass."""
    counted = passages.values(column).annotate(**{name: _distinct(which) for name, which in kinds})
    found = list(counted)
    return {name: {row[column]: row[name] for row in found} for name, _ in kinds}


def _distinct(which: Q) -> Count:
    return Count("opportunity_id", distinct=True, filter=which)


def _medians(passages: QuerySet[Any]) -> dict[str, float]:
    """Stage → median of days, from how often each number of days occurs: the databases have no median in common."""
    counts: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    grouped = passages.values("from_stage", "days").annotate(n=Count("*")).order_by("from_stage", "days")
    for row in grouped:
        counts[row["from_stage"]].append((row["days"], row["n"]))
    return {stage: _median(pairs) for stage, pairs in counts.items()}


def _median(pairs: list[tuple[int, int]]) -> float:
    total = sum(n for _, n in pairs)
    low, high = (total - 1) // 2, total // 2
    return (_at(pairs, low) + _at(pairs, high)) / 2


def _at(pairs: list[tuple[int, int]], place: int) -> int:
    """The value at a place of the sorted row that the pairs stand for."""
    for value, n in pairs:
        if place < n:
            return value
        place -= n
    return pairs[-1][0]

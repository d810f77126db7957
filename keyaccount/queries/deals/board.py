"""The board: deals of a pipeline by stage, with totals of all and the first cards of each column (STG-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from keyaccount.access import Principal
from keyaccount.base.clock import CHINA, day_of
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Pipeline, Stage
from keyaccount.queries.records.list_records import Finder, rows_matching
from keyaccount.queries.records.names import names_for

CARDS = 20
MOST_CARDS = 200
_FEW = 400
_COLUMNS = (
    "id name account_id owner_id owner__name amount currency chance verdict sign_on stage stage_since "
    "contacted_at version"
).split()
Params = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Card:
    """A deal on the board. `stalled`: in its stage for longer than the stage's `stall_days`; days are calendar days."""

    id: UUID
    name: str
    account_id: UUID
    account_name: str
    owner_id: UUID | None
    owner_name: str
    amount: Decimal | None
    currency: str
    chance: int
    verdict: str
    sign_on: date | None
    days_in_stage: int
    days_since_contact: int | None
    stalled: bool
    version: int


@dataclass(frozen=True)
class BoardColumn:
    """A stage with all its deals counted. `amount` is their sum in the board's currency, `others` those in other ones.

    `weighted`: each amount times its win chance, without deals that do not stand (「直接视为商机不成立」).
    """

    stage: Stage
    count: int
    amount: Decimal
    others: tuple[tuple[str, Decimal], ...]
    weighted: Decimal
    stalled: int
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    """All columns of the pipeline in their order; sums over all of them."""

    pipeline: Pipeline
    pipelines: tuple[Pipeline, ...]
    currency: str
    columns: tuple[BoardColumn, ...]
    count: int
    amount: Decimal


@dataclass
class _Totals:
    """What is summed up for one column, and at which ranks its deals stand."""

    count: int = 0
    stalled: int = 0
    weighted: Decimal = Decimal(0)
    ranks: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    amounts: dict[str, Decimal] | None = None


def board(
    by: Principal,
    params: Params,
    *,
    today: date,
    narrow: Q | None = None,
    find: Finder | None = None,
    cards: int = CARDS,
) -> Board:
    """Open deals by stage, filtered as a list is; `pipeline=` picks another one. Raises `Invalid` as a list does.

    Totals come from one query over all deals, the cards from one, of many deals from one for each stage, and one more for
    their customers' names.
    """
    edition = edition_in_force()
    path = pipeline_of(edition, params)
    rows = open_rows(by, params, path, narrow=narrow, find=find)
    totals = _totals(rows, path, edition.currency, today)
    drawn = _drawn(rows, path, totals, min(cards, MOST_CARDS))
    names = names_for(by, "account", {raw["account_id"] for part in drawn.values() for raw in part})
    columns = tuple(
        _column(stage, totals[stage.key], drawn[stage.key], edition, names, today) for stage in path.stages
    )
    return Board(
        pipeline=path,
        pipelines=edition.pipelines,
        currency=edition.currency,
        columns=columns,
        count=sum(column.count for column in columns),
        amount=sum((column.amount for column in columns), Decimal(0)),
    )


def pipeline_of(edition: Edition, params: Params) -> Pipeline:
    """The pipeline the address names, else the first."""
    wanted = (params.get("pipeline") or [""])[-1]
    return next((path for path in edition.pipelines if path.key == wanted), edition.pipelines[0])


def open_rows(
    by: Principal,
    params: Params,
    path: Pipeline,
    *,
    narrow: Q | None = None,
    find: Finder | None = None,
    state: str = "open",
) -> QuerySet[Any]:
    """Deals of the pipeline in one state ("": any) that the filters let through, whatever state these name."""
    kept = {key: value for key, value in params.items() if key not in ("pipeline", "state", "state__not")}
    rows = rows_matching(by, "opportunity", kept, narrow=narrow, find=find).filter(pipeline=path.key)
    return rows.filter(state=state) if state else rows


def stall_limit(stage: Stage, today: date) -> datetime:
    """Who came into the stage before this moment is stalled."""
    return datetime.combine(today - timedelta(days=stage.stall_days), time.min, CHINA)


def column_of(path: Pipeline, stage: str, rank: int) -> str:
    """The stage itself; for one that the edition in force no longer has, that at its place."""
    keys = [one.key for one in path.stages]
    return stage if stage in keys else keys[min(max(rank, 1), len(keys)) - 1]


def _totals(rows: QuerySet[Any], path: Pipeline, currency: str, today: date) -> dict[str, _Totals]:
    late = Q(pk__in=[])
    for stage in path.stages:
        late |= Q(stage=stage.key, stage_since__lt=stall_limit(stage, today))
    grouped = (
        rows.order_by()
        .values("stage", "stage_rank", "currency", "chance")
        .annotate(
            n=Count("pk"),
            total=Sum("amount"),
            forecast=Sum("amount", filter=Q(currency=currency) & ~Q(verdict="not_standing")),
            late=Count("pk", filter=late),
        )
    )
    totals = {stage.key: _Totals(amounts={}) for stage in path.stages}
    for row in grouped:
        column = totals[column_of(path, row["stage"], row["stage_rank"])]
        column.count += row["n"]
        column.stalled += row["late"]
        column.ranks = tuple({*column.ranks, row["stage_rank"]})
        column.keys = tuple({*column.keys, row["stage"]})
        amounts = column.amounts if column.amounts is not None else {}
        amounts[row["currency"]] = amounts.get(row["currency"], Decimal(0)) + (row["total"] or 0)
        column.weighted += (row["forecast"] or Decimal(0)) * row["chance"] / 100
    return totals


def _drawn(
    rows: QuerySet[Any], path: Pipeline, totals: Mapping[str, _Totals], most: int
) -> dict[str, list[dict[str, Any]]]:
    """The first cards of each column: of a few deals all are read at once, of many each column's own."""
    if most and sum(one.count for one in totals.values()) > _FEW:
        return {key: _cards(rows, one, most) for key, one in totals.items()}
    drawn: dict[str, list[dict[str, Any]]] = {stage.key: [] for stage in path.stages}
    every = rows.order_by("-updated_at", "-pk").values(*_COLUMNS, "stage_rank") if most else ()
    for raw in every:
        column = drawn[column_of(path, raw["stage"], raw["stage_rank"])]
        if len(column) < most:
            column.append(raw)
    return drawn


def _cards(rows: QuerySet[Any], totals: _Totals, most: int) -> list[dict[str, Any]]:
    """The last changed first; narrowed by rank, along which the index of the board lies."""
    if not totals.count:
        return []
    kept = rows.filter(stage_rank__in=totals.ranks, stage__in=totals.keys)
    if len(totals.ranks) == 1:
        kept = rows.filter(stage_rank=totals.ranks[0], stage__in=totals.keys)
    return list(kept.order_by("-updated_at", "-pk").values(*_COLUMNS)[:most])


def _column(
    stage: Stage,
    totals: _Totals,
    raws: list[dict[str, Any]],
    edition: Edition,
    names: Mapping[Any, str],
    today: date,
) -> BoardColumn:
    amounts = dict(totals.amounts or {})
    main = amounts.pop(edition.currency, Decimal(0))
    others = tuple(sorted((code, total) for code, total in amounts.items() if total))
    cards = tuple(_card(raw, stage, names, today) for raw in raws)
    weighted = totals.weighted.quantize(Decimal("0.01"))
    return BoardColumn(stage, totals.count, main, others, weighted, totals.stalled, cards)


def _card(raw: dict[str, Any], stage: Stage, names: Mapping[Any, str], today: date) -> Card:
    days = max((today - day_of(raw["stage_since"])).days, 0)
    touched = raw["contacted_at"]
    return Card(
        id=raw["id"],
        name=raw["name"],
        account_id=raw["account_id"],
        account_name=names.get(raw["account_id"], ""),
        owner_id=raw["owner_id"],
        owner_name=raw["owner__name"] or "",
        amount=raw["amount"],
        currency=raw["currency"],
        chance=raw["chance"],
        verdict=raw["verdict"],
        sign_on=raw["sign_on"],
        days_in_stage=days,
        days_since_contact=max((today - day_of(touched)).days, 0) if touched else None,
        stalled=days > stage.stall_days,
        version=raw["version"],
    )

"""Questions about many deals: board, funnel, calendar, radar of budget seasons (STG-3, OPP-3)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal, access_to
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.listing import FINDERS
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.interfaces.api.values import MoneyOut
from keyaccount.interfaces.api.verbs.knowledge import today
from keyaccount.queries.deals.board import Card as CardShown
from keyaccount.queries.deals.board import board as deal_board
from keyaccount.queries.deals.budget_radar import RadarMonth, budget_radar
from keyaccount.queries.deals.calendar import calendar as deal_calendar
from keyaccount.queries.deals.funnel import funnel as deal_funnel


class Card(Shape):
    id: UUID
    version: int
    name: str
    account: UUID
    account_name: str
    owner: UUID | None
    owner_name: str
    amount: MoneyOut | None
    currency: str
    chance: int
    verdict: str | None
    sign_on: date | None
    days_in_stage: int
    days_since_contact: int | None
    stalled: bool


class Column(Shape):
    stage: str
    label: str
    count: int
    amount: MoneyOut
    weighted: MoneyOut
    stalled: int
    cards: list[Card]


class Board(Shape):
    """Open deals by stage; sums in `currency`, `weighted` by the win chance."""

    pipeline: str
    currency: str
    count: int
    amount: MoneyOut
    columns: list[Column]


def board(request: HttpRequest, by: Principal) -> HttpResponse:
    found = deal_board(
        by, filters(request, by, "opportunity"), today=today(), find=FINDERS.get("opportunity")
    )
    columns = [
        {
            "stage": one.stage.key,
            "label": str(one.stage.label),
            "count": one.count,
            "amount": one.amount,
            "weighted": one.weighted,
            "stalled": one.stalled,
            "cards": [_card(card) for card in one.cards],
        }
        for one in found.columns
    ]
    head = {"pipeline": found.pipeline.key, "currency": found.currency, "count": found.count}
    return answers.answer(head | {"amount": found.amount, "columns": columns})


def _card(card: CardShown) -> dict[str, Any]:
    same = "id version name account_name owner_name amount currency chance sign_on days_in_stage"
    told = {name: getattr(card, name) for name in f"{same} days_since_contact stalled".split()}
    return told | {"account": card.account_id, "owner": card.owner_id, "verdict": card.verdict or None}


class FunnelStage(Shape):
    """`conversion`: percent of those that entered; `median_days`: in this stage, of those that passed it."""

    stage: str
    label: str
    entered: int
    passed: int
    lost: int
    conversion: int | None
    median_days: float | None
    now_count: int
    now_amount: MoneyOut
    now_stalled: int


class Funnel(Shape):
    pipeline: str
    currency: str
    since: date | None
    until: date | None
    begun: int
    won: int
    rows: list[FunnelStage]


def funnel(request: HttpRequest, by: Principal) -> HttpResponse:
    found = deal_funnel(
        by, filters(request, by, "opportunity"), today=today(), find=FINDERS.get("opportunity")
    )
    names = "entered passed lost conversion median_days now_count now_amount now_stalled".split()
    rows = [
        {"stage": row.stage.key, "label": str(row.stage.label)} | {n: getattr(row, n) for n in names}
        for row in found.rows
    ]
    head = {"pipeline": found.pipeline.key} | {
        n: getattr(found, n) for n in ("currency", "since", "until", "begun", "won")
    }
    return answers.answer(head | {"rows": rows})


class Event(Shape):
    on: date
    kind: str
    id: UUID
    label: str
    account: UUID | None
    account_name: str
    opportunity: UUID | None
    contract: UUID | None
    amount: MoneyOut | None
    currency: str
    done: bool
    late: bool


class Month(Shape):
    first: date
    last: date
    complete: bool
    events: list[Event]


def calendar(request: HttpRequest, by: Principal) -> HttpResponse:
    params = filters(request, by, "opportunity")
    params.pop("month", None)
    month = asked.month(request, "month", default=today())
    found = deal_calendar(by, month, today=today(), params=params)
    same = "on kind id label account_name amount currency done late".split()
    events = [
        {name: getattr(one, name) for name in same}
        | {"account": one.account_id, "opportunity": one.opportunity_id, "contract": one.contract_id}
        for one in found.events
    ]
    head = {"first": found.first, "last": found.last, "complete": found.complete}
    return answers.answer(head | {"events": events})


class SeasonAccount(Shape):
    """A customer whose season runs in the month."""

    id: UUID
    name: str
    owner_name: str
    starts: date
    ends: date
    deals: int
    amount: MoneyOut


class SeasonDeal(Shape):
    """A deal that still needs a budget by `deadline`."""

    id: UUID
    name: str
    account_id: UUID
    account_name: str
    owner_name: str
    amount: MoneyOut | None
    currency: str
    budget_state: str
    state: str
    verdict: str
    parked_until: date | None
    deadline: date


class SeasonTask(Shape):
    on: date
    title: str
    due: int
    done: int
    late: int


class SeasonMonth(Shape):
    """Lists hold the first rows; the counts and the amount are of all."""

    first: date
    account_count: int
    deal_count: int
    amount: MoneyOut
    accounts: list[SeasonAccount]
    deals: list[SeasonDeal]
    deadlines: list[SeasonTask]


class Slipped(Shape):
    """What slipped last year: a task of the season, or a deal lost for its budget."""

    kind: str
    id: UUID
    label: str
    account_id: UUID | None
    account_name: str
    on: date | None
    amount: MoneyOut | None


class Radar(Shape):
    year: int
    currency: str
    months: list[SeasonMonth]
    missed: list[Slipped]
    missed_count: int


def radar(request: HttpRequest, by: Principal) -> HttpResponse:
    params = filters(request, by, "opportunity")
    params.pop("year", None)
    year = asked.whole(request, "year", default=today().year, least=1900, most=2199)
    found = budget_radar(by, year, today=today(), params=params)
    head = {name: getattr(found, name) for name in ("year", "currency", "missed_count")}
    months = [_season(one) for one in found.months]
    return answers.answer(head | {"months": months, "missed": [_flat(one) for one in found.missed]})


def _season(month: RadarMonth) -> dict[str, Any]:
    lists = {
        name: [_flat(one) for one in getattr(month, name)] for name in ("accounts", "deals", "deadlines")
    }
    return _flat(month) | lists


def _flat(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


def filters(request: HttpRequest, by: Principal, entity: str) -> dict[str, list[str]]:
    """The address as a list takes it. A member to whom the whole kind of record is closed is refused."""
    if not access_to(by, entity).fields:
        raise Refused()
    return {name: list(given) for name, given in request.GET.lists()}


def register() -> None:
    like = say("筛选和商机列表相同，例如 owner=me、account=…")
    month = asked.parameter("month", say("月份，例如 2026-12，不写就是本月"))
    year = asked.parameter("year", say("年份，例如 2026，不写就是今年"))
    for path, view, id, summary, answer, more in (
        ("/board", board, "get-board", say("商机看板"), Board, []),
        ("/funnel", funnel, "get-funnel", say("销售漏斗"), Funnel, []),
        ("/deal-calendar", calendar, "get-deal-calendar", say("商机日历"), Month, [month]),
        ("/budget-radar", radar, "get-budget-radar", say("预算季雷达"), Radar, [year]),
    ):
        given: dict[str, Any] = {"tag": "opportunities", "summary": summary, "answer": answer, "help": like}
        operation("GET", path, view, id=id, parameters=more, **given)

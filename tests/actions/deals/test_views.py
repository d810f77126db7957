"""看板、漏斗、日历、预算雷达、把握校准、换打法版本：数出来的和一条条算的一样，看不见的也不计数。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.actions.deals.daily import daily
from keyaccount.actions.deals.lose_opportunity import lose_opportunity
from keyaccount.actions.deals.move_edition import move_edition
from keyaccount.actions.library.publish_edition import publish_edition
from keyaccount.base.errors import Invalid, Refused
from keyaccount.playbook import reader
from keyaccount.queries.deals.board import board
from keyaccount.queries.deals.budget_radar import budget_radar
from keyaccount.queries.deals.calendar import calendar
from keyaccount.queries.deals.calibration import calibration
from keyaccount.queries.deals.edition_move import edition_move
from keyaccount.queries.deals.funnel import funnel
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Instalment
from keyaccount.records.deals.models import ChanceReading, Opportunity
from keyaccount.records.visits.models import Task
from tests.actions.deals.deals import (
    JUDGED,
    NOW,
    answers,
    contract,
    deal,
    in_stage,
    later,
    stamped,
    waive_all,
)
from tests.cast import Company, account, acting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def customer(company: Company) -> Account:
    return account("青禾家电", company.lilei, budget_months=[10, 11])


def test_the_board_sums_up_each_stage(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    deal(by, customer, "甲", amount="100")
    deal(by, customer, "乙", amount="200.50")
    deal(by, customer, "丙", amount="7", currency="USD")
    in_stage(deal(by, customer, "丁", amount="1000"), "need", 3)
    lose_opportunity(by=by, at=NOW, id=deal(by, customer, "戊", amount="9").pk, reason="price")
    seen = board(by, {}, today=TODAY)
    assert [column.stage.key for column in seen.columns][:3] == ["seek", "judge", "need"]
    seek, need = seen.columns[0], seen.columns[2]
    assert (seek.count, seek.amount, seek.others) == (3, Decimal("300.50"), (("USD", Decimal(7)),))
    assert (need.count, need.amount, seen.count, seen.amount) == (1, 1000, 4, Decimal("1300.50"))
    assert {card.name for card in seek.cards} == {"甲", "乙", "丙"}
    assert {(card.account_name, card.owner_name) for card in seek.cards} == {("青禾家电", "李雷")}


def test_stalled_are_those_over_the_days_of_their_stage(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    deal(by, customer)
    days = reader.default().pipelines[0].stages[0].stall_days
    for more, stalled in ((days, 0), (days + 1, 1)):
        column = board(by, {}, today=later(more).date()).columns[0]
        assert (column.stalled, column.cards[0].stalled, column.cards[0].days_in_stage) == (
            stalled,
            bool(stalled),
            more,
        )


def test_without_budget_out_of_the_forecast(company: Company, customer: Account) -> None:
    """没有预算，不进预测。"""
    by = acting(company.lilei)
    made = deal(by, account("在季客户", company.lilei, budget_months=[3]), amount="1000")
    assert board(by, {}, today=TODAY).columns[0].weighted > 0
    answers(by, made, {"budget_clear": "no"})
    column = board(by, {}, today=TODAY).columns[0]
    assert (column.count, column.amount, column.weighted) == (1, 1000, 0)


def test_the_board_holds_what_the_reader_sees(company: Company, customer: Account) -> None:
    deal(acting(company.lilei), customer, amount="100")
    deal(acting(company.zhaoqiang), account("北方钢铁", company.zhaoqiang), amount="5")
    totals = {
        m.login: board(acting(m), {}, today=TODAY).amount
        for m in (
            company.lilei,
            company.wangfang,
            company.hanmei,
            company.ops,
            company.finance,
            company.admin,
        )
    }
    assert totals == {"lilei": 100, "wangfang": 0, "hanmei": 100, "yunying": 105, "caiwu": 0, "guanli": 0}


def test_filters_are_those_of_the_list(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    deal(by, customer, amount="100")
    deal(by, customer, amount="900")
    assert board(by, {"amount__gte": ["500"]}, today=TODAY).count == 1
    with pytest.raises(Invalid):
        board(by, {"nonsense": ["1"]}, today=TODAY)


def test_the_board_asks_no_more_for_many_deals(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    counts = []
    for more in (1, 12):
        for n in range(more):
            deal(by, customer, f"项目 {n}")
        with CaptureQueriesContext(connection) as asked:
            board(acting(company.lilei), {}, today=TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_funnel_counts_each_deal_once(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    first, second, third = (deal(by, customer, name) for name in "甲乙丙")
    for one, days in ((first, 4), (second, 10)):
        waive_all(one, ["contact_made", "originator_known", "reason_known"])
        advance_stage(by=by, at=later(days), id=one.pk)
    lose_opportunity(by=by, at=later(11), id=third.pk, reason="price")
    seen = funnel(by, {}, today=later(12).date())
    seek, judge = seen.rows[0], seen.rows[1]
    assert (seek.entered, seek.passed, seek.lost, seek.conversion, seek.median_days) == (3, 2, 1, 67, 7.0)
    assert (judge.entered, judge.passed, judge.conversion, judge.now_count) == (2, 0, 0, 2)
    assert (seen.begun, seen.won) == (3, 0)
    late = funnel(by, {"since": [later(5).date().isoformat()]}, today=later(12).date())
    assert late.rows[0].passed == 1
    with pytest.raises(Invalid):
        funnel(by, {"since": ["昨天"]}, today=TODAY)


def test_the_calendar_of_a_month(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = deal(by, customer, "智慧园区", sign_on="2026-03-20", amount="300")
    Task.rows.create(**stamped(account=customer, owner=company.lilei, title="回电", due_on=date(2026, 3, 2)))
    Instalment.rows.create(
        **stamped(contract=contract(made, 100), label="首付", amount=100, paid=40, due_on=date(2026, 3, 25))
    )
    seen = calendar(by, date(2026, 3, 9), today=TODAY)
    assert [(event.kind, event.on.day, event.amount, event.late) for event in seen.events] == [
        ("task", 2, None, True),
        ("sign", 20, 300, False),
        ("pay", 25, 60, False),
    ]
    assert not calendar(acting(company.zhaoqiang), TODAY, today=TODAY).events
    assert {e.kind for e in calendar(acting(company.ops), TODAY, today=TODAY).events} == {"task", "sign"}


def test_the_radar_shows_seasons_and_what_slipped(company: Company, customer: Account) -> None:
    by = acting(company.lilei)
    made = deal(by, customer, amount="500")
    answers(by, made, {"budget_clear": "no"})
    radar = budget_radar(by, 2026, today=TODAY)
    assert [(m.first.month, m.deal_count, m.amount) for m in radar.months if m.account_count] == [
        (10, 1, 500),
        (11, 1, 500),
    ]
    october = radar.months[9]
    assert (october.deals[0].parked_until, october.deals[0].deadline) == (
        date(2026, 10, 1),
        date(2026, 11, 30),
    )
    daily(at=later(212))
    due = sum(line.due for month in budget_radar(by, 2026, today=TODAY).months for line in month.deadlines)
    assert due == len(reader.default().budget_tasks)
    slipped = budget_radar(by, 2027, today=date(2027, 3, 3))
    assert (slipped.missed_count, slipped.missed[0].kind) == (due, "task")


def test_the_chance_is_read_once_a_day_and_held_against_what_came(
    company: Company, customer: Account
) -> None:
    by = acting(company.lilei)
    made = deal(by, customer)
    assert daily(at=NOW).readings == 1
    assert daily(at=NOW).readings == 0
    reading = ChanceReading.rows.get()
    assert reading.percent == made.chance
    assert sum(points for _, points in reading.parts) == reading.percent
    boss = acting(company.boss)
    assert calibration(boss).brier is None
    for percent, state, many in ((80, "won", 4), (80, "lost", 1), (20, "lost", 5)):
        for n in range(many):
            one = deal(by, customer, f"{state}{percent}{n}")
            Opportunity.rows.filter(pk=one.pk).update(state=state)
            ChanceReading.rows.create(opportunity=one, on=TODAY, percent=percent, stage="need")
    seen = calibration(boss)
    assert (seen.count, seen.deals, seen.won) == (10, 10, 4)
    assert seen.brier == pytest.approx((4 * 0.04 + 0.64 + 5 * 0.04) / 10)
    assert seen.base == pytest.approx(0.24)
    assert [(b.low, b.high, b.count, b.said, b.came) for b in seen.bins] == [
        (20, 29, 5, 20, 0),
        (80, 89, 5, 80, 80),
    ]
    with pytest.raises(Refused):
        calibration(by)


def test_a_deal_keeps_its_edition_until_it_is_moved(company: Company, customer: Account) -> None:
    """打法改了，正在跟的商机不会悄悄变；看过差别再换。"""
    by, boss = acting(company.lilei), acting(company.boss)
    made = deal(by, customer)
    answers(by, made, JUDGED)
    source = reader.source().replace("number = 4", "number = 5", 1)
    source = source.replace('zh-hans = "寻找商机"', 'zh-hans = "发现商机"')
    publish_edition(by=None, at=later(1), source=source)
    preview = edition_move(boss, made.pk, today=TODAY)
    assert preview is not None and preview.differences
    assert (str(preview.now.stage.label), str(preview.then.stage.label)) == ("寻找商机", "发现商机")
    assert preview.may
    made.refresh_from_db()
    assert made.edition_id is None
    moved = move_edition(by=boss, at=later(1), id=made.pk)
    assert moved.edition is not None and moved.edition.number == 5
    assert edition_move(boss, made.pk, today=TODAY) is None
    with pytest.raises(Invalid):
        move_edition(by=boss, at=later(1), id=made.pk)

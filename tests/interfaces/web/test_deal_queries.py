"""页面问数据库几次是记下来的：行数多了不多问，改代码也不悄悄多问。"""

from __future__ import annotations

import pytest

from keyaccount.actions.deals.answer_question import answer_question
from keyaccount.base import clock
from keyaccount.records.contracts.models import Contract
from keyaccount.records.deals.models import Opportunity
from tests.actions.contracts.stage import Stage
from tests.cast import account, acting
from tests.interfaces.web.page_world import browser, queries
from tests.search.world import deal

pytestmark = pytest.mark.django_db

# The most a page may ask, session and member included. Lower a figure when a page gets cheaper; never raise it for
# what depends on the number of rows.
MOST = {
    "/deals/": 10,
    "/deals/list/": 12,
    "/deals/funnel/": 12,
    "/deals/calendar/": 11,
    "/deals/radar/": 14,
    "/contracts/": 10,
    "/contracts/receivables/": 10,
    "/search/suggest?q=行政": 12,
    "deal": 34,
    "contract": 21,
}


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    grow(made, 1)
    return made


def grow(stage: Stage, times: int) -> None:
    """More deals, contracts and instalments; more of everything on the one deal and the one contract."""
    by = acting(stage.lilei)
    for number in range(times):
        deal(f"行政系统 {number}", account(f"客户 {number} {times}", stage.lilei), stage.lilei)
        stage.signed()
        stage.quote()
        stage.make(stage.lilei, "need", opportunity=stage.deal.pk, statement=f"统一门户 {number}")
        raw = {"account": stage.account.pk, "opportunity": stage.deal.pk, "title": "送方案"}
        stage.make(stage.lilei, "task", due_on=clock.day_of(clock.now()).isoformat(), **raw)
        question = ("need_clear", "time_plan", "budget_clear")[number % 3]
        answer_question(
            by=by, at=clock.now(), id=stage.deal.pk, question=question, answer="yes", evidence="会议纪要"
        )


def test_a_page_asks_as_often_for_many_rows_as_for_few(stage: Stage) -> None:
    contract = Contract.rows.filter(opportunity=stage.deal).order_by("pk").first()
    assert contract
    places = {"deal": f"/deals/{stage.deal.pk}/", "contract": f"/contracts/{contract.pk}/"}
    client = browser(stage.lilei)

    def asked() -> dict[str, int]:
        for name in MOST:
            client.get(places.get(name, name))
        return {name: queries(client, places.get(name, name)) for name in MOST}

    few = asked()
    grow(stage, 5)
    many = asked()
    assert Opportunity.rows.count() == 7
    assert many == few
    assert {name: n for name, n in many.items() if n > MOST[name]} == {}

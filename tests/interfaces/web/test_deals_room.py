"""The page of one deal: judgement answered in place, the gate and its refusals, what hangs on it, how it ends."""

from __future__ import annotations

import pytest

from keyaccount.records.deals.models import Need, Opportunity
from tests.interfaces.web.deals_world import Deals
from tests.interfaces.web.page_world import HTMX, browser, queries

pytestmark = pytest.mark.django_db
TABS = ("", "details/", "history/")


@pytest.fixture
def world() -> Deals:
    return Deals()


def read(world: Deals, who: str, rest: str = "") -> str:
    answer = browser(getattr(world, who)).get(world.place(rest))
    assert answer.status_code == 200, rest
    return answer.content.decode()


def now(world: Deals) -> Opportunity:
    return Opportunity.rows.get(pk=world.deal.pk)


@pytest.mark.parametrize("rest", TABS)
def test_a_deal_out_of_sight_does_not_exist(world: Deals, rest: str) -> None:
    for who in ("zhaoqiang", "wangfang", "finance", "admin"):
        assert browser(getattr(world, who)).get(world.place(rest)).status_code in (403, 404)


def test_the_page_tells_what_blocks_the_deal_and_where_that_is_closed(world: Deals) -> None:
    """每一条关口条件：满足没有、依据的事实是什么、去哪里办."""
    page = read(world, "lilei")
    assert "知道谁发起的项目" in page and "未满足" in page
    assert f"{world.place('details/')}#deal" in page and "推进到“判断商机”" in page


def test_what_nobody_knows_is_the_loudest(world: Deals) -> None:
    """不清楚是最响的警告，不是悄悄的否."""
    page = read(world, "lilei")
    assert 'data-answer="unknown"' in page and "不清楚不是否" in page


def test_a_question_is_answered_where_it_stands(world: Deals) -> None:
    client, place = browser(world.lilei), world.place("answers/budget_clear")
    assert "谁说的、哪份材料" in client.get(place, headers=HTMX).content.decode()
    said = {
        "answer": "yes",
        "evidence": "2026 年预算 120 万，张总批的",
        "source": "customer",
        "observed_on": "2026-11-01",
    }
    assert client.post(place, said, headers=HTMX).status_code == 204
    page = read(world, "lilei")
    assert "2026 年预算 120 万，张总批的" in page and "李雷 记录" in page


def test_a_yes_without_evidence_is_refused_in_place(world: Deals) -> None:
    answer = browser(world.lilei).post(world.place("answers/budget_clear"), {"answer": "yes"}, headers=HTMX)
    assert answer.status_code == 422 and "is-editing" in answer.content.decode()
    assert browser(world.lilei).get(world.place("answers/nonsense")).status_code == 404


def test_who_only_reads_cannot_answer(world: Deals) -> None:
    assert "answers/budget_clear" not in read(world, "auditor")
    answer = browser(world.auditor).post(world.place("answers/budget_clear"), {"answer": "no"}, headers=HTMX)
    assert answer.status_code == 403


def test_a_refused_move_explains_itself_with_the_open_conditions_and_ways(world: Deals) -> None:
    """推进不了，就地说清缺什么、去哪里补."""
    answer = browser(world.lilei).post(world.place("advance"), {"board": "1"}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and "还不能离开“寻找商机”" in page
    assert "#deal" in page and "data-refusal-close" in page
    assert now(world).stage == "seek"


def test_a_condition_is_waived_with_a_reason_by_who_may(world: Deals) -> None:
    item = world.place("gate/originator_known/waive")
    assert item not in read(world, "lilei") and item in read(world, "hanmei")
    manager = browser(world.hanmei)
    assert "为什么豁免" in manager.get(item, headers=HTMX).content.decode()
    assert manager.post(item, {"reason": "老客户增购，发起人就是采购部"}, headers=HTMX).status_code == 204
    page = read(world, "hanmei")
    assert "已豁免" in page and "老客户增购，发起人就是采购部" in page
    assert browser(world.lilei).post(item, {"reason": "我也要"}, headers=HTMX).status_code == 403


def test_fields_are_changed_in_a_panel(world: Deals) -> None:
    client, place = browser(world.lilei), world.place("edit/budget")
    assert "预算状态" in client.get(place, headers=HTMX).content.decode()
    said = {"budget_state": "approved", "budget_amount": "120万", "version": str(now(world).version)}
    answer = client.post(place, said, headers=HTMX)
    assert answer.status_code == 204
    assert now(world).budget_state == "approved" and now(world).budget_amount == 1_200_000
    assert client.get(world.place("edit/nonsense")).status_code == 404
    assert browser(world.auditor).get(place, headers=HTMX).status_code == 403


def test_needs_are_added_changed_and_brought_back(world: Deals) -> None:
    client = browser(world.lilei)
    added = client.post(
        world.place("parts/need/new"),
        {"statement": "坐席辅助", "priority": "must", "kind": "function", "scope": "unchecked"},
        headers=HTMX,
    )
    assert added.status_code == 204
    need = Need.rows.get()
    assert "坐席辅助" in read(world, "lilei", "details/") and "待技术确认" in read(world, "lilei", "details/")
    place = world.place(f"parts/need/{need.pk}")
    assert "坐席辅助" in client.get(place, headers=HTMX).content.decode()
    client.post(place, {"statement": "坐席辅助", "scope": "inside"}, headers=HTMX)
    assert Need.rows.get().scope == "inside"
    assert client.post(f"{place}/remove", headers=HTMX).status_code == 204
    assert not Need.rows.exists()
    assert client.get(world.place("parts/nonsense/new")).status_code == 404


@pytest.mark.parametrize("rest", ["shelve", "lose", "back"])
def test_every_ending_asks_for_its_reason(world: Deals, rest: str) -> None:
    assert "ka-panel-in" in browser(world.lilei).get(world.place(rest), headers=HTMX).content.decode()
    answer = browser(world.lilei).post(world.place(rest), {}, headers=HTMX)
    assert answer.status_code == 422 and now(world).state == "open"


def test_a_lost_deal_says_why_and_can_be_opened_again(world: Deals) -> None:
    client = browser(world.lilei)
    page = client.get(world.place("lose"), headers=HTMX).content.decode()
    reason = page.split('name="reason"')[1].split('<option value="')[1:3]
    key = next(part.split('"')[0] for part in reason if not part.startswith('"'))
    said = {"reason": key, "lost_to": "小能科技", "note": "价格差两成"}
    assert client.post(world.place("lose"), said, headers=HTMX).status_code == 204
    assert now(world).state == "lost" and "输给 小能科技" in read(world, "lilei")
    assert client.post(world.place("reopen"), {"note": "客户又来找我们"}, headers=HTMX).status_code == 204
    assert now(world).state == "open"


def test_the_page_costs_few_queries_however_much_hangs_on_the_deal(world: Deals) -> None:
    client = browser(world.lilei)
    client.get(world.place())
    before = queries(client, world.place())
    for key in ("need_clear", "budget_clear", "time_plan"):
        world.told(key, "yes")
    assert queries(client, world.place()) <= before + 2

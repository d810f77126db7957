"""The public pools: who sees what lies there, claiming within the rules, and changing them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.base import clock
from keyaccount.records.accounts.models import Account, Pool
from tests.interfaces.web.page_world import World, browser, entries, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def test_the_list_shows_pooled_accounts_only_and_their_public_side(world: World) -> None:
    page = browser(world.lilei).get("/pools/").content.decode()
    assert "远帆物流有限公司" in page and "蓝海银行" not in page and "领取" in page and "今天还能领" in page
    assert 'data-col="status"' not in page
    assert "远帆物流有限公司" not in browser(world.presales).get("/pools/").content.decode()
    assert browser(world.security).get("/pools/").status_code == 403


def test_a_pool_of_another_department_is_not_there(world: World) -> None:
    Pool.rows.filter(pk=world.pool.pk).update(department=world.north)
    assert "远帆物流有限公司" not in browser(world.lilei).get("/pools/").content.decode()
    assert "远帆物流有限公司" in browser(world.zhaoqiang).get("/pools/").content.decode()
    assert browser(world.lilei).post(f"/pools/accounts/{world.pooled.pk}/claim").status_code == 404


def test_claiming_makes_it_mine(world: World) -> None:
    answer = browser(world.lilei).post(f"/pools/accounts/{world.pooled.pk}/claim")
    assert answer.status_code == 204 and answer["HX-Redirect"] == f"/accounts/{world.pooled.pk}/"
    assert Account.rows.get(pk=world.pooled.pk).owner_id == world.lilei.pk


def test_every_rule_against_it_is_told(world: World) -> None:
    Pool.rows.filter(pk=world.pool.pk).update(rules={"claims_per_day": 1})
    other = world.made(world.ops, "第二家物流有限公司", pool=str(world.pool.pk))
    client = browser(world.lilei)
    assert client.post(f"/pools/accounts/{other.pk}/claim").status_code == 204
    assert (
        client.post("/accounts/bulk/release", {"ids": [str(other.pk)], "reason": "不合适"}).status_code == 204
    )
    before = entries()
    answer = client.post(f"/pools/accounts/{other.pk}/claim")
    page = answer.content.decode()
    assert answer.status_code == 422 and "每天最多领取 1 个" in page and "才能再领取" in page
    assert entries() == before and Account.rows.get(pk=other.pk).owner_id is None


def test_who_may_not_claim_is_refused(world: World) -> None:
    assert browser(world.auditor).post(f"/pools/accounts/{world.pooled.pk}/claim").status_code == 403
    assert browser(world.presales).post(f"/pools/accounts/{world.pooled.pk}/claim").status_code == 404
    assert Account.rows.get(pk=world.pooled.pk).owner_id is None


def test_managers_assign_from_the_pool(world: World) -> None:
    assert "分配给同事" in browser(world.hanmei).get("/pools/").content.decode()
    answer = browser(world.hanmei).post(
        "/accounts/bulk/transfer", {"ids": [str(world.pooled.pk)], "to": str(world.wangfang.pk)}
    )
    assert answer.status_code == 204 and Account.rows.get(pk=world.pooled.pk).owner_id == world.wangfang.pk


def test_the_rules_stand_there_in_words(world: World) -> None:
    page = browser(world.lilei).get("/pools/rules/").content.decode()
    assert "全国公海" in page and "60 天没有跟进" in page and "修改规则" not in page
    assert "修改规则" in browser(world.ops).get("/pools/rules/").content.decode()


def test_rules_are_changed_by_who_manages_pools(world: World) -> None:
    where, before = f"/pools/rules/{world.pool.pk}", entries()
    assert browser(world.hanmei).get(where).status_code == 403
    assert browser(world.hanmei).post(where, {"capacity": "5"}).status_code == 403
    client = browser(world.ops)
    assert client.post(where, {"capacity": "viel"}).status_code == 422
    assert client.post(where, {"follow_up_days": "3"}).status_code == 422
    assert Pool.rows.get(pk=world.pool.pk).rules == {} and entries() == before
    assert client.post(where, {"capacity": "5", "follow_up_days": "30"}).status_code == 204
    assert Pool.rows.get(pk=world.pool.pk).rules == {"capacity": 5, "follow_up_days": 30}
    assert "30 天没有跟进" in client.get("/pools/rules/").content.decode()
    held = Account.rows.get(pk=world.bank_account.pk)
    assert held.reclaim_on == clock.day_of(held.followed_at or held.held_since) + timedelta(days=30)


def test_a_new_pool(world: World) -> None:
    typed = {"name": "华东公海", "department": str(world.east.pk)}
    assert browser(world.hanmei).post("/pools/rules/new", typed).status_code == 403
    assert browser(world.ops).post("/pools/rules/new", {"name": ""}).status_code == 422
    assert browser(world.ops).post("/pools/rules/new", typed).status_code == 204
    assert Pool.rows.filter(name="华东公海", department=world.east).exists()


def test_tonights_reclaim_shows_ones_own_part(world: World) -> None:
    long_ago = clock.now() - timedelta(days=90)
    for account in (world.appliances, world.airline):
        Account.rows.filter(pk=account.pk).update(
            held_since=long_ago, followed_at=None, reclaim_on=clock.day_of(long_ago)
        )
    page = browser(world.hanmei).get("/pools/tonight/").content.decode()
    assert "青禾电器有限公司" in page and "北辰航空" not in page
    assert "北辰航空服务有限公司" in browser(world.ops).get("/pools/tonight/").content.decode()
    assert browser(world.lilei).get("/pools/tonight/").status_code == 403
    assert Account.rows.filter(owner=None).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    few = queries(browser(world.lilei), "/pools/")
    for number in range(12):
        world.made(world.ops, f"群岛第{number}号贸易有限公司", pool=str(world.pool.pk))
    assert queries(browser(world.lilei), "/pools/") <= few

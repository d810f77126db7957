"""Today, search and the palette, for every role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.shared import indexing
from keyaccount.base import clock
from keyaccount.base.ids import new_id
from keyaccount.queries.accounts.pareto import shift
from keyaccount.records.accounts.models import MonthlyResult, TeamSeat
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from tests.cast import NOW, Company, account, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def page_of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_everybody_has_a_first_page(company: Company) -> None:
    for member in company.members().values():
        body = text(page_of(member), "/")
        assert body.count("<h1") == 1, member.login


def test_who_has_no_role_is_told_whom_to_ask(company: Company) -> None:
    company.lilei.roles = []
    company.lilei.save()
    assert "请安全管理员给你分配角色" in text(page_of(company.lilei), "/")


def test_a_new_seller_learns_where_to_begin(company: Company) -> None:
    body = text(page_of(company.lilei), "/")
    assert "你还没有客户" in body and reverse("accounts:new") in body and reverse("pools:list") in body


def test_what_needs_care_is_there_and_others_customers_are_not(company: Company) -> None:
    long_ago, day = clock.now() - timedelta(days=90), clock.day_of(clock.now())
    account("华夏农商银行", company.lilei, tier="strategic", tier_rank=1, held_since=long_ago)
    account("江南电器", company.lilei, reclaim_on=day + timedelta(days=2))
    account("北方电信", company.zhaoqiang, tier="key", tier_rank=2, held_since=long_ago)
    body = text(page_of(company.lilei), "/")
    for said in ("大客户久未联系", "华夏农商银行", "快要收回公海", "还剩 2 天", "江南电器", "最该弄清楚的"):
        assert said in body
    assert "北方电信" not in body


def test_budget_season(company: Company, time_machine: Any) -> None:
    time_machine.move_to("2026-03-03 09:00 +0800")
    account("三月银行", company.lilei, budget_months=[3])
    account("六月银行", company.lilei, budget_months=[6])
    account("平常银行", company.lilei)
    spring = text(page_of(company.lilei), "/").partition("预算季到了")[2].partition("</section>")[0]
    assert "三月银行" in spring and "六月银行" not in spring and "平常银行" not in spring
    time_machine.move_to("2026-10-13 09:00 +0800")
    autumn = text(page_of(company.lilei), "/").partition("预算季到了")[2].partition("</section>")[0]
    assert "平常银行" in autumn and "三月银行" not in autumn


def test_the_team_part_is_for_who_leads(company: Company) -> None:
    account("华夏农商银行", company.lilei, tier="key", tier_rank=2)
    account("北方电信", company.zhaoqiang)
    east = text(page_of(company.hanmei), reverse("home_team"))
    assert "李雷" in east and "赵强" not in east
    everybody = text(page_of(company.boss), reverse("home_team"))
    assert "李雷" in everybody and "赵强" in everybody
    for member in (company.lilei, company.admin, company.finance, company.presales):
        assert "李雷" not in text(page_of(member), reverse("home_team"))


def test_who_has_no_pool_near_still_has_a_first_page(company: Company) -> None:
    """The pool of a department is its own, else that of one above it, else the company's; there may be none at all."""
    account("江南电器", company.lilei)
    company.pool.department = company.north
    company.pool.save()
    assert "1 / 200" in text(page_of(company.lilei), "/")
    company.pool.delete()
    assert "1 / 200" in text(page_of(company.lilei), "/")


def test_what_happened_says_at_which_customer(company: Company) -> None:
    bank = account("华夏农商银行", company.lilei)
    create_record(
        by=acting(company.lilei),
        at=clock.now(),
        entity="note",
        raw={"account": bank.pk, "text": "周五带方案去"},
    )
    recent = text(page_of(company.hanmei), "/").partition("最近发生的")[2]
    place = reverse("accounts:show", args=[bank.pk])
    assert f'href="{place}">华夏农商银行</a>' in recent and "周五带方案去" in recent


def test_who_leads_sees_the_team_first(company: Company) -> None:
    account("江南电器", company.hanmei, tier="key", tier_rank=2)
    body = text(page_of(company.hanmei), "/")
    assert 0 < body.index(reverse("home_team")) < body.index("最该弄清楚的")
    team = text(page_of(company.hanmei), reverse("home_team"))
    assert "ka-figures" in team and "合计" not in team


def test_finance_sees_the_money_and_what_is_missing(company: Company) -> None:
    client, first = page_of(company.finance), clock.day_of(clock.now()).replace(day=1)
    assert "还没有业绩" in text(client, "/")
    bank = account("华夏农商银行", company.lilei)
    for month in (shift(first, -2), shift(first, -3)):
        MonthlyResult.rows.create(
            id=new_id(), account=bank, month=month, received=20_000, created_at=NOW, updated_at=NOW
        )
    body = text(client, "/")
    assert "2.00 万元" in body and "华夏农商银行" not in body
    assert f"{shift(first, -1):%Y-%m} 的业绩还没有导入" in body
    assert "各月到账" not in text(page_of(company.lilei), "/")


def test_who_only_takes_part_sees_what_in(company: Company) -> None:
    joined = account("华夏农商银行", company.lilei)
    account("江南电器", company.lilei)
    assert "还没有人把你加入客户团队" in text(page_of(company.presales), "/")
    TeamSeat.rows.create(
        id=new_id(), account=joined, member=company.presales, level="read", created_at=NOW, updated_at=NOW
    )
    body = text(page_of(company.presales), "/")
    assert "我参与的客户" in body and "华夏农商银行" in body and "江南电器" not in body


def test_administrators_see_what_is_left_to_set_up_and_no_customers(company: Company) -> None:
    account("华夏农商银行", company.lilei)
    Entry.rows.create(at=NOW, kind="account.created", entity="account", label="华夏农商银行")
    for member in (company.admin, company.security):
        body = text(page_of(member), "/")
        assert "把系统准备好" in body and "华夏农商银行" not in body


def test_the_number_of_queries_does_not_grow(company: Company, django_assert_max_num_queries: Any) -> None:
    def asked(client: Client) -> int:
        with django_assert_max_num_queries(45) as found:
            text(client, "/")
        return len(found)

    client = page_of(company.lilei)
    text(client, "/")
    account("甲银行", company.lilei, tier="key", tier_rank=2, reclaim_on=clock.day_of(clock.now()))
    few = asked(client)
    for number in range(12):
        account(f"客户{number}", company.lilei, tier="key", tier_rank=2, reclaim_on=clock.day_of(clock.now()))
    assert asked(client) == few


def test_search_finds_what_may_be_seen(company: Company) -> None:
    for name, owner in (("华夏农商银行", company.lilei), ("华夏证券", company.zhaoqiang)):
        indexing.index("account", [account(name, owner)], fresh=True)
    body = text(page_of(company.lilei), reverse("search") + "?q=华夏")
    assert "<mark>华夏</mark>农商银行" in body and "证券" not in body
    found = page_of(company.lilei).get(reverse("suggest") + "?q=华夏").json()
    assert [item["label"] for group in found["groups"] for item in group["items"]] == ["华夏农商银行"]
    assert page_of(company.admin).get(reverse("suggest") + "?q=华夏").json() == {"groups": []}
    assert page_of(company.lilei).get(reverse("suggest")).json() == {"groups": []}


@pytest.mark.parametrize("odd", ["%00", "<script>", "%F0%9F%92%A9", "'; DROP", "a" * 3000, "%", "_"])
def test_odd_questions_are_answered(company: Company, odd: str) -> None:
    client = page_of(company.lilei)
    for address in ("search", "suggest"):
        expected = 400 if odd == "%00" else 200
        assert client.get(f"{reverse(address)}?q={odd}").status_code == expected

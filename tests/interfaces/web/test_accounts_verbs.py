"""Taking up, judging, merging, ranking customers through the pages, and the lookups their pickers ask."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from keyaccount.records.accounts.models import Account, Merge, MonthlyResult, TierJudgement
from tests.cast import NOW
from tests.interfaces.web.page_world import HTMX, World, browser, entries, queries

pytestmark = pytest.mark.django_db
CODE = "91110000802100433B"


@pytest.fixture
def world() -> World:
    return World()


def test_a_customer_is_taken_up(world: World) -> None:
    client = browser(world.lilei)
    assert "归属" in client.get("/accounts/new").content.decode()
    typed = {
        "name": "云岭旅游投资集团有限公司",
        "headcount": "3,000",
        "tags": ["文旅"],
        "fiscal_year_start": "1",
    }
    answer = client.post("/accounts/new", typed)
    made = Account.rows.get(name="云岭旅游投资集团有限公司")
    assert (
        answer["Location"] == f"/accounts/{made.pk}/"
        and made.owner_id == world.lilei.pk
        and made.headcount == 3000
    )


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(world: World) -> None:
    before = entries()
    answer = browser(world.lilei).post(
        "/accounts/new", {"name": "", "credit_code": "123", "business": "物流外包"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "请填写客户名称" in page and "物流外包" in page
    assert entries() == before


def test_a_likely_duplicate_must_be_confirmed(world: World) -> None:
    client, typed = browser(world.lilei), {"name": "蓝海银行", "business": "零售银行"}
    answer = client.post("/accounts/new", typed)
    page = answer.content.decode()
    assert (
        answer.status_code == 409
        and "蓝海银行股份有限公司" in page
        and "零售银行" in page
        and 'name="confirmed"' in page
    )
    assert client.post("/accounts/new", {**typed, "confirmed": "1"}).status_code == 302


def test_an_equal_code_cannot_be_confirmed_away(world: World) -> None:
    Account.rows.filter(pk=world.bank_account.pk).update(credit_code=CODE)
    answer = browser(world.lilei).post(
        "/accounts/new", {"name": "另一个名字", "credit_code": CODE, "confirmed": "1"}
    )
    assert (
        answer.status_code == 409
        and "已经登记过" in answer.content.decode()
        and 'name="confirmed"' not in answer.content.decode()
    )
    assert Account.rows.filter(name="另一个名字").count() == 0


def test_the_check_while_typing_tells_of_hidden_ones_only_that_they_are_there(world: World) -> None:
    seen = browser(world.lilei).get("/accounts/new/check", {"name": "蓝海银行"}).content.decode()
    assert "蓝海银行股份有限公司" in seen and "李雷" in seen
    hidden = browser(world.zhaoqiang).get("/accounts/new/check", {"name": "蓝海银行"}).content.decode()
    assert "蓝海银行股份有限公司" not in hidden and "李雷" not in hidden and "请联系销售运营" in hidden
    assert (
        browser(world.lilei).get("/accounts/new/check", {"name": "全新的名字"}).content.decode().strip() == ""
    )


@pytest.mark.parametrize("who", ["finance", "auditor", "admin", "presales"])
def test_who_may_not_take_up_is_refused(world: World, who: str) -> None:
    client, before = browser(getattr(world, who)), Account.rows.count()
    assert client.get("/accounts/new").status_code == 403
    assert client.post("/accounts/new", {"name": "某某有限公司"}).status_code == 403
    assert client.get("/accounts/new/check", {"name": "蓝海"}).status_code == 403
    assert Account.rows.count() == before


def judging(world: World) -> str:
    return f"/accounts/{world.bank_account.pk}/judge/"


ANSWERS = {
    "value.contract_amount": "600万",
    "evidence.contract_amount": "预算书",
    "value.position": "leader",
    "evidence.position": "行业排名",
}


def test_answers_are_tried_without_being_kept(world: World) -> None:
    client = browser(world.lilei)
    page = client.get(judging(world)).content.decode()
    assert "客户一共有多少坐席" in page and "资料里是 1200" in page
    verdict = client.post(judging(world) + "attempt", ANSWERS, headers=HTMX).content.decode()
    assert "KA-战略" in verdict
    assert (
        "请填数字"
        in client.post(judging(world) + "attempt", {"value.seats": "许多"}, headers=HTMX).content.decode()
    )
    assert not TierJudgement.rows.exists()


def test_a_judgement_is_kept_as_history(world: World) -> None:
    client = browser(world.lilei)
    assert client.post(judging(world), ANSWERS).status_code == 302
    assert Account.rows.get(pk=world.bank_account.pk).tier == "strategic"
    page = client.get(judging(world)).content.decode()
    assert "判定历史" in page and "预算书" in page and "6000000" in page


def test_an_override_is_for_managers_and_needs_a_reason(world: World) -> None:
    typed = {**ANSWERS, "override": "ordinary", "override_reason": "还在竞品合同期"}
    assert browser(world.lilei).post(judging(world), typed).status_code == 403
    assert browser(world.hanmei).post(judging(world), {**typed, "override_reason": ""}).status_code == 422
    assert not TierJudgement.rows.exists()
    assert browser(world.hanmei).post(judging(world), typed).status_code == 302
    assert TierJudgement.rows.get().computed_tier == "strategic"
    assert Account.rows.get(pk=world.bank_account.pk).tier == "ordinary"


def test_who_sees_no_internal_matters_cannot_judge(world: World) -> None:
    assert browser(world.finance).get(judging(world)).status_code == 403
    assert browser(world.wangfang).get(judging(world)).status_code == 404
    assert browser(world.auditor).post(judging(world), ANSWERS).status_code == 403
    assert not TierJudgement.rows.exists()


def test_merge_shows_both_and_can_be_taken_apart(world: World) -> None:
    client, where = browser(world.hanmei), f"/accounts/{world.appliances.pk}/merge/"
    Account.rows.filter(pk=world.appliances.pk).update(seats=80)
    assert "和哪个客户重复" in client.get(where).content.decode()
    page = client.get(where, {"other": str(world.bank_account.pk)}).content.decode()
    assert "1,200" in page and "80" in page and "联系人 1" in page and "记事 1" in page
    assert (
        client.post(where, {"other": str(world.bank_account.pk), "take.seats": "theirs"}).status_code == 302
    )
    kept = Account.rows.get(pk=world.appliances.pk)
    assert kept.seats == 1200 and Account.rows.get(pk=world.bank_account.pk).merged_into == kept.pk
    merge = Merge.rows.get()
    assert "撤销合并" in client.get(where).content.decode()
    assert client.post(f"{where}{merge.pk}/undo").status_code == 302
    assert Account.rows.get(pk=world.bank_account.pk).archived_at is None
    assert Account.rows.get(pk=world.appliances.pk).seats == 80


def test_merging_is_for_who_may(world: World) -> None:
    where = f"/accounts/{world.bank_account.pk}/merge/"
    assert browser(world.lilei).get(where).status_code == 403
    assert browser(world.hanmei).get(where, {"other": str(world.airline.pk)}).status_code == 404
    assert browser(world.hanmei).post(where, {"other": str(world.airline.pk)}).status_code == 404
    assert browser(world.hanmei).post(where, {"other": str(world.bank_account.pk)}).status_code == 422
    assert not Merge.rows.exists()


def result(account: Account, month: date, amount: int) -> None:
    money = {"received": Decimal(amount), "margin": Decimal(amount // 3)}
    MonthlyResult.rows.create(account=account, month=month, created_at=NOW, updated_at=NOW, **money)


def test_pareto_ranks_what_the_reader_sees(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyaccount.base.clock.now", lambda: NOW)
    result(world.appliances, date(2026, 2, 1), 200_000)
    result(world.airline, date(2026, 2, 1), 4_000_000)
    page = browser(world.hanmei).get("/accounts/pareto/").content.decode()
    assert (
        "1. 蓝海银行股份有限公司" in page
        and "青禾电器有限公司" in page
        and "北辰航空" not in page
        and "集中度" in page
    )
    assert (
        "1. 北辰航空服务有限公司"
        in browser(world.boss).get("/accounts/pareto/?measure=margin&months=24").content.decode()
    )
    assert "北辰航空" in browser(world.finance).get("/accounts/pareto/").content.decode()
    assert browser(world.lilei).get("/accounts/pareto/").status_code == 403
    assert browser(world.hanmei).get("/accounts/pareto/?measure=seats").status_code == 422


def test_pareto_says_what_it_does_not_show(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyaccount.base.clock.now", lambda: NOW)
    few = queries(browser(world.boss), "/accounts/pareto/")
    accounts = [
        Account(
            name=f"第 {n} 家",
            name_key=f"{n}",
            core_key=f"{n}",
            name_sort=f"{n}",
            owner=world.lilei,
            department=world.east,
            created_at=NOW,
            updated_at=NOW,
        )
        for n in range(110)
    ]
    for account in Account.rows.bulk_create(accounts):
        result(account, date(2026, 2, 1), 10_000)
    assert "其余 11 家合计" in browser(world.boss).get("/accounts/pareto/").content.decode()
    assert queries(browser(world.boss), "/accounts/pareto/") == few


def asked(world: World, who: str, path: str) -> list[str]:
    answer = browser(getattr(world, who)).get(f"/lookups/{path}")
    assert answer.status_code == 200, path
    return [row.get("text") or row["name"] for row in answer.json()]


def test_lookups_keep_to_the_scope(world: World) -> None:
    assert asked(world, "lilei", "records/account?q=") == ["蓝海银行股份有限公司", "远帆物流有限公司"]
    assert asked(world, "lilei", "records/account?q=青禾") == []
    assert asked(world, "wangfang", "records/account?q=青禾") == ["青禾电器有限公司"]
    assert asked(world, "lilei", "records/person?q=王建国") == ["王建国"]
    assert asked(world, "wangfang", "records/person?q=王建国") == []
    assert asked(world, "lilei", f"records/unit?account={world.bank_account.pk}") == ["运营管理部"]
    assert asked(world, "wangfang", f"records/unit?account={world.bank_account.pk}") == []
    assert asked(world, "lilei", f"records/person?q=王&account={world.bank_account.pk}") == ["王建国"]


def test_lookups_of_our_side(world: World) -> None:
    assert asked(world, "lilei", "records/member?q=")[0] == "李雷"
    assert asked(world, "lilei", "records/member?q=王芳") == ["王芳"]
    assert "华东大区" in asked(world, "lilei", "records/department?q=华东")
    assert asked(world, "lilei", "records/pool") == ["全国公海"]
    assert "银行" in asked(world, "lilei", "records/industry?q=银行")
    assert "北京市" in asked(world, "lilei", "regions")
    assert "海淀区" in asked(world, "lilei", "regions?parent=110000")
    client = browser(world.lilei)
    assert client.get("/lookups/records/token").status_code == 404
    assert client.get("/lookups/records/unit?account=broken").status_code == 404

"""查重是声明的通道：每人每天 30 次，页面和接口一起算；用完了说明限额和何时恢复；新建客户不受影响。"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from keyaccount.actions.accounts.check_duplicates import KIND, MOST, check_duplicates
from keyaccount.actions.accounts.create_account import create_account
from keyaccount.base.errors import Busy, Refused
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.models import Entry
from tests.actions.test_pools import make
from tests.cast import Company, acting
from tests.interfaces.api.caller import Caller
from tests.interfaces.web.page_world import HTMX, browser

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # nine o'clock in China


@pytest.fixture
def company() -> Company:
    return Company()


def ask(member, at=MORNING, *, name="江海银行", code=""):
    return check_duplicates(by=acting(member), at=at, name=name, credit_code=code)


def use_up(member, at=MORNING):
    for n in range(MOST):
        ask(member, at, name=f"试探公司{n}")


def test_每人每天三十次_第二天恢复(company):
    use_up(company.lilei)
    with pytest.raises(Busy) as told:
        ask(company.lilei)
    assert "30" in str(told.value) and "2026-03-04" in str(told.value)
    assert told.value.wait == 15 * 3600 + 1, "until midnight in China"
    assert ask(company.wangfang).visible == [], "each has their own"
    with pytest.raises(Busy):
        ask(company.lilei, MORNING + timedelta(hours=14, minutes=59))
    assert ask(company.lilei, MORNING + timedelta(hours=15)).hidden == 0


def test_同一个问题一天只算一次_每次问都有记录(company):
    for _ in range(MOST + 5):
        ask(company.lilei)
    ask(company.lilei, code="91320000134755859R")
    told = Entry.rows.filter(kind=KIND, actor_id=company.lilei.pk)
    assert [entry.label for entry in told] == ["江海银行", "江海银行"]
    assert {entry.account_id for entry in told} == {None}


def test_看不见的客户只给个数(company):
    make(company.zhaoqiang, "江海银行股份有限公司")
    found = ask(company.lilei)
    assert (found.visible, found.hidden) == ([], 1)
    with pytest.raises(Refused):
        ask(company.presales)


def test_新建客户照样能建_照样查重(company):
    use_up(company.lilei)
    made = create_account(by=acting(company.lilei), at=MORNING, raw={"name": "南岭航空"})
    assert Account.rows.filter(pk=made.pk).exists()
    page = browser(company.lilei).post(reverse("accounts:new"), {"name": "南岭航空", "currency": "CNY"})
    assert page.status_code == 409, "still checked on saving"


def test_页面和接口一起算(company, monkeypatch):
    monkeypatch.setattr("keyaccount.base.clock.now", lambda: MORNING)
    for n in range(MOST - 2):
        ask(company.lilei, name=f"试探公司{n}")
    page, program = browser(company.lilei), Caller(company.lilei)
    check = reverse("accounts:check")
    assert page.get(check, {"name": "南岭航空"}, headers=HTMX).status_code == 200
    assert program.get("/accounts/duplicates?name=北辰航空").status_code == 200
    refused = page.get(check, {"name": "东海保险"}, headers=HTMX)
    assert refused.status_code == 429 and "\\u6bcf\\u4eba\\u6bcf\\u5929 30" in refused["HX-Trigger"]
    answer = program.get("/accounts/duplicates?name=东海保险")
    assert answer.status_code == 429 and answer.data["code"] == "busy" and "30" in answer.data["detail"]
    assert int(answer["Retry-After"]) == 15 * 3600 + 1
    assert page.get(check, {"name": ""}, headers=HTMX).status_code == 200, "nothing asked, nothing counted"

"""公海与私海：规则只在一处，新建、领取、分配、转移、退回、自动回收都绕不过去。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.access import opened
from keyaccount.actions.accounts.claim_account import claim_account
from keyaccount.actions.accounts.create_account import create_account
from keyaccount.actions.accounts.reclaim_accounts import reclaim_accounts
from keyaccount.actions.accounts.release_accounts import release_accounts
from keyaccount.actions.accounts.transfer_accounts import transfer_accounts
from keyaccount.actions.people.create_person import create_person
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import EN, speaking
from keyaccount.records.accounts.models import Account, Holding
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Person
from tests.cast import NOW, Company, account, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def make(by, name, at=NOW, **raw):
    return create_account(by=acting(by), at=at, raw={"name": name, **raw}, options={"confirmed": True})


def codes(caught) -> set[str]:
    return {p.code for p in caught.value.problems}


def test_新建的客户归自己并写进历史(company):
    row = make(company.lilei, "江海银行股份有限公司")
    assert row.owner == company.lilei and row.department == company.east
    assert Holding.rows.get(account=row, ended_at=None).how == "created"
    assert row.reclaim_on is not None


def test_领取公海客户后归自己_别人不能再领(company):
    row = account("望潮物流有限公司")
    claim_account(by=acting(company.lilei), at=NOW, id=row.pk)
    row.refresh_from_db()
    assert row.owner == company.lilei and row.pool is None
    with pytest.raises(Missing):
        claim_account(by=acting(company.zhaoqiang), at=NOW, id=row.pk)


def test_每天领取有上限(company):
    rows = [account(f"第{n}物流有限公司") for n in range(11)]
    for row in rows[:10]:
        claim_account(by=acting(company.lilei), at=NOW, id=row.pk)
    with pytest.raises(Invalid) as caught:
        claim_account(by=acting(company.lilei), at=NOW, id=rows[10].pk)
    assert codes(caught) == {"claims-per-day"}
    claim_account(by=acting(company.lilei), at=NOW + timedelta(days=1), id=rows[10].pk)


def test_自己退回的客户一段时间内不能再领(company):
    row = make(company.lilei, "江海银行股份有限公司")
    release_accounts(by=acting(company.lilei), at=NOW, ids=[row.pk], reason="暂无需求")
    with pytest.raises(Invalid) as caught:
        claim_account(by=acting(company.lilei), at=NOW + timedelta(days=5), id=row.pk)
    assert codes(caught) == {"cooldown"}
    claim_account(by=acting(company.wangfang), at=NOW + timedelta(days=5), id=row.pk)


def test_容量到了_新建和接收转移都不行(company):
    company.lilei.capacity = 2
    company.lilei.save()
    make(company.lilei, "江海银行股份有限公司")
    make(company.lilei, "望潮物流有限公司")
    with pytest.raises(Invalid) as caught:
        make(company.lilei, "云栖软件有限公司")
    assert codes(caught) == {"capacity"} and Account.rows.count() == 2
    other = make(company.wangfang, "云栖软件有限公司")
    with pytest.raises(Invalid):
        transfer_accounts(by=acting(company.hanmei), at=NOW, ids=[other.pk], to=company.lilei.pk)
    other.refresh_from_db()
    assert other.owner == company.wangfang


def test_转移时联系人一起走_原负责人再也看不见(company):
    row = make(company.lilei, "江海银行股份有限公司")
    person = create_person(
        by=acting(company.lilei), at=NOW, raw={"name": "陈志远", "account": row.pk, "title": "信息部主任"}
    )
    transfer_accounts(
        by=acting(company.hanmei), at=NOW, ids=[row.pk], to=company.wangfang.pk, reason="区域调整"
    )
    assert Person.rows.get(pk=person.pk).owner_id == company.wangfang.pk
    assert not opened(acting(company.lilei), "account").filter(pk=row.pk).exists()
    assert not opened(acting(company.lilei), "person").exists()
    entry = Entry.rows.get(kind="account.transferred")
    assert entry.data["to_name"] == "王芳" and entry.data["reason"] == "区域调整"


def test_销售不能把客户转给别人(company):
    row = make(company.lilei, "江海银行股份有限公司")
    with pytest.raises(Refused):
        transfer_accounts(by=acting(company.lilei), at=NOW, ids=[row.pk], to=company.wangfang.pk)
    assert Account.rows.get(pk=row.pk).owner == company.lilei


def test_停用的成员不能接收客户(company):
    row = make(company.lilei, "江海银行股份有限公司")
    company.wangfang.is_active = False
    company.wangfang.save()
    with pytest.raises(Invalid) as caught:
        transfer_accounts(by=acting(company.hanmei), at=NOW, ids=[row.pk], to=company.wangfang.pk)
    assert codes(caught) == {"left"}


def test_长期不跟进自动回收_试算不改任何东西(company):
    row = make(company.lilei, "江海银行股份有限公司")
    later = NOW + timedelta(days=61)
    assert [a.pk for a in reclaim_accounts(at=later, dry_run=True)] == [row.pk]
    assert Account.rows.get(pk=row.pk).owner == company.lilei
    with speaking(EN):  # as a worker started from an English terminal
        reclaim_accounts(at=later)
    row = Account.rows.get(pk=row.pk)
    assert row.owner is None and row.pool == company.pool
    told = Entry.rows.get(kind="account.reclaimed").data
    assert told["from_name"] == "李雷" and told["reason"] == "60 天没有跟进"
    assert reclaim_accounts(at=later) == []


def test_大客户和合作中的客户不会被回收(company):
    key = make(company.lilei, "江海银行股份有限公司")
    Account.rows.filter(pk=key.pk).update(tier="key", tier_rank=2)
    active = make(company.lilei, "望潮物流有限公司", status="active")
    assert active.reclaim_on is None
    assert reclaim_accounts(at=NOW + timedelta(days=400), dry_run=True) == []


def test_退回要写原因(company):
    row = make(company.lilei, "江海银行股份有限公司")
    with pytest.raises(Invalid):
        release_accounts(by=acting(company.lilei), at=NOW, ids=[row.pk], reason="  ")
    assert Account.rows.get(pk=row.pk).owner == company.lilei

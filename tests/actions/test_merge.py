"""合并两个客户：一行都不丢，30 天内可以原样撤销。"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from keyaccount.actions.accounts.merge_accounts import merge_accounts
from keyaccount.actions.accounts.undo_merge import undo_merge
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_own_tie import set_own_tie
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.base.errors import Invalid, Refused
from keyaccount.records.accounts.models import Account, MonthlyResult, Note
from keyaccount.records.deals.models import Stakeholder
from keyaccount.records.people.models import OwnTie, Person, Post, Tie
from tests.actions.test_pools import make
from tests.cast import NOW, Company, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    company = Company()
    kept = make(company.lilei, "江海银行股份有限公司", seats=300)
    dropped = make(company.wangfang, "江海银行", website="www.jianghai.example", note="从展会认识")
    for row, name in ((kept, "陈志远"), (dropped, "孙怡")):
        owner = acting(row.owner)
        create_person(by=owner, at=NOW, raw={"name": name, "account": row.pk})
        create_record(by=owner, at=NOW, entity="note", raw={"account": row.pk, "text": f"{name} 来电"})
        MonthlyResult.rows.create(
            account=row, month=date(2026, 1, 1), received=Decimal("100.10"), created_at=NOW, updated_at=NOW
        )
    return company, kept, dropped


def counts():
    return {model: model.rows.count() for model in (Account, Person, Post, Note)}


def merged(company, kept, dropped, **more):
    return merge_accounts(by=acting(company.hanmei), at=NOW, keep=kept.pk, drop=dropped.pk, **more)


def test_合并后全部归到保留的客户_总额不变(pair):
    company, kept, dropped = pair
    before = counts()
    merged(company, kept, dropped)
    kept.refresh_from_db(), dropped.refresh_from_db()
    assert counts() == before
    assert Person.rows.filter(account=kept).count() == Note.rows.filter(account=kept).count() == 2
    assert (
        kept.website == "www.jianghai.example"
        and kept.note == "从展会认识"
        and kept.name == "江海银行股份有限公司"
    )
    assert dropped.archived_at and dropped.merged_into == kept.pk
    assert MonthlyResult.rows.get(account=kept).received == Decimal("200.20")
    assert set(Person.rows.values_list("owner_id", flat=True)) == {company.lilei.pk}


def test_撤销后回到原样(pair):
    company, kept, dropped = pair
    merge = merged(company, kept, dropped, take=["name"])
    undo_merge(by=acting(company.hanmei), at=NOW + timedelta(days=2), id=merge.pk)
    kept.refresh_from_db(), dropped.refresh_from_db()
    assert (kept.name, kept.website, dropped.archived_at) == ("江海银行股份有限公司", "", None)
    assert Person.rows.get(account=dropped).name == "孙怡"
    assert Person.rows.get(account=dropped).owner_id == company.wangfang.pk
    assert MonthlyResult.rows.get(account=kept).received == Decimal("100.10")


def test_合并之后改过的内容_撤销时保留(pair):
    company, kept, dropped = pair
    merge = merged(company, kept, dropped)
    Account.rows.filter(pk=kept.pk).update(website="www.new.example")
    undo_merge(by=acting(company.hanmei), at=NOW, id=merge.pk)
    assert Account.rows.get(pk=kept.pk).website == "www.new.example"


def test_超过三十天或已撤销的不能再撤销(pair):
    company, kept, dropped = pair
    merge = merged(company, kept, dropped)
    with pytest.raises(Invalid):
        undo_merge(by=acting(company.hanmei), at=NOW + timedelta(days=31), id=merge.pk)
    undo_merge(by=acting(company.hanmei), at=NOW, id=merge.pk)
    with pytest.raises(Invalid):
        undo_merge(by=acting(company.hanmei), at=NOW, id=merge.pk)


def test_没有权限的人不能合并_什么都不变(pair):
    company, kept, dropped = pair
    with pytest.raises(Refused):
        merge_accounts(by=acting(company.auditor), at=NOW, keep=kept.pk, drop=dropped.pk)
    assert Account.rows.get(pk=dropped.pk).archived_at is None


def test_上下级单位不能合并(pair):
    company, kept, dropped = pair
    Account.rows.filter(pk=dropped.pk).update(parent=kept, group_root_id=kept.pk)
    with pytest.raises(Invalid) as caught:
        merged(company, kept, dropped)
    assert {p.code for p in caught.value.problems} == {"cycle"}


def test_已合并的客户不能单独恢复_要撤销合并(pair):
    company, kept, dropped = pair
    merge = merged(company, kept, dropped)
    restore = {"by": acting(company.hanmei), "at": NOW, "entity": "account", "restore": True}
    with pytest.raises(Invalid) as told:
        archive_record(**restore, id=dropped.pk)
    assert told.value.problems[0].code == "merged" and "撤销合并" in str(told.value)
    dropped.refresh_from_db()
    assert dropped.archived_at and dropped.merged_into == kept.pk
    undo_merge(by=acting(company.hanmei), at=NOW, id=merge.pk)
    dropped.refresh_from_db()
    assert dropped.archived_at is None and dropped.merged_into is None


def test_同一个人在两家都有职务_两张地图都有他_合并不冲突_撤销回到原样(pair):
    company, kept, dropped = pair
    by, rival = (
        acting(company.hanmei),
        create_record(by=acting(company.lilei), at=NOW, entity="rival", raw={"name": "友联软件"}),
    )
    person = Person.rows.get(account=kept)
    create_record(
        by=by, at=NOW, entity="post", raw={"person": person.pk, "account": dropped.pk, "title": "顾问"}
    )
    for where in (kept, dropped):
        place_person(by=by, at=NOW, person=person.pk, account=where.pk)
        draw_tie(by=by, at=NOW, account=where.pk, kind="handler", person=person.pk, rival=rival.pk)
        set_own_tie(by=by, at=NOW, account=where.pk, person=person.pk, member=company.hanmei.pk, level=2)
    ways = [Stakeholder.rows, Tie.rows, OwnTie.rows]
    run = merged(company, kept, dropped)
    assert [rows.filter(account=kept).count() for rows in ways] == [1, 1, 1]
    assert [rows.count() for rows in ways] == [2, 2, 2]
    undo_merge(by=by, at=NOW + timedelta(days=1), id=run.pk)
    assert [rows.filter(account=dropped).count() for rows in ways] == [1, 1, 1]

"""搜不到看不到的：多一条看不见的记录，结果、顺序和查询次数都不变。"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.accounts.placing import rescope
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.shared import indexing
from keyaccount.queries.search.find import find, matching_ids
from keyaccount.records.accounts.models import Account, TeamSeat
from keyaccount.records.contracts.models import Contract
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Department
from keyaccount.records.people.models import Post
from keyaccount.records.search.models import SearchDoc
from tests.cast import NOW, Company, acting
from tests.search.world import customer, deal, names, note, person, unit

pytestmark = pytest.mark.django_db

QUESTIONS = (
    "远洋",
    "远",
    "yyhy",
    "yuanyang",
    "远羊航运",
    "yuanyagn",
    "9988",
    "ocean",
    "oceen",
    "KH-77",
    "秘密会谈",
    "船队",
    "调度",
    "diaodu",
    "0001",
    "KA-2026-0001",
    "发票 远洋",
)


@pytest.fixture
def company() -> Company:
    return Company()


def answers(company: Company, login: str) -> tuple[Any, ...]:
    """All that a searcher can notice: results with their order and marks, ids for lists, numbers of queries."""
    by = company.members()[login]
    seen = []
    for text in QUESTIONS:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            seen.append((find(acting(by), text), matching_ids(acting(by), "account", text)))
        seen.append(len(queries))
    return tuple(seen)


def secrets(company: Company) -> Account:
    """Everything about one account of 赵强 in the north."""
    account = customer(
        "远洋航运集团有限公司",
        company.zhaoqiang,
        english_name="Ocean Shipping",
        phone="010-6666 9988",
        external_id="KH-77",
        tier_rank=1,
    )
    person("远洋", account, "船队总监", mobile="13900009988")
    unit("远洋船队管理部", account)
    note("秘密会谈：远洋要换供应商", account)
    deal("远洋调度系统", account, company.zhaoqiang)
    return account


@pytest.mark.parametrize("login", ["lilei", "hanmei", "presales", "finance", "security", "admin"])
def test_hidden_rows_change_nothing(company: Company, login: str) -> None:
    mine = customer("远洋渔业有限公司", company.lilei, phone="021-1111 9988")
    person("袁扬", mine, "船队经理")
    before = answers(company, login)
    hidden = secrets(company)
    if login == "finance":  # sees the public side of every account, and nothing written inside
        assert names(company.finance, "KH-77") == names(company.finance, "秘密会谈") == []
        assert names(company.finance, "船队") == []
        return
    assert answers(company, login) == before
    Account.rows.filter(pk=hidden.pk).update(name="远洋远洋远洋", updated_at=NOW)
    indexing.index("account", [Account.rows.get(pk=hidden.pk)])
    assert answers(company, login) == before


def test_very_many_hidden_rows_crowd_nothing_out(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyaccount.queries.search.candidates.MOST", 5)
    for n in range(4):
        customer(f"远洋{n}号", company.lilei)
    before = answers(company, "lilei")
    for n in range(30):
        customer(f"远洋秘密{n}号", company.zhaoqiang)
    assert answers(company, "lilei") == before


def test_the_marks_alone_open_nothing(company: Company) -> None:
    """The condition decides: marks that say another owner don't make a row findable."""
    row = customer("远洋航运", company.zhaoqiang)
    SearchDoc.rows.filter(object_id=row.pk).update(owner_id=None, department_id=None)
    assert names(company.zhaoqiang, "远洋") == []


def test_the_records_decide_last(company: Company) -> None:
    """A side of the index that says too much is not believed: the record itself is asked once more."""
    row = customer("远洋航运", company.zhaoqiang)
    Account.rows.filter(pk=row.pk).update(owner=company.wangfang, department=company.east)
    assert names(company.zhaoqiang, "远洋") == []


def test_in_the_pool_only_the_public_side_is_found(company: Company) -> None:
    row = customer(
        "远洋航运", None, pool=company.pool, external_id="KH-77", note="内部备注：船队", phone="010-6666 9988"
    )
    assert names(company.lilei, "远洋") == names(company.lilei, "9988") == ["远洋航运"]
    assert (
        names(company.lilei, "KH-77")
        == names(company.lilei, "船队")
        == names(company.lilei, "远洋 船队")
        == []
    )
    assert names(company.ops, "KH-77") == names(company.ops, "远洋 船队") == ["远洋航运"]
    person("袁扬", row)
    assert names(company.lilei, "袁扬", "person") == [] and names(company.ops, "袁扬", "person") == ["袁扬"]


def test_a_second_post_opens_the_person_but_not_the_first_account(company: Company) -> None:
    first = customer("远洋航运", company.zhaoqiang)
    second = customer("江海银行", company.lilei)
    person("王二", first, "总经理", side=second)
    (group,) = find(acting(company.lilei), "王二").groups
    assert [str(h.account_id) for h in group.hits] == [str(second.pk)]
    assert "江海银行" in "".join(part for part, _ in group.hits[0].about)
    assert names(company.lilei, "王二 远洋") == names(company.lilei, "远洋") == []
    assert names(company.lilei, "王二 独立董事") == ["王二"]
    assert names(company.boss, "王二") == ["王二"]


def test_team_and_share(company: Company) -> None:
    row = secrets(company)
    assert names(company.presales, "远洋") == []
    TeamSeat.rows.create(
        account=row, member=company.presales, role="presales", created_at=NOW, updated_at=NOW
    )
    assert set(names(company.presales, "远洋")) >= {"远洋航运集团有限公司", "远洋", "远洋船队管理部"}


def test_what_changes_hands_is_found_by_the_new_owner_at_once(company: Company) -> None:
    row = secrets(company)
    found = set(names(company.zhaoqiang, "远洋"))
    assert len(found) == 8 and names(company.lilei, "远洋") == []
    Account.rows.filter(pk=row.pk).update(owner=company.lilei, department=company.east)
    Opportunity.rows.update(owner=company.lilei, department=company.east)
    Contract.rows.update(owner=company.lilei, department=company.east)
    rescope([row.pk], company.lilei)
    assert names(company.zhaoqiang, "远洋") == [] and set(names(company.lilei, "远洋")) == found
    assert set(names(company.hanmei, "远洋")) == found
    Account.rows.filter(pk=row.pk).update(owner=None, department=None, pool=company.pool)
    rescope([row.pk], None)
    assert names(company.zhaoqiang, "远洋") == ["远洋航运集团有限公司"]
    assert names(company.lilei, "远洋")[0] == "远洋航运集团有限公司"
    assert names(company.lilei, "远洋", "person", "note") == []


def test_a_department_that_moves_takes_its_accounts_along(company: Company) -> None:
    group = Department.rows.create(name="一组", parent=company.north, created_at=NOW, updated_at=NOW)
    company.lilei.department = group
    company.lilei.save()
    customer("远洋航运", company.lilei)
    assert names(company.hanmei, "远洋") == []
    Department.rows.filter(pk=group.pk).update(parent=company.east)
    indexing.rescope_department(group.pk)
    assert names(company.hanmei, "远洋") == ["远洋航运"]


def test_the_verbs_keep_the_index(company: Company) -> None:
    account = customer("江海银行", company.lilei)
    by = acting(company.lilei)
    made = create_record(by=by, at=NOW, entity="note", raw={"account": account.pk, "text": "外呼机器人试点"})
    assert names(company.lilei, "外呼") == ["外呼机器人试点"] and made.happened_at == NOW
    edit_record(by=by, at=NOW, entity="note", id=made.pk, raw={"text": "改做质检"})
    assert names(company.lilei, "外呼") == [] and names(company.lilei, "质检") == ["改做质检"]
    archive_record(by=by, at=NOW, entity="note", id=made.pk)
    assert names(company.lilei, "质检") == []
    part = create_record(by=by, at=NOW, entity="unit", raw={"account": account.pk, "name": "数字金融部"})
    someone = person("王二", account)
    Post.rows.filter(person=someone).update(unit=part)
    edit_record(by=by, at=NOW, entity="unit", id=part.pk, raw={"name": "网络金融部"})
    assert names(company.lilei, "网络金融", "unit") == ["网络金融部"]
    assert names(company.lilei, "王二 网络金融") == ["王二"]


def test_a_new_name_reaches_the_people_and_the_old_one_still_leads_there(company: Company) -> None:
    account = customer("江海银行", company.lilei)
    person("王二", account)
    edit_record(by=acting(company.lilei), at=NOW, entity="account", id=account.pk, raw={"name": "远洋银行"})
    assert names(company.lilei, "远洋 王二") == ["王二"] and names(company.lilei, "江海 王二") == []
    assert names(company.lilei, "江海银行") == ["远洋银行"]


def test_a_rebuilt_index_answers_the_same(company: Company) -> None:
    secrets(company)
    customer("远洋渔业有限公司", company.lilei, phone="021-1111 9988", external_id="KH-78")
    indexing.index("member", list(company.members().values()))
    everyone = {login: answers(company, login) for login in company.members()}
    counts = {"account": 2, "person": 1, "unit": 1, "note": 1, "member": 11}
    counts |= {"opportunity": 1, "contract": 1, "quote": 1, "invoice": 1}
    assert dict(indexing.rebuild(batch=2)) == counts
    assert {login: answers(company, login) for login in company.members()} == everyone


def test_deals_and_contracts_by_what_one_may_read(company: Company) -> None:
    """Who sees no prices finds the deal and nothing commercial; finance the contract and the invoice, not the deal."""
    secrets(company)
    kinds = ("opportunity", "contract", "quote", "invoice")

    def found(login: str, text: str) -> list[str]:
        groups = find(acting(company.members()[login]), text, entities=kinds).groups
        return sorted(group.entity for group in groups)

    assert found("zhaoqiang", "远洋") == found("boss", "远洋") == sorted(kinds)
    assert found("ops", "远洋") == found("ops", "调度") == ["opportunity"]
    assert found("finance", "远洋") == ["contract", "invoice"] and found("finance", "调度") == []
    assert found("lilei", "远洋") == found("admin", "远洋") == []
    assert names(company.zhaoqiang, "0001", "contract") == ["平台采购合同"]


def test_who_works_a_deal_finds_it_but_not_by_the_customer_they_may_not_see(company: Company) -> None:
    account = customer("远洋航运", company.zhaoqiang)
    deal("调度系统", account, company.lilei)
    assert (
        names(company.lilei, "调度", "opportunity")
        == names(company.hanmei, "调度", "opportunity")
        == ["调度系统"]
    )
    assert names(company.lilei, "远洋") == names(company.lilei, "调度 远洋") == []
    assert names(company.zhaoqiang, "远洋 调度", "opportunity") == ["调度系统"]
    Account.rows.filter(pk=account.pk).update(owner=company.wangfang, department=company.east)
    rescope([account.pk], company.wangfang)
    assert names(company.zhaoqiang, "调度") == []
    assert names(company.lilei, "调度", "opportunity") == ["调度系统"] and names(company.lilei, "远洋") == []
    assert names(company.wangfang, "远洋", "opportunity") == ["调度系统"]


def test_deals_follow_their_sellers_department(company: Company) -> None:
    row = deal("调度系统", customer("远洋航运", company.zhaoqiang), company.lilei)
    edit_record(
        by=acting(company.admin),
        at=NOW,
        entity="member",
        id=company.lilei.pk,
        raw={"department": company.north.pk},
    )
    assert Opportunity.rows.get(pk=row.pk).department_id == company.north.pk
    assert names(company.hanmei, "调度") == [] and names(company.lilei, "调度", "opportunity") == ["调度系统"]


def test_the_verbs_keep_deals_and_contracts_in_step(company: Company) -> None:
    by = acting(company.lilei)
    account = customer("江海银行", company.lilei)
    made = create_record(
        by=by, at=NOW, entity="contract", raw={"account": account.pk, "title": "坐席采购", "amount": "10"}
    )
    assert names(company.lilei, made.number) == names(company.lilei, "zxcg") == ["坐席采购"]
    edit_record(by=by, at=NOW, entity="contract", id=made.pk, raw={"title": "外呼采购"})
    assert names(company.lilei, "坐席采购") == [] and names(company.lilei, "外呼采购") == ["外呼采购"]
    edit_record(by=by, at=NOW, entity="account", id=account.pk, raw={"name": "远洋银行"})
    assert names(company.lilei, "远洋 外呼") == ["外呼采购"]
    product = create_record(by=acting(company.ops), at=NOW, entity="product", raw={"name": "质检旗舰版"})
    assert names(company.lilei, "旗舰") == names(company.presales, "zjqj") == ["质检旗舰版"]
    archive_record(by=acting(company.ops), at=NOW, entity="product", id=product.pk)
    assert names(company.lilei, "旗舰") == []


def test_an_upgraded_index_takes_in_the_kinds_it_did_not_know(company: Company) -> None:
    account = customer("江海银行", company.lilei)
    deal("行政系统", account, company.lilei)
    Account.rows.filter(pk=account.pk).update(name="别的名字")
    SearchDoc.rows.exclude(entity="account").delete()
    indexing.fill_missing()
    assert names(company.lilei, "行政", "opportunity") == ["行政系统"]
    assert names(company.lilei, "采购", "contract") == ["平台采购合同"]
    assert names(company.lilei, "江海银行", "account") == [
        "别的名字"
    ]  # those already known are left as they are

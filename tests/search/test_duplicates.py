"""查重：全公司都查，看不见的只说“已登记”，不说是谁。"""

from __future__ import annotations

import pytest

from keyaccount.base import names as base_names
from keyaccount.facts.duplicates import find_many, likely_duplicates
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import Member
from tests.cast import NOW, Company, acting
from tests.search.world import customer

pytestmark = pytest.mark.django_db
CODE = "91320000134755859R"


def company_named(name: str, owner: Member | None, **more: object) -> Account:
    made = customer(name, owner, **more)
    keys = base_names.keys(name)
    made.name_key, made.core_key, made.pinyin_key = keys.exact, keys.core, keys.pinyin
    made.save()
    return made


@pytest.fixture
def company() -> Company:
    made = Company()
    company_named("北京华云科技有限公司", made.lilei, credit_code=CODE)
    company_named("南京江海信息技术股份有限公司", made.zhaoqiang, short_name="江海信息")
    company_named("Ocean Shipping Co., Ltd.", made.lilei)
    company_named("上海远洋网络科技有限公司", None, pool=made.pool)
    return made


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("北京华云科技有限公司", "北京华云科技有限公司"),
        ("华云科技（北京）有限公司", "北京华云科技有限公司"),
        ("北京市华云科技有限责任公司", "北京华云科技有限公司"),
        ("北京華雲科技有限公司", "北京华云科技有限公司"),
        ("北京华芸科技有限公司", "北京华云科技有限公司"),
        ("Ocean Shiping Company Limited", "Ocean Shipping Co., Ltd."),
        ("远洋科技", "上海远洋网络科技有限公司"),
    ],
)
def test_likely_duplicates_are_shown(company: Company, name: str, expected: str) -> None:
    found = likely_duplicates(acting(company.lilei), name)
    assert [c.name for c in found.visible] == [expected]
    assert found.hidden == 0 and not found.certain and found.visible[0].score >= base_names.SAME


@pytest.mark.parametrize("name", ["上海华云科技有限公司", "华云餐饮有限公司", "远洋运输", "江海", "", "🎉"])
def test_others_are_not(company: Company, name: str) -> None:
    found = likely_duplicates(acting(company.lilei), name)
    assert not found.visible and not found.certain


def test_an_equal_code_is_certain_whatever_the_name(company: Company) -> None:
    found = likely_duplicates(acting(company.lilei), "完全不同的名字", CODE.lower())
    assert found.certain and found.visible[0].owner == "李雷" and "信用代码" in str(found.visible[0].why)
    assert not likely_duplicates(acting(company.lilei), "北京华云科技有限公司").certain


def test_out_of_scope_only_a_number(company: Company) -> None:
    for name in ("南京江海信息技术股份有限公司", "江海信息", "南京江海信息技术有限公司"):
        found = likely_duplicates(acting(company.lilei), name)
        assert found.visible == [] and found.hidden == 1
    found = likely_duplicates(acting(company.zhaoqiang), "x", CODE)
    assert (found.visible, found.hidden, found.certain) == ([], 1, True)
    assert likely_duplicates(acting(company.ops), "南京江海信息技术股份有限公司").hidden == 0


def test_the_edited_and_the_archived_do_not_count(company: Company) -> None:
    row = Account.rows.get(name="北京华云科技有限公司")
    assert likely_duplicates(acting(company.lilei), row.name, CODE, exclude=row.pk).visible == []
    Account.rows.filter(pk=row.pk).update(archived_at=NOW)
    assert likely_duplicates(acting(company.lilei), row.name, CODE).visible == []


def test_many_rows_at_once(company: Company, django_assert_num_queries: object) -> None:
    rows = [
        ("北京华云科技有限公司", ""),
        ("改了名", CODE),
        ("华云科技（北京）有限公司", ""),
        ("上海华云科技有限公司", ""),
        ("北京华云科技有限公司", "91110000600037341L"),
        ("江海信息技术（南京）股份有限公司", ""),
        ("", ""),
    ]
    with django_assert_num_queries(4):
        found = find_many([name for name, _ in rows], [code for _, code in rows])
    by_id = {row.pk: row.name for row in Account.rows.all()}
    assert [match and by_id[match.id] for match in found.values()] == [
        "北京华云科技有限公司",
        "北京华云科技有限公司",
        "北京华云科技有限公司",
        None,
        None,
        "南京江海信息技术股份有限公司",
        None,
    ]

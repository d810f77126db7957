"""一个搜索框：怎么打都能找到，最可能的排在前面。"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.shared import indexing
from keyaccount.base.ids import new_id
from keyaccount.queries.search.find import find, matching_ids, suggest
from keyaccount.queries.search.ranking import Tier
from keyaccount.records.search import store
from keyaccount.records.search.words import Doc, Held
from tests.cast import NOW, Company, account, acting
from tests.search.world import customer, names, note, person, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    made = Company()
    mine = made.lilei
    customer("中国移动通信集团江苏有限公司", mine, short_name="江苏移动", credit_code="91320000134755859R")
    customer(
        "华东银行股份有限公司", mine, phone="021-6888 1234", website="www.hdbank.example", stock_code="601999"
    )
    customer("重庆长安汽车股份有限公司", mine, english_name="Changan Automobile")
    customer("Microsoft (China) Co., Ltd.", mine, short_name="微软")
    customer("3M中国有限公司", mine)
    customer("臺灣積體電路製造股份有限公司", mine)
    bank = customer("江海商业银行", mine, external_id="KH-0042", note="年底续签呼叫中心")
    person(
        "张伟", bank, "信息科技部总经理", mobile="13812345678", email="zhang.wei@jh.example", wechat="zw_jh"
    )
    person("欧阳娜娜", bank, "客服中心主任", english_name="Nana Ouyang")
    unit("信用卡中心", bank)
    note("与信息科技部开会\n讨论外呼机器人的预算", bank)
    indexing.index("member", [made.hanmei])
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("移动", "中国移动通信集团江苏有限公司"),
        ("苏", "中国移动通信集团江苏有限公司"),
        ("江苏移动", "中国移动通信集团江苏有限公司"),
        ("中国 江苏", "中国移动通信集团江苏有限公司"),
        ("zgyd", "中国移动通信集团江苏有限公司"),
        ("zhongguoyidong", "中国移动通信集团江苏有限公司"),
        ("zhongguoyd", "中国移动通信集团江苏有限公司"),
        ("zhongguo yid", "中国移动通信集团江苏有限公司"),
        ("ZHGYD", "中国移动通信集团江苏有限公司"),
        ("中国yd", "中国移动通信集团江苏有限公司"),
        ("jsyd", "中国移动通信集团江苏有限公司"),
        ("91320000", "中国移动通信集团江苏有限公司"),
        ("134755859r", "中国移动通信集团江苏有限公司"),
        ("中國移動", "中国移动通信集团江苏有限公司"),
        ("中国移劲", "中国移动通信集团江苏有限公司"),
        ("中国动移", "中国移动通信集团江苏有限公司"),
        ("中移动通信", "中国移动通信集团江苏有限公司"),
        ("忠国移动", "中国移动通信集团江苏有限公司"),
        ("zhonggouyidong", "中国移动通信集团江苏有限公司"),
        ("华东银行", "华东银行股份有限公司"),
        ("花冬银行", "华东银行股份有限公司"),
        ("1234", "华东银行股份有限公司"),
        ("68881234", "华东银行股份有限公司"),
        ("(021) 6888-1234", "华东银行股份有限公司"),
        ("hdbank", "华东银行股份有限公司"),
        ("www.hdbank", "华东银行股份有限公司"),
        ("601999", "华东银行股份有限公司"),
        ("cqca", "重庆长安汽车股份有限公司"),
        ("changan auto", "重庆长安汽车股份有限公司"),
        ("automobiel", "重庆长安汽车股份有限公司"),
        ("micro", "Microsoft (China) Co., Ltd."),
        ("microsotf", "Microsoft (China) Co., Ltd."),
        ("MICROSFT", "Microsoft (China) Co., Ltd."),
        ("ＭＩＣＲＯＳＯＦＴ", "Microsoft (China) Co., Ltd."),
        ("微软", "Microsoft (China) Co., Ltd."),
        ("3mzg", "3M中国有限公司"),
        ("3m中", "3M中国有限公司"),
        ("台湾积体", "臺灣積體電路製造股份有限公司"),
        ("tsmc台湾", None),
        ("kh-0042", "江海商业银行"),
        ("张伟", "张伟"),
        ("zw", "张伟"),
        ("zhangwei", "张伟"),
        ("zhagnwei", "张伟"),
        ("zhang wei", "张伟"),
        ("江海 张伟", "张伟"),
        ("13812345678", "张伟"),
        ("5678", "张伟"),
        ("+86 138-1234-5678", "张伟"),
        ("zhang.wei@jh.example", "张伟"),
        ("oynn", "欧阳娜娜"),
        ("nana", "欧阳娜娜"),
        ("信用卡", "信用卡中心"),
        ("外呼机器人", "与信息科技部开会 讨论外呼机器人的预算"),
        ("韩梅", "韩梅"),
        ("hanmei", "韩梅"),
        ("不存在的公司", None),
        ("🎉", None),
        ("", None),
        ("()\"'*:^~", None),
    ],
)
def test_what_is_typed_finds_what_is_meant(company: Company, text: str, expected: str | None) -> None:
    found = names(company.lilei, text)
    assert (found[:1] or [None]) == [expected]


def test_better_answers_come_first(company: Company) -> None:
    for name in ("北京银行", "银行卡检测中心", "江南银行", "银行", "杭银科技"):
        customer(name, company.wangfang)
    customer("宁波银行", company.hanmei, tier_rank=1, tier="strategic")
    note("银行", customer("无关公司", company.wangfang))
    found = names(company.hanmei, "银行")
    assert found[:2] == ["银行", "银行卡检测中心"]
    assert found[2] == "宁波银行"  # the asker's own, and a key account
    assert found[3] == "江南银行" and found[-1] == "银行"  # newest first; notes at the end


def test_an_exact_name_is_found_among_very_many(company: Company) -> None:
    customer("远东", company.lilei)
    rows = [account(f"远东第{n}分公司", company.lilei) for n in range(420)]
    held = Held(owner_id=company.lilei.pk, department_id=company.east.pk)
    store.put([Doc("account", r.pk, [r.name], klass=0, held=held) for r in rows], fresh=True)
    result = find(acting(company.lilei), "远东")
    assert result.groups[0].hits[0].tier is Tier.EXACT and result.groups[0].more


def test_what_was_asked_for_is_marked(company: Company) -> None:
    def marks(text: str) -> list[str]:
        return [part for part, hit in find(acting(company.lilei), text).groups[0].hits[0].name if hit]

    assert marks("移动") == ["移动"]
    assert marks("中国 江苏") == ["中国", "江苏"]
    assert marks("zgyd") == ["中国移动"]
    assert marks("zhongguoyid") == ["中国移动"]
    assert marks("台湾") == ["臺灣"]
    assert marks("MICRO") == ["Micro"]


def test_the_line_below_tells_where_it_was_found(company: Company) -> None:
    (group,) = find(acting(company.lilei), "6888 1234").groups
    assert "021-6888 1234" in "".join(part for part, _ in group.hits[0].about)


def test_typing_errors_are_forgiven_only_when_little_is_found(company: Company) -> None:
    assert not find(acting(company.lilei), "移动").nearly or names(company.lilei, "移动")
    assert find(acting(company.lilei), "中国移劲").nearly
    assert find(acting(company.lilei), "中国移劲").groups[0].hits[0].tier is Tier.NEARLY


def test_archived_and_changed_rows(company: Company) -> None:
    row = customer("即将归档的客户", company.lilei)
    row.archived_at = NOW
    row.save()
    indexing.index("account", [row])
    assert names(company.lilei, "即将归档") == []
    row.archived_at, row.name = None, "改名以后的客户"
    row.save()
    indexing.index("account", [row])
    assert names(company.lilei, "改名以后") == ["改名以后的客户"]
    assert names(company.lilei, "即将归档") == []


def test_a_list_is_narrowed_by_the_same_words(company: Company) -> None:
    by = acting(company.lilei)
    assert len(matching_ids(by, "account", "银行")) == 2
    assert len(matching_ids(by, "account", "zgyd")) == 1
    assert len(matching_ids(by, "account", "中国移劲")) == 1
    assert matching_ids(by, "account", "没有") == [] and matching_ids(by, "account", "!") == []
    assert len(matching_ids(by, "account", "银行", most=1)) == 1


def test_the_palette_gets_plain_rows(company: Company) -> None:
    (row,) = suggest(acting(company.lilei), "张伟")
    assert row["kind"] == "person" and row["label"] == "张伟" and "江海商业银行" in row["sub"]
    assert all(isinstance(value, str) for value in row.values())


def test_the_number_of_queries_does_not_grow_with_the_rows(company: Company) -> None:
    def counted(text: str) -> int:
        by = acting(company.lilei)
        with CaptureQueriesContext(connection) as queries:
            find(by, text)
        return len(queries)

    few = {text: counted(text) for text in ("移动通信", "zgyd", "micro", "1234")}
    held = Held(owner_id=company.lilei.pk, department_id=company.east.pk)
    many = (Doc("account", new_id(), [f"远东第{n}贸易公司"], klass=0, held=held) for n in range(2_000))
    store.put(many, fresh=True)
    assert {text: counted(text) for text in few} == few
    assert counted("贸易") <= 12


def test_a_new_member_is_found_whatever_the_way_in(company: Company) -> None:
    create_record(by=acting(company.admin), at=NOW, entity="member", raw={"login": "sunli", "name": "孙丽华"})
    for text in ("孙丽华", "sunlihua", "slh"):
        assert names(company.lilei, text) == ["孙丽华"], text

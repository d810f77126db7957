"""导入客户：谁是谁、能不能写、归谁、像谁，每一行都有交代。"""

from __future__ import annotations

import pytest

from keyaccount.base.errors import Invalid, Refused
from keyaccount.records.accounts.models import Account, AccountTag, Address, Holding, Industry
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import ColumnMapping
from tests.cast import NOW, Company, acting
from tests.importing import accounted, outcomes, take, written

pytestmark = pytest.mark.django_db
HEAD = (
    "客户名称",
    "统一社会信用代码",
    "外部编号",
    "行业",
    "标签",
    "办公地址",
    "负责人",
    "上级单位",
    "员工人数",
)
CODE, OTHER_CODE = "91110000600037341L", "91350100M000100Y43"


@pytest.fixture
def world(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return Company()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "客户.csv"


def line(name, **more):
    values = {"客户名称": name, **more}
    return [values.get(heading, "") for heading in HEAD]


def results(run):
    return [outcome for _, outcome, _ in outcomes(run)]


def test_new_accounts_carry_all_that_the_file_says(world, path):
    rows = [
        line(
            "华云银行股份有限公司",
            行业="银行",
            标签="重点、华东",
            办公地址="中山路 1 号",
            员工人数="35000+人",
        ),
        line("华云银行南京分行", 上级单位="华云银行股份有限公司", 负责人="李雷"),
    ]
    run = take(acting(world.ops), "accounts", written(path, HEAD, rows))
    assert accounted(run) and results(run) == ["created", "created"]
    bank = Account.rows.get(name="华云银行股份有限公司")
    branch = Account.rows.get(name="华云银行南京分行")
    assert (bank.industry, bank.headcount, bank.owner, bank.pool) == (world.bank, 35_000, None, world.pool)
    assert set(AccountTag.rows.filter(account=bank).values_list("tag__name", flat=True)) == {"重点", "华东"}
    assert Address.rows.get(account=bank).street == "中山路 1 号"
    assert (branch.owner, branch.department, branch.parent) == (world.lilei, world.east, bank)
    assert branch.group_root_id == bank.pk
    assert Holding.rows.get(account=branch).how == "imported"
    assert Entry.rows.filter(kind="account.imported").count() == 2


def test_the_same_customer_is_met_not_made_twice(world, path):
    first = [
        line("华云银行股份有限公司", 统一社会信用代码=CODE, 外部编号="A1"),
        line("华云银行（股份）有限公司", 员工人数="300"),
        line("改了名的银行", 统一社会信用代码=CODE),
        line("再改名的银行", 外部编号="A1", 员工人数="500"),
    ]
    run = take(acting(world.ops), "accounts", written(path, HEAD, first))
    assert accounted(run) and Account.rows.count() == 1
    assert results(run) == ["created", "merged", "merged", "updated"]
    bank = Account.rows.get()
    assert (bank.name, bank.headcount) == ("再改名的银行", 500)
    again = take(acting(world.ops), "accounts", written(path, HEAD, first[3:]))
    assert results(again) == ["unchanged"]


def test_two_companies_of_one_name_are_told_apart_by_their_codes(world, path):
    rows = [line("华云", 统一社会信用代码=CODE), line("华云", 统一社会信用代码=OTHER_CODE), line("华云")]
    run = take(acting(world.ops), "accounts", written(path, HEAD, rows))
    assert results(run) == ["created", "created", "refused"] and accounted(run)
    assert Account.rows.count() == 2


def test_a_code_in_use_is_left_out_not_doubled(world, path):
    rows = [line("甲公司", 外部编号="A1", 统一社会信用代码=CODE), line("乙公司", 外部编号="B1")]
    take(acting(world.ops), "accounts", written(path, HEAD, rows))
    run = take(
        acting(world.ops),
        "accounts",
        written(path, HEAD, [line("乙公司", 外部编号="B1", 统一社会信用代码=CODE)]),
    )
    assert results(run) == ["unchanged"] and "另一个客户在用" in outcomes(run)[0][2]


def test_likely_duplicates_are_taken_and_told_or_refused_by_wish(world, path):
    take(acting(world.lilei), "accounts", written(path, HEAD, [line("北京华云科技有限公司")]))
    alike = written(
        path, HEAD, [line("华云科技（北京）有限公司"), line("华芸科技有限公司"), line("天山乳业有限公司")]
    )
    mine = take(acting(world.lilei), "accounts", alike, options={"on_likely": "refuse"})
    assert results(mine) == ["refused", "refused", "created"]
    assert "北京华云科技有限公司" in outcomes(mine)[0][2]
    theirs = take(acting(world.zhaoqiang), "accounts", alike)
    assert results(theirs) == ["created", "created", "refused"]
    assert not any("北京华云" in reason for _, _, reason in outcomes(theirs))
    assert all("查重" in reason for _, outcome, reason in outcomes(theirs) if outcome == "created")


def test_what_is_not_mine_is_neither_changed_nor_shown(world, path):
    take(acting(world.lilei), "accounts", written(path, HEAD, [line("东海保险", 外部编号="D1")]))
    before = Account.rows.values().get()
    for name in (line("东海保险", 员工人数="9"), line("随便", 外部编号="D1")):
        run = take(acting(world.zhaoqiang), "accounts", written(path, HEAD, [name]))
        assert results(run) == ["refused"]
        assert outcomes(run)[0][2] == "已登记，请联系销售运营"
    assert Account.rows.values().get() == before
    pooled = take(acting(world.ops), "accounts", written(path, HEAD, [line("公海客户")]))
    assert results(pooled) == ["created"]
    run = take(acting(world.lilei), "accounts", written(path, HEAD, [line("公海客户", 员工人数="9")]))
    assert "没有修改的权限" in outcomes(run)[0][2]


def test_owner_and_capacity_hold_for_imports_too(world, path):
    world.lilei.capacity = 2
    world.lilei.save()
    rows = [
        line(name, 负责人=owner)
        for name, owner in zip("甲乙丙丁", ("李雷", "", "lilei", "王芳"), strict=True)
    ]
    run = take(acting(world.lilei), "accounts", written(path, HEAD, rows))
    assert results(run) == ["created", "created", "refused", "refused"]
    assert "上限" in outcomes(run)[2][2] and "不能把客户分配给别人" in outcomes(run)[3][2]
    assert Account.rows.filter(owner=world.lilei).count() == 2
    unknown = take(acting(world.ops), "accounts", written(path, HEAD, [line("戊", 负责人="没这个人")]))
    assert "没有找到成员" in outcomes(unknown)[0][2]
    moved = take(acting(world.ops), "accounts", written(path, HEAD, [line("甲", 负责人="王芳")]))
    assert "换负责人请用转移" in outcomes(moved)[0][2]
    assert Account.rows.get(name="甲").owner == world.lilei


def test_modes_fill_overwrite_and_skip(world, path):
    ops = acting(world.ops)
    take(ops, "accounts", written(path, HEAD, [line("甲公司", 员工人数="10")]))
    changed = written(path, HEAD, [line("甲公司", 员工人数="20", 标签="新")])
    filled = take(ops, "accounts", changed)
    assert results(filled) == ["merged"] and "没有覆盖：员工人数" in outcomes(filled)[0][2]
    assert Account.rows.get().headcount == 10 and AccountTag.rows.count() == 1
    assert results(take(ops, "accounts", changed, options={"on_duplicate": "skip"})) == ["unchanged"]
    assert results(take(ops, "accounts", changed, options={"on_duplicate": "overwrite"})) == ["merged"]
    assert Account.rows.get().headcount == 20


def test_who_does_not_keep_the_list_adds_no_industry(world, path):
    run = take(acting(world.lilei), "accounts", written(path, HEAD, [line("甲公司", 行业="炼金术")]))
    assert "不在列表里" in outcomes(run)[0][2] and not Industry.rows.filter(name="炼金术").exists()
    take(acting(world.ops), "accounts", written(path, HEAD, [line("甲公司", 行业="炼金术")]))
    assert Industry.rows.filter(name="炼金术").exists()


def test_groups_know_no_circles(world, path):
    rows = [
        line("甲", 上级单位="乙"),
        line("乙", 上级单位="丙"),
        line("丙", 上级单位="甲"),
        line("丁", 上级单位="没有"),
    ]
    run = take(acting(world.ops), "accounts", written(path, HEAD, rows))
    assert run.state == "done" and results(run) == ["created"] * 4
    reasons = [reason for _, _, reason in outcomes(run)]
    assert "自己或自己的下级" in reasons[2] and "没有找到上级单位" in reasons[3]
    assert Account.rows.filter(parent=None).count() == 2
    assert set(Account.rows.filter(name__in="甲乙").values_list("group_root_id", flat=True)) == {
        Account.rows.get(name="丙").pk
    }


def test_a_row_without_a_name_goes_back(world, path):
    run = take(acting(world.ops), "accounts", written(path, HEAD, [line("", 员工人数="3"), line("甲" * 201)]))
    assert results(run) == ["refused", "refused"] and accounted(run)


def test_mapping_is_remembered_and_nonsense_refused(world, path):
    ops = acting(world.ops)
    file = written(path, ("谁", "多大"), [("甲公司", "12")])
    with pytest.raises(Invalid) as bad:
        take(ops, "accounts", file)
    assert bad.value.problems[0].code == "required"
    take(ops, "accounts", file, mapping={"谁": "name", "多大": "headcount"})
    assert ColumnMapping.rows.get().mapping == {"谁": "name", "多大": "headcount"}
    assert take(ops, "accounts", file).counts["merged"] == 1
    for options in ({"nope": 1}, {"on_duplicate": "x"}, {"multiply": {"name": 3}}, {"identity": ["没有"]}):
        with pytest.raises(Invalid):
            take(ops, "accounts", file, options=options)
    with pytest.raises(Refused):
        take(acting(world.auditor), "accounts", file)
    with pytest.raises(Refused):
        take(acting(world.finance), "accounts", file)


def test_a_trial_stores_nothing(world, path):
    ops = acting(world.ops)
    rows = [
        line("甲公司", 行业="新行业", 标签="新标签", 办公地址="某处"),
        line("甲公司"),
        line("乙", 上级单位="甲公司"),
    ]
    run = take(ops, "accounts", written(path, HEAD, rows), options={"dry_run": True})
    assert run.state == "checked" and results(run) == ["created", "merged", "created"]
    assert not Account.rows.exists() and not Industry.rows.filter(name="新行业").exists()
    assert not Entry.rows.filter(at__gte=NOW).exists()

"""导入联系人、成员与月度业绩：挂到对的客户上，同名不等于同一人。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from keyaccount.records.accounts.models import Account, MonthlyResult
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import CustomerUnit, Person, Post
from tests.cast import Company, account, acting
from tests.importing import accounted, outcomes, take, written

pytestmark = pytest.mark.django_db
HEAD = ("姓名", "客户", "部门", "职务", "手机", "邮箱", "外部编号")


@pytest.fixture
def world(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    company = Company()
    company.airline = account("南岭航空", company.lilei, external_id="N1")
    company.insurer = account("东海保险", company.lilei)
    company.theirs = account("天山乳业", company.zhaoqiang)
    return company


@pytest.fixture
def path(tmp_path):
    return tmp_path / "联系人.csv"


def results(run):
    return [outcome for _, outcome, _ in outcomes(run)]


def test_people_get_posts_and_departments(world, path):
    rows = [
        ("林晓岚", "南岭航空", "客服部", "总监", "13800000001", "", ""),
        ("周启明", "N1", "客服部", "", "", "zhou@example.com", ""),
        ("无主", "没有这家", "", "", "", "", ""),
        ("偷看", "天山乳业", "", "", "", "", ""),
        ("", "南岭航空", "", "", "", "", ""),
    ]
    run = take(acting(world.lilei), "people", written(path, HEAD, rows))
    assert accounted(run) and results(run) == ["created", "created", "refused", "refused", "refused"]
    assert [reason for _, _, reason in outcomes(run)][2:4] == [
        "没有找到客户“没有这家”",
        "没有找到客户“天山乳业”",
    ]
    lin = Person.rows.get(name="林晓岚")
    assert (lin.account, lin.owner_id, lin.title, lin.unit_name) == (
        world.airline,
        world.lilei.pk,
        "总监",
        "客服部",
    )
    assert CustomerUnit.rows.get().account == world.airline
    assert Post.rows.filter(unit__name="客服部", is_primary=True).count() == 2


def test_one_person_in_two_companies_and_two_persons_of_one_name(world, path):
    rows = [
        ("林晓岚", "南岭航空", "", "董事", "138 0000 0001", "", ""),
        ("林晓岚", "东海保险", "", "监事", "+8613800000001", "", ""),
        ("林晓岚", "东海保险", "", "监事", "13900000009", "", ""),
        ("林晓岚", "南岭航空", "", "董事", "", "", ""),
    ]
    run = take(acting(world.lilei), "people", written(path, HEAD, rows))
    assert results(run) == ["created", "merged", "created", "merged"], outcomes(run)
    assert Person.rows.count() == 2 and Post.rows.count() == 3
    again = take(acting(world.lilei), "people", written(path, HEAD, rows))
    assert set(results(again)) == {"merged"} and Post.rows.count() == 3


def test_identity_by_columns_of_the_file(world, path):
    head = (*HEAD, "年龄")
    rows = [
        ("王建国", "南岭航空", "", "董事", "", "", "", "50"),
        ("王建国", "东海保险", "", "独立董事", "", "", "", "50"),
        ("王建国", "东海保险", "", "监事", "", "", "", "38"),
    ]
    run = take(
        acting(world.lilei), "people", written(path, head, rows), options={"identity": ["姓名", "年龄"]}
    )
    assert results(run) == ["created", "updated", "created"]
    assert Person.rows.count() == 2
    elder = Person.rows.get(account=world.airline)
    assert set(Post.rows.filter(person=elder).values_list("account__name", flat=True)) == {
        "南岭航空",
        "东海保险",
    }


def test_somebody_elses_person_stays_hidden(world, path):
    rows = [("王芳", "天山乳业", "", "", "13700000007", "", "P7")]
    take(acting(world.zhaoqiang), "people", written(path, HEAD, rows))
    mine = [("王芳", "南岭航空", "", "", "13700000007", "", "")]
    run = take(acting(world.lilei), "people", written(path, HEAD, mine))
    assert results(run) == ["created"] and Person.rows.count() == 2
    taken = take(
        acting(world.lilei), "people", written(path, HEAD, [("王芳", "南岭航空", "", "", "", "", "P7")])
    )
    assert results(taken) == ["refused"]


def test_accounts_can_come_along(world, path):
    rows = [("甲", "新客户有限公司", "", "", "", "", ""), ("乙", "新客户有限公司", "", "", "", "", "")]
    run = take(acting(world.lilei), "people", written(path, HEAD, rows), options={"create_accounts": True})
    assert results(run) == ["created", "created"]
    assert Account.rows.get(name="新客户有限公司").owner == world.lilei
    assert "同时新建了客户" in outcomes(run)[0][2] and not outcomes(run)[1][2]
    hidden = take(
        acting(world.lilei),
        "people",
        written(path, HEAD, [("丙", "天山乳业", "", "", "", "", "")]),
        options={"create_accounts": True},
    )
    assert results(hidden) == ["refused"]
    pooled = account("公海里的", None, world.pool)
    run = take(
        acting(world.lilei),
        "people",
        written(path, HEAD, [("丁", pooled.name, "", "", "", "", "")]),
        options={"create_accounts": True},
    )
    assert results(run) == ["refused"] and "没有修改这个客户的权限" in outcomes(run)[0][2]


def test_what_we_exported_mends_the_post_instead_of_adding_one(world, path):
    run = take(
        acting(world.lilei),
        "people",
        written(path, HEAD, [("林晓岚", "南岭航空", "客服部", "总临", "", "", "")]),
    )
    person = Person.rows.get()
    file = written(path, ("系统编号", "姓名", "客户", "职务"), [(person.pk, "林晓岚", "南岭航空", "总监")])
    run = take(acting(world.lilei), "people", file)
    assert results(run) == ["updated"]
    person.refresh_from_db()
    assert (person.title, Post.rows.get().title, Post.rows.get().unit.name) == ("总监", "总监", "客服部")


def test_members_with_departments_and_superiors(world, path):
    head = ("姓名", "部门", "上级姓名", "登录名", "邮箱")
    rows = [
        ("许安", "西南大区", "何川", "", "xu@example.com"),
        ("许安", "西南大区", "何川", "xuan2", ""),
        ("李雷", "华北大区", "", "lilei", ""),
        ("坏名", "", "", "有空格 的", ""),
    ]
    run = take(acting(world.admin), "members", written(path, head, rows))
    assert accounted(run) and results(run) == ["created", "created", "updated", "refused"], outcomes(run)
    assert Department.rows.get(name="西南大区").parent == world.head
    chief = Member.rows.get(name="何川")
    assert chief.department.name == "西南大区" and chief.roles == []  # an admin does not give roles
    world.airline.refresh_from_db()
    assert world.airline.department == world.north  # accounts follow their owner
    assert not Member.rows.get(login="xuan").has_usable_password()
    again = take(acting(world.admin), "members", written(path, head, rows[1:3]))
    assert results(again) == ["unchanged", "unchanged"]


def test_results_of_one_month_add_up(world, path):
    head = ("客户", "月份", "到账金额", "毛利")
    rows = [
        ("南岭航空", "2026-01-15", "100.50", "30"),
        ("南岭航空", "2026-01-31", "1 万", "20"),
        ("南岭航空", "2026-02", "7", ""),
        ("没有这家", "2026-02", "7", ""),
        ("南岭航空", "看不懂", "7", ""),
    ]
    run = take(acting(world.finance), "results", written(path, head, rows))
    assert accounted(run) and results(run) == ["created", "merged", "created", "refused", "refused"]
    january = MonthlyResult.rows.get(month=date(2026, 1, 1))
    assert (january.received, january.margin) == (Decimal("10100.50"), 50)
    again = take(acting(world.finance), "results", written(path, head, rows))
    january.refresh_from_db()
    assert (january.received, january.margin) == (Decimal("10100.50"), 50)
    assert MonthlyResult.rows.count() == 2 and again.counts["created"] == 0
    single = [("南岭航空", "2026-01", "10100.5", "50"), ("南岭航空", "2026-02", "7", "")]
    assert results(take(acting(world.finance), "results", written(path, head, single))) == ["unchanged"] * 2

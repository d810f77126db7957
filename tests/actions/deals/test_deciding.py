"""客户的决策步骤、选我们的理由、友商：写得下、拦得住（PPL-6、INT-3）。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.deals.save_decision_step import save_decision_step
from keyaccount.actions.deals.usual_steps import add_usual_steps
from keyaccount.actions.library.publish_edition import publish_edition
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.facts.power_steps import deal_steps, judged_path
from keyaccount.playbook.reader import default, source
from keyaccount.playbook.schema_power import STEP_KINDS
from keyaccount.records.deals.choices import DECISION_STEP
from keyaccount.records.deals.models import DecisionOrder, DecisionStep, Reason
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import Rival
from tests.actions.power.maps import Map, day
from tests.cast import NOW, account, acting

pytestmark = pytest.mark.django_db
TODAY = day_of(NOW)


@pytest.fixture
def world() -> Map:
    return Map()


def step(world: Map, name: str, *, after=None, id=None, at=NOW, **raw) -> DecisionStep:
    given = {"name": name, "route": "sign", **raw} if id is None else raw
    return save_decision_step(by=world.by, at=at, deal=world.deal.pk, raw=given, after=after, id=id)


def refused(*args, **given) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        step(*args, **given)
    return [(p.field, p.code) for p in error.value.problems]


def test_常见步骤一次带出_技术评审与预算审批并行_已有步骤就不再带(world):
    made = add_usual_steps(by=world.by, at=NOW, deal=world.deal.pk)
    assert [row.kind for row in made] == [step.kind for step in default().decision_steps]
    rows = deal_steps([world.deal.pk])[world.deal.pk]
    names = {row.id: row.name for row in rows}
    waits = {row.name: {names[one] for one in row.after} for row in rows}
    assert waits["技术评审"] == waits["预算审批"] == {"立项"} and waits["招标"] == {"技术评审", "预算审批"}
    path = judged_path(rows, TODAY)
    assert path.expected["sign"] == TODAY + timedelta(days=10 + 15 + 30 + 10 + 5)
    assert path.expected["pay"] > path.expected["sign"]
    with pytest.raises(Invalid):
        add_usual_steps(by=world.by, at=NOW, deal=world.deal.pk)


def test_公司在打法里改了常见步骤_新商机按新的带(world):
    text = source().replace("number = 4", "number = 5", 1).replace('zh-hans = "招标"', 'zh-hans = "公开招标"')
    publish_edition(by=None, at=NOW, source=text)
    assert tuple(DECISION_STEP) == STEP_KINDS
    deal = create_opportunity(by=world.by, at=NOW, raw={"account": world.account.pk, "name": "二期"})
    assert "公开招标" in [row.name for row in add_usual_steps(by=world.by, at=NOW, deal=deal.pk)]
    assert "招标" in [row.name for row in add_usual_steps(by=world.by, at=NOW, deal=world.deal.pk)]


def test_步骤的人和部门只能是这个客户的(world):
    other = account("青禾电器", world.lilei)
    elsewhere = world.make(world.lilei, "unit", account=other.pk, name="采购部")
    assert refused(world, "立项", unit=elsewhere.pk) == [("unit", "other_account")]
    row = step(world, "立项", unit=world.it.pk, person=world.sun.pk)
    assert (row.unit_id, row.person_id, row.sort) == (world.it.pk, world.sun.pk, 1)
    assert step(world, "招标").sort == 2


def test_通过的步骤有日期_不写就是今天_不能在将来_退回后日期清空(world):
    row = step(world, "立项", state="done")
    assert row.done_on == TODAY
    late = (TODAY + timedelta(days=1)).isoformat()
    assert refused(world, "招标", state="done", done_on=late) == [("done_on", "future")]
    assert step(world, "", id=row.pk, state="doing").done_on is None


def test_互相等待的步骤被拒绝_用步骤的名字说明_什么也没改(world):
    one = step(world, "立项")
    two = step(world, "招标", after=[one.pk])
    three = step(world, "签字", after=[two.pk])
    with pytest.raises(Invalid) as error:
        step(world, "", id=one.pk, after=[three.pk])
    assert "立项 → 签字 → 招标 → 立项" in str(error.value.problems[0].message)
    assert refused(world, "", id=one.pk, after=[one.pk]) == [("after", "cycle")]
    assert DecisionOrder.rows.count() == 2
    other = create_opportunity(by=world.by, at=NOW, raw={"account": world.account.pk, "name": "三期"})
    strange = create_record(
        by=world.by, at=NOW, entity="decision_step", raw={"opportunity": other.pk, "name": "别处", "route": "sign"}
    )  # fmt: skip
    assert refused(world, "", id=one.pk, after=[strange.pk]) == [("after", "reference")]
    with pytest.raises(Missing):
        step(world, "", id=strange.pk, needs="改")


def test_只改先后也算改了这一步_没改就不留记录(world):
    one, two = step(world, "立项"), step(world, "招标")
    edits = Entry.rows.filter(kind="decision_step.edited", object_id=two.pk)
    step(world, "", id=two.pk, after=[one.pk], at=day(1))
    assert edits.count() == 1 and DecisionStep.rows.get(pk=two.pk).version == two.version + 1
    step(world, "", id=two.pk, after=[one.pk], at=day(2))
    assert edits.count() == 1
    step(world, "", id=two.pk, after=[], at=day(3))
    assert not DecisionOrder.rows.exists()


def test_删掉一步_等它的步骤不再等(world):
    one = step(world, "立项")
    step(world, "招标", after=[one.pk])
    remove_record(by=world.by, at=NOW, entity="decision_step", id=one.pk)
    assert DecisionStep.rows.count() == 1 and not DecisionOrder.rows.exists()


def test_别的部门看不到_写不了(world):
    with pytest.raises((Missing, Refused)):
        save_decision_step(
            by=acting(world.zhaoqiang), at=NOW, deal=world.deal.pk, raw={"name": "x", "route": "sign"}
        )


def test_选我们的理由_给这个客户的人(world):
    raw = {"opportunity": world.deal.pk, "person": world.sun.pk, "sentence": "上线三个月，热线接通率有据可查"}
    row = create_record(by=world.by, at=NOW, entity="reason", raw=raw)
    assert Reason.rows.get() == row and row.person_id == world.sun.pk
    told = Entry.rows.get(kind="reason.created")
    assert told.label.startswith("上线三个月")
    with pytest.raises(Invalid):
        create_record(by=world.by, at=NOW, entity="reason", raw={"opportunity": world.deal.pk})


def test_友商的名字只有一个_停用后可以再用_恢复时撞名会说明(world):
    first = world.rival("友联软件")
    assert first.name_sort.startswith("you lian")
    with pytest.raises(Invalid) as error:
        world.rival("友联软件")
    assert "“友联软件”已经有了" in str(error.value.problems[0].message)
    with pytest.raises(Refused):
        archive_record(by=world.by, at=NOW, entity="rival", id=first.pk)
    keeper = acting(world.ops)
    archive_record(by=keeper, at=NOW, entity="rival", id=first.pk)
    again = world.rival("友联软件")
    with pytest.raises(Invalid):
        archive_record(by=keeper, at=NOW, entity="rival", id=first.pk, restore=True)
    edit_record(by=world.by, at=NOW, entity="rival", id=again.pk, raw={"name": "友联科技"})
    archive_record(by=keeper, at=NOW, entity="rival", id=first.pk, restore=True)
    assert Rival.rows.filter(archived_at=None).count() == 2

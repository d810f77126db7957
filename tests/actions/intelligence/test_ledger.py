"""情报：一条一条记清谁说的、怎么得知、何时；不相干的人说法一致才算印证，矛盾要裁定。"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.intelligence.edit_intelligence import edit_intelligence
from keyaccount.actions.intelligence.judge_outcome import judge_outcome
from keyaccount.actions.intelligence.link_intelligence import LINKABLE, link_intelligence, unlink_intelligence
from keyaccount.actions.intelligence.pair_intelligence import pair_intelligence, unpair_intelligence
from keyaccount.actions.intelligence.record_intelligence import record_intelligence
from keyaccount.actions.intelligence.settle_pair import settle_pair
from keyaccount.actions.intelligence.withdraw_intelligence import withdraw_intelligence
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.queries.intelligence.checking import COLUMNS, STATES, ids_standing, standings
from keyaccount.queries.intelligence.linking import linkable
from keyaccount.queries.intelligence.showing import show_intelligence
from keyaccount.queries.intelligence.telling import intelligence_of
from keyaccount.records.deals.models import Intelligence, IntelligencePair, Need
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Tie
from tests.actions.intelligence.cast import TODAY, Told
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Told:
    return Told()


def states(world: Told, by: Member | None = None, today: date = TODAY) -> dict[UUID, str]:
    """{statement: how it stands} for the reader."""
    found = intelligence_of(acting(by or world.lilei), today, account=world.account.pk)
    return {one.id: one.standing.state for one in found.rows}


def pair(world: Told, one: Intelligence, other: Intelligence, relation: str = "agrees") -> IntelligencePair:
    by = acting(world.lilei)
    return pair_intelligence(by=by, at=NOW, id=one.pk, other=other.pk, relation=relation)


def wrong(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_记一条情报_日志只说有这件事_不写内容(world: Told) -> None:
    row = world.told("预算两百万，放在渠道部", opportunity=world.deal)
    assert (row.owner_id, row.opportunity_id, row.outcome) == (world.lilei.pk, world.deal.pk, "")
    entry = Entry.rows.get(kind="intelligence.recorded")
    assert entry.account_id == world.account.pk
    assert "两百万" not in str(entry.data) + entry.label
    assert "王建国" not in str(entry.data) + entry.label


def test_缺什么一次说全_别家的商机不能挂(world: Told) -> None:
    with pytest.raises(Invalid) as error:
        world.told("", how="")
    assert wrong(error) == {"statement", "how"}
    with pytest.raises(Invalid) as error:
        world.told(
            "要换人", about="person", source_person="", learned_on="2026-03-09", expires_on="2026-03-08"
        )
    assert wrong(error) == {"about_person", "source_person", "learned_on", "expires_on"}
    with pytest.raises(Invalid) as error:
        world.told("换了总经理", by=world.zhaoqiang, account=world.elsewhere, opportunity=world.deal)
    assert "opportunity" in wrong(error)
    with pytest.raises(Invalid) as error:
        world.told("听说的", by=world.zhaoqiang)
    assert "account" in wrong(error)
    assert not Intelligence.rows.exists()


@pytest.mark.parametrize("secret", ["标底是三百万", "拿到评标专家名单", "友商的源 代码在他手里", "给他回扣"])
def test_保密的内容不收_说明可以写什么(world: Told, secret: str) -> None:
    row = world.told("预算两百万")
    for attempt in (
        lambda: world.told(secret),
        lambda: edit_intelligence(by=acting(world.lilei), at=NOW, id=row.pk, raw={"statement": secret}),
    ):
        with pytest.raises(Invalid) as error:
            attempt()
        (problem,) = error.value.problems
        assert (problem.code, problem.field) == ("refused", "statement")
        assert len(str(problem.message)) > 20
    assert list(Intelligence.rows.values_list("statement", flat=True)) == ["预算两百万"]


def test_两个不相干的人说法一致_才算印证(world: Told) -> None:
    one = world.told("预算两百万")
    other = world.told("今年批了两百万", source_person=world.chen)
    assert states(world) == {one.pk: "single", other.pk: "single"}
    pair(world, one, other)
    assert states(world) == {one.pk: "confirmed", other.pk: "confirmed"}


def _dotted(world: Told) -> dict[str, Any]:
    Tie.rows.create(
        account=world.account, kind="dotted", person=world.chen, other=world.wang, created_at=NOW, weight=1
    )
    return {"source_person": world.chen}


@pytest.mark.parametrize(
    "second",
    [
        lambda world: {"source_person": world.wang},
        lambda world: {"source_person": world.liu},
        lambda world: {"source_person": world.chen, "learned_from": world.wang},
        _dotted,
    ],
    ids=["同一个人", "上下级", "转述的", "虚线汇报"],
)
def test_同一个源头说两遍_不算印证(world: Told, second: Any) -> None:
    one = world.told("预算两百万")
    pair(world, one, world.told("今年批了两百万", **second(world)))
    assert set(states(world).values()) == {"single"}


def test_同一份资料引两次不算印证_两份资料才算(world: Told) -> None:
    first = world.told("预算两百万", source_kind="public", source_name="采购公告")
    again = world.told("两百万左右", source_kind="public", source_name="采购 公告")
    pair(world, first, again)
    assert set(states(world).values()) == {"single"}
    other = world.told("年报里写两百万", source_kind="public", source_name="年报")
    pair(world, first, other)
    assert states(world) == {first.pk: "confirmed", again.pk: "single", other.pk: "confirmed"}


def test_矛盾要裁定_裁定以后两个来源各记一笔(world: Told) -> None:
    one = world.told("预算两百万")
    other = world.told("预算只有八十万", source_person=world.chen)
    made = pair(world, one, other, "contradicts")
    assert set(states(world).values()) == {"disputed"}
    by = acting(world.lilei)
    with pytest.raises(Invalid) as error:
        settle_pair(by=by, at=NOW, id=made.pk, holds=other.pk, why="")
    assert wrong(error) == {"why"}
    settle_pair(by=by, at=NOW, id=made.pk, holds=other.pk, why="预算批复写着八十万", on="2026-03-02")
    assert states(world) == {one.pk: "refuted", other.pk: "confirmed"}
    one.refresh_from_db()
    assert (one.outcome, one.outcome_on) == ("wrong", date(2026, 3, 2))
    with pytest.raises(Refused):
        settle_pair(by=by, at=NOW, id=made.pk, holds=one.pk, why="又变了")
    with pytest.raises(Invalid):
        pair(world, one, other)
    with pytest.raises(Refused):
        unpair_intelligence(by=by, at=NOW, id=made.pk)
    told = " ".join(str(entry.data) + entry.label for entry in Entry.rows.all())
    assert "八十万" not in told


def test_来源说准多少_三次以后才给百分比(world: Told) -> None:
    rows = [world.told(f"第 {n} 次说预算") for n in range(4)]
    for row, outcome in zip(rows[:2], ("right", "wrong"), strict=True):
        judge_outcome(by=acting(world.lilei), at=NOW, id=row.pk, outcome=outcome)
    record = show_intelligence(acting(world.lilei), rows[0].pk, TODAY).told.record
    assert (record.right, record.wrong, record.open, record.share) == (1, 1, 2, None)
    judge_outcome(by=acting(world.lilei), at=NOW, id=rows[2].pk, outcome="right")
    record = show_intelligence(acting(world.lilei), rows[0].pk, TODAY).told.record
    assert (record.right, record.wrong, record.open, record.share) == (2, 1, 1, 66)
    with pytest.raises(Invalid):
        judge_outcome(by=acting(world.lilei), at=NOW, id=rows[3].pk, outcome="right", on="2027-01-01")


def test_过了有效期要重新打听_撤回的不再作数(world: Told) -> None:
    old = world.told("预算两百万", expires_on="2026-03-02")
    other = world.told("今年批了两百万", source_person=world.chen)
    pair(world, old, other)
    assert states(world) == {old.pk: "stale", other.pk: "single"}
    withdraw_intelligence(by=acting(world.lilei), at=NOW, id=other.pk, why="他自己说记错了")
    assert states(world)[other.pk] == "withdrawn"
    with pytest.raises(Refused):
        edit_intelligence(by=acting(world.lilei), at=NOW, id=other.pk, raw={"how": "电话"})
    with pytest.raises(Invalid):
        pair(world, other, world.told("再问一次", source_person=world.liu))


def test_按印证情况筛选_和每条的判断一致(world: Told) -> None:
    by_wang = [world.told(text) for text in ("预算两百万", "要开源", "七月招标", "分三期付")]
    by_chen = [world.told(text, source_person=world.chen) for text in ("预算二百万", "必须国产", "九月招标")]
    pair(world, by_wang[0], by_chen[0])
    pair(world, by_wang[1], by_chen[1], "contradicts")
    settled = pair(world, by_wang[2], by_chen[2], "contradicts")
    settle_pair(by=acting(world.lilei), at=NOW, id=settled.pk, holds=by_wang[2].pk, why="公告写着七月")
    withdraw_intelligence(by=acting(world.lilei), at=NOW, id=by_wang[3].pk, why="记错了")
    world.told("预算三年一批", expires_on="2026-03-02")
    world.told("要本地部署")
    by, shown = acting(world.lilei), states(world)
    for state in STATES:
        wanted = ids_standing(by, [state], TODAY)
        found = set(Intelligence.rows.filter(wanted).values_list("pk", flat=True))
        assert found == {id for id, standing in shown.items() if standing == state}, state
        assert found, state


def _every_case(world: Told) -> None:
    """Each way to be withdrawn, turned out, expired, and paired, against the others."""
    ends, days = (None, NOW), (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
    for withdrawn, outcome, until, kind in product(ends, ("", "right", "wrong"), days, _PAIRINGS):
        one, other = world.told("预算两百万"), world.told("八十万", source_person=world.chen)
        if kind:
            made = pair(world, one, other, kind.split()[0])
            holds = {"mine": one, "theirs": other}.get(kind.split()[-1])
            IntelligencePair.rows.filter(pk=made.pk).update(holds=holds)
        Intelligence.rows.filter(pk=one.pk).update(withdrawn_at=withdrawn, outcome=outcome, expires_on=until)


_PAIRINGS = ("", "agrees", "contradicts", "contradicts mine", "contradicts theirs")


def test_库里的条件和规则判的_每种情形都一样(world: Told) -> None:
    _every_case(world)
    by = acting(world.lilei)
    rows = list(Intelligence.rows.values(*COLUMNS))
    judged = standings(by, rows, TODAY)
    assert len(rows) == 240
    for state in STATES:
        found = set(Intelligence.rows.filter(ids_standing(by, [state], TODAY)).values_list("pk", flat=True))
        assert found == {id for id, one in judged.items() if one.state == state}, state
        assert found, state


def test_大客户的预算只有一个来源_要标出来(world: Told) -> None:
    world.told("预算两百万")
    world.told("王总换人", about="account")
    found = intelligence_of(acting(world.lilei), TODAY, account=world.account.pk)
    assert {one.values["about"]: one.thin for one in found.rows} == {"budget": True, "account": False}


def test_关联只能关联自己看得到的记录(world: Told) -> None:
    row, by = world.told("要支持方言"), acting(world.lilei)
    need = Need.rows.create(
        opportunity=world.deal, statement="方言识别", priority="must", kind="function", created_at=NOW, updated_at=NOW
    )  # fmt: skip
    link = link_intelligence(by=by, at=NOW, id=row.pk, entity="need", object=need.pk)
    assert [one.name for one in show_intelligence(by, row.pk, TODAY).links] == ["方言识别"]
    raw = {"account": str(world.elsewhere.pk), "name": "别家的商机"}
    unseen = create_opportunity(by=acting(world.zhaoqiang), at=NOW, raw=raw)
    with pytest.raises(Missing):
        link_intelligence(by=by, at=NOW, id=row.pk, entity="opportunity", object=unseen.pk)
    for entity, id in (("member", world.lilei.pk), ("account", world.account.pk), ("person", world.wang.pk)):
        with pytest.raises(Invalid):
            link_intelligence(by=by, at=NOW, id=row.pk, entity=entity, object=id)
    offered = linkable(by, row, LINKABLE)
    assert {one.entity for one in offered} == {"opportunity", "need"}
    for one in offered:
        link_intelligence(by=by, at=NOW, id=row.pk, entity=one.entity, object=one.object_id)
    unlink_intelligence(by=by, at=NOW, id=row.pk, link=link.pk)
    assert [one.entity for one in show_intelligence(by, row.pk, TODAY).links] == ["opportunity"]


def test_两个人同时改_谁的也不丢_别人的客户改不了(world: Told) -> None:
    row = world.told("预算两百万")
    edit_intelligence(by=acting(world.lilei), at=NOW, id=row.pk, raw={"statement": "预算三百万"}, version=1)
    with pytest.raises(Conflict):
        edit_intelligence(by=acting(world.hanmei), at=NOW, id=row.pk, raw={"statement": "预算八十万"}, version=1)  # fmt: skip
    for stranger in (world.zhaoqiang, world.wangfang):
        with pytest.raises(Missing):
            edit_intelligence(by=acting(stranger), at=NOW, id=row.pk, raw={"how": "电话"})
    with pytest.raises(Refused):
        edit_intelligence(by=acting(world.hanmei), at=NOW, id=row.pk, raw={"secret": "1"})
    with pytest.raises((Missing, Refused)):
        record_intelligence(by=acting(world.finance), at=NOW, raw=world.raw("预算两百万"))


def test_和只有几个人知道的情报一起裁定_别人看到的那条不变(world: Told) -> None:
    public = world.told("预算两百万")
    secret = world.told("密约：预算八十万", source_person=world.chen, secret="1")
    made = pair(world, public, secret, "contradicts")
    before = Intelligence.rows.filter(pk=public.pk).values().get()
    settle_pair(by=acting(world.lilei), at=NOW, id=made.pk, holds=secret.pk, why="批复写着八十万")
    assert Intelligence.rows.filter(pk=public.pk).values().get() == before
    secret.refresh_from_db()
    assert secret.outcome == "right"

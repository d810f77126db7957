"""内线：三条检验缺一不可，只用专业的办法，除了负责人和知情人谁也不知道。"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.access import opened
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.insiders.begin_insider import begin_insider
from keyaccount.actions.insiders.edit_insider import edit_insider, heard, note_opening
from keyaccount.actions.insiders.hand_over import forget, hand_over
from keyaccount.actions.insiders.keeping import INDECENT
from keyaccount.actions.insiders.name_readers import drop_reader, name_reader
from keyaccount.actions.insiders.plan import add_need, add_step, finish_need, finish_step
from keyaccount.actions.insiders.record_test import record_test, withdraw_test
from keyaccount.actions.insiders.set_state import set_state
from keyaccount.actions.insiders.tell_reason import tell_reason
from keyaccount.actions.power.mute_finding import mute_finding
from keyaccount.actions.shared import cleaning
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.playbook.reader import default, source
from keyaccount.playbook.refusing import plain
from keyaccount.queries.insiders.coaching import insider_findings
from keyaccount.queries.insiders.listing import insiders_of
from keyaccount.queries.insiders.suggest import whom_to_develop
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import PublishedEdition
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import (
    Insider,
    InsiderLog,
    InsiderNeed,
    InsiderStep,
    InsiderTest,
    Person,
)
from keyaccount.records.search.models import SearchDoc
from tests.actions.insiders.story import NOW, ON, TESTS, Story, codes, kinds
from tests.actions.power.maps import day
from tests.cast import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return Story()


def wrong(**call) -> Invalid:
    with pytest.raises(Invalid) as caught:
        call.pop("do")(**call)
    return caught.value


def test_确认要三条检验_说清缺哪一条_缺一条也不行(story):
    row = story.begin()
    story.develop(row)
    story.observe(row, "told", "shares")
    refused = wrong(do=set_state, by=acting(story.lilei), at=NOW, id=row.pk, state="confirmed")
    assert codes(refused) == ["untested"] and "关键时刻替我们说话" in str(refused)
    story.observe(row, "stood")
    assert set_state(by=acting(story.lilei), at=NOW, id=row.pk, state="confirmed").state == "confirmed"
    test = InsiderTest.rows.get(insider=row, kind="stood")
    withdraw_test(by=acting(story.lilei), at=NOW, id=row.pk, test=test.pk)
    row.refresh_from_db()
    assert row.state == "developing"


def test_检验要有日期和事实_不能是将来(story):
    row = story.begin()
    by = acting(story.lilei)
    common = {"do": record_test, "by": by, "at": NOW, "id": row.pk, "kind": "told"}
    assert codes(wrong(**common, observed_on=day(1).date(), evidence="会说")) == ["future"]
    assert codes(wrong(**common, observed_on=ON, evidence=" ")) == ["required"]
    assert codes(wrong(**common, observed_on="", evidence="说了")) == ["required"]
    assert codes(wrong(**{**common, "kind": "paid"}, observed_on=ON, evidence="说了")) == ["choice"]
    assert not InsiderTest.rows.exists()


def test_开始发展先要有计划_长时间沉默就算失效(story):
    row = story.begin()
    refused = wrong(do=set_state, by=acting(story.lilei), at=NOW, id=row.pk, state="developing")
    assert codes(refused) == ["no_plan"]
    story.confirmed(row)
    late = day(default().power.silent_days + 1)
    line = insiders_of(acting(story.lilei), story.account, late.date())[0]
    assert line.state == "lapsed" and line.row.state == "confirmed"
    set_state(by=acting(story.lilei), at=late, id=row.pk, state="developing")
    assert codes(wrong(do=set_state, by=acting(story.lilei), at=late, id=row.pk, state="confirmed")) == [
        "silent"
    ]
    heard(by=acting(story.lilei), at=late, id=row.pk, on=late.date())
    assert set_state(by=acting(story.lilei), at=late, id=row.pk, state="confirmed").state == "confirmed"


def test_需求只有五种_办法只有清单里的_要写对他是否安全(story):
    row, by = story.begin(), acting(story.lilei)
    common = {"do": add_need, "by": by, "at": NOW, "id": row.pk}
    assert codes(wrong(**common, kind="money", way="report", safe="公开的")) == ["choice"]
    assert codes(wrong(**common, kind="achievement", way="cash", safe="公开的")) == ["choice"]
    assert codes(wrong(**common, kind="practical", way="report", safe="公开的")) == ["unfit"]
    assert codes(wrong(**common, kind="achievement", way="report", safe="")) == ["required"]
    need = add_need(by=by, at=NOW, id=row.pk, kind="achievement", way="report", safe="汇报是他的本职，公开的")
    assert finish_need(by=by, at=NOW, id=row.pk, need=need.pk).done_on == ON
    assert InsiderNeed.rows.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "给他现金",
        "过年发个红包",
        "签了给回扣",
        "送购物卡",
        "一点好处费",
        "礼品卡一张",
        "返点 3%",
        "a small gift",
        "发个红 包",
        "给 他 現金",
        "Ａ Ｇｉｆｔ for him",
        "标底大概三百万",
    ],
)
def test_钱和礼物写不进去_拒绝时说清为什么(story, text):
    row, by = story.begin(), acting(story.lilei)
    needed = {"by": by, "at": NOW, "id": row.pk, "kind": "other", "way": "training"}
    for refused in (
        wrong(do=add_need, **needed, safe="安全", text=text),
        wrong(do=add_need, **needed, safe=text),
        wrong(do=add_step, by=by, at=NOW, id=row.pk, title=text, due_on=ON),
    ):
        assert codes(refused)[0] in ("indecent", "refused") and len(str(refused)) > 25
    assert not InsiderNeed.rows.exists() and not InsiderStep.rows.exists()
    add_need(**needed, safe="课上讲现金流管理系统怎么用，人人可来，using if needed")


@pytest.mark.parametrize("field", ["why", "risk"])
def test_台账不收的_内线的记录里也不收(story, field):
    given = {"by": story.by, "account": story.account.pk, "person": story.sun.pk, "at": NOW}
    refused = wrong(do=begin_insider, **given, code_name="灯塔", **{"why": "懂技术", field: "拿得到标 底"})
    assert codes(refused) == ["refused"] and "标底" in str(refused)
    row = story.begin()
    test = {"do": record_test, "by": story.by, "at": NOW, "id": row.pk, "kind": "told", "observed_on": ON}
    assert codes(wrong(**test, evidence="他说可以给回扣")) == ["refused"]


def test_自己的词表只补打法里没有的_两张表不重复():
    edition = {plain(word) for one in default().power.refusals for word in one.words}
    assert not edition & set(INDECENT)
    assert [plain(word) for word in INDECENT] == INDECENT


def test_零点到八点完成的_算当天不算前一天(story):
    row = story.begin()
    early = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)  # 02:30 on the 5th in China
    step = add_step(by=story.keeper(story.lilei), at=NOW, id=row.pk, title="请他讲难处", due_on=ON)
    done = finish_step(by=story.keeper(story.lilei), at=early, id=row.pk, step=step.pk)
    assert done.done_on == date(2026, 3, 5)
    assert cleaning.day(early) == date(2026, 3, 5)
    assert cleaning.day(datetime(2026, 3, 4, 18, 30)) == date(2026, 3, 4)


def test_只有能写客户的人才能开始_代号不能泄露是谁(story):
    given = {"account": story.account.pk, "person": story.sun.pk, "why": "懂技术", "at": NOW}
    for member in (story.finance, story.auditor, story.admin, story.ops, story.presales, story.zhaoqiang):
        with pytest.raises((Refused, Missing)):
            begin_insider(by=acting(member), code_name="灯塔", **given)
    with pytest.raises(Refused):
        begin_insider(by=acting(story.lilei, token_scopes={"read", "write"}), code_name="灯塔", **given)
    assert codes(wrong(do=begin_insider, by=story.by, code_name="老孙主任", **given)) == ["telling"]
    story.begin()
    assert codes(wrong(do=begin_insider, by=acting(story.lilei), code_name="海风", **given)) == ["already"]
    assert codes(
        wrong(
            do=begin_insider,
            by=acting(story.lilei),
            code_name="灯塔",
            **{**given, "person": story.qian.pk},
        )
    ) == ["taken"]


def test_两个人可以各自发展同一个人_互不知道(story):
    story.begin()
    other = story.begin(by=acting(story.hanmei))
    assert other.code_name == "灯塔"
    for member in (story.lilei, story.hanmei):
        assert len(insiders_of(acting(member), story.account, ON)) == 1


def test_知情人由负责人指定_只能是角色允许的在职同事(story):
    row, by = story.begin(), acting(story.lilei)
    common = {"do": name_reader, "by": by, "at": NOW, "id": row.pk}
    assert codes(wrong(**common, member=story.finance.pk)) == ["role"]
    gone = Member.objects.get(pk=story.zhaoqiang.pk)
    gone.is_active = False
    gone.save()
    assert codes(wrong(**common, member=gone.pk)) == ["inactive"]
    with pytest.raises(Missing):
        name_reader(by=acting(story.wangfang), at=NOW, id=row.pk, member=story.wangfang.pk)
    name_reader(by=by, at=NOW, id=row.pk, member=story.wangfang.pk)
    reader = acting(story.wangfang)
    record_test(by=reader, at=NOW, id=row.pk, kind="told", observed_on=ON, evidence=TESTS["told"])
    for call in (
        lambda: set_state(by=reader, at=NOW, id=row.pk, state="lapsed"),
        lambda: name_reader(by=reader, at=NOW, id=row.pk, member=story.hanmei.pk),
        lambda: hand_over(by=reader, at=NOW, id=row.pk, member=story.hanmei.pk),
        lambda: forget(by=reader, id=row.pk),
    ):
        with pytest.raises(Refused):
            call()
    drop_reader(by=acting(story.lilei), at=NOW, id=row.pk, member=story.wangfang.pk)
    with pytest.raises(Missing):
        heard(by=acting(story.wangfang), at=NOW, id=row.pk, on=ON)


def test_移交后只有新负责人知道_他已有同一个人时合成一条_回答一样(story):
    row = story.begin()
    name_reader(by=acting(story.lilei), at=NOW, id=row.pk, member=story.hanmei.pk)
    story.observe(row, "told")
    hand_over(by=acting(story.lilei), at=NOW, id=row.pk, member=story.wangfang.pk)
    assert [opened(acting(m), "insider").count() for m in (story.lilei, story.wangfang, story.hanmei)] == [
        0,
        1,
        0,
    ]
    own = story.begin()
    story.observe(own, "stood")
    hand_over(by=acting(story.lilei), at=NOW, id=own.pk, member=story.wangfang.pk)
    kept = Insider.rows.get()
    assert kept.pk == row.pk and kept.owner_id == story.wangfang.pk
    assert set(InsiderTest.rows.values_list("kind", "insider")) == {("told", row.pk), ("stood", row.pk)}


def test_负责人离开后_知情人可以移交(story):
    row = story.begin()
    name_reader(by=acting(story.lilei), at=NOW, id=row.pk, member=story.hanmei.pk)
    Member.objects.filter(pk=story.lilei.pk).update(is_active=False)
    assert opened(acting(story.lilei), "insider").count() == 0
    hand_over(by=acting(story.hanmei), at=NOW, id=row.pk, member=story.hanmei.pk)
    row.refresh_from_db()
    assert row.owner_id == story.hanmei.pk


def test_一切只写进它自己的日志_别处一个字节也不变(story):
    before = {
        "entries": Entry.rows.count(),
        "search": SearchDoc.rows.count(),
        "account": list(Account.rows.order_by("pk").values()),
        "person": list(Person.rows.order_by("pk").values()),
    }
    row, by = story.confirmed(), acting(story.lilei)
    edit_insider(by=by, at=NOW, id=row.pk, code_name="海风", why="技术把关", risk="别在会上点他的名")
    heard(by=by, at=day(3), id=row.pk, on=day(2).date())
    note_opening(by=by, at=NOW, id=row.pk)
    note_opening(by=by, at=NOW, id=row.pk)
    name_reader(by=by, at=NOW, id=row.pk, member=story.hanmei.pk)
    step = InsiderStep.rows.get()
    finish_step(by=by, at=NOW, id=row.pk, step=step.pk)
    assert kinds(row) == [
        "begun", "planned", "state", "tested", "tested", "tested", "state", "edited", "heard", "opened", "named", "stepped",
    ]  # fmt: skip
    assert before == {
        "entries": Entry.rows.count(),
        "search": SearchDoc.rows.count(),
        "account": list(Account.rows.order_by("pk").values()),
        "person": list(Person.rows.order_by("pk").values()),
    }
    forget(by=by, id=row.pk)
    assert not any(
        model.rows.exists() for model in (Insider, InsiderTest, InsiderStep, InsiderNeed, InsiderLog)
    )
    assert Entry.rows.count() == before["entries"]


def test_给他的理由写在商机上_不能写出代号(story):
    row, by = story.begin(), acting(story.lilei)
    raw = {"opportunity": story.deal.pk, "sentence": "三家同行已经用了两年，分步上线，每步可退"}
    for sentence in ("灯塔可以这样说", "给内线用的话"):
        refused = wrong(do=tell_reason, by=by, at=NOW, id=row.pk, raw={**raw, "sentence": sentence})
        assert codes(refused) == ["telling"]
    assert tell_reason(by=by, at=NOW, id=row.pk, raw=raw).person_id == story.sun.pk


def test_代号短到一个数字_也写得进理由(story):
    row = story.begin(code=str(story.deal.pk)[0])
    raw = {"opportunity": story.deal.pk, "sentence": "同行已经用了两年", "safety": ""}
    told = tell_reason(by=story.keeper(story.lilei), at=NOW, id=row.pk, raw=raw)
    assert told.opportunity_id == story.deal.pk
    refused = wrong(
        do=tell_reason, by=story.keeper(story.lilei), at=NOW, id=row.pk, raw={**raw, "safety": row.code_name}
    )
    assert codes(refused) == ["telling"] and refused.problems[0].field == "safety"


def test_建议发展技术和业务负责人_不是老总(story):
    using = story.make(story.lilei, "unit", account=story.account.pk, name="客服中心", function="using")
    he = story.person("何主任", unit=using.pk, title="主任", rank="head")
    story.person("客服小赵", unit=using.pk, title="坐席", rank="user")
    story.say(story.place(story.wu), "veto", True)
    story.say(story.place(story.sun), "power", 4)
    names = [one.name for one in whom_to_develop(acting(story.lilei), story.account)]
    assert names == ["吴工", "孙主任", "何主任"]
    found = {one.name: one for one in whom_to_develop(acting(story.lilei), story.account)}
    assert "有一票否决权" in [str(r) for r in found["吴工"].reasons]
    assert "影响力还不清楚" in str(found[he.name].reasons[-1])
    story.begin()
    assert "孙主任" not in [one.name for one in whom_to_develop(acting(story.lilei), story.account)]
    assert "孙主任" in [one.name for one in whom_to_develop(acting(story.hanmei), story.account)]


def test_教练看内线_商机再多_查询也不多(story):
    def more(n):
        edition = PublishedEdition.rows.create(
            key="ka", number=n, digest=f"coaching {n}", source=source(), published_at=NOW
        )
        raw = {"account": story.account.pk, "name": f"第 {n} 个商机"}
        made = create_opportunity(by=story.keeper(story.lilei), at=NOW, raw=raw)
        Opportunity.rows.filter(pk=made.pk).update(edition=edition)

    def asked():
        by = story.keeper(story.lilei)
        lines = insiders_of(by, story.account, ON)
        insider_findings(by, story.account, lines, ON)  # editions are read once per process
        with CaptureQueriesContext(connection) as captured:
            insider_findings(by, story.account, lines, ON)
        return len(captured)

    more(1)
    few = asked()
    more(2), more(3)
    assert asked() == few


def test_教练只对知情的人说内线_也不能从静音里看出来(story):
    def rules(member):
        by = acting(member)
        lines = insiders_of(by, story.account, day(40).date())
        return {one.rule.key for one in insider_findings(by, story.account, lines, day(40).date())}

    before = rules(story.hanmei)
    story.confirmed()
    assert "insider_silent" in rules(story.lilei) and "insider_silent" not in rules(story.hanmei)
    assert rules(story.hanmei) == before
    with pytest.raises(Invalid):
        mute_finding(
            by=acting(story.lilei), at=NOW, deal=story.deal.pk, rule="insider_silent", reason="他休假"
        )

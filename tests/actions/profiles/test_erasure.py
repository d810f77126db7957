"""本人来要：看我们记了什么，或者要我们忘掉。一个动作办完，留下的说得清。"""

from __future__ import annotations

import json
from typing import Any

import pytest

from keyaccount.actions.journal.seal_journal import newest_entry, seal_journal
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_value import set_value
from keyaccount.actions.profiles.cut_kin import cut_kin
from keyaccount.actions.profiles.draw_kin import draw_kin
from keyaccount.actions.profiles.erase_person import erase_person
from keyaccount.actions.profiles.report_person import Report, report_person
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.queries.accounts.timeline import account_timeline
from keyaccount.queries.journal.verify_seals import verify_seals
from keyaccount.queries.profiles.erasure import preview_erasure
from keyaccount.queries.profiles.showing import show_profile
from keyaccount.records.accounts.models import Note
from keyaccount.records.deals.models import Intelligence, StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import (
    Insider,
    InsiderReader,
    KinTie,
    Person,
    PersonKey,
    ProfileEntry,
    Tie,
)
from keyaccount.records.search.models import SearchDoc
from tests.actions.profiles.cast import TOLD, Customer
from tests.cast import NOW, account, acting

pytestmark = pytest.mark.django_db
MADE = {"created_at": NOW, "updated_at": NOW}
ASKED = "本人 3 月 2 日来信要求"


class Known(Customer):
    """All that can be known of 王建国, a bit of each."""

    def __init__(self) -> None:
        super().__init__()
        by = acting(self.lilei)
        self.keep()
        draw_kin(by=by, at=NOW, person=self.wang.pk, raw={"other": str(self.liu.pk), "note": "表兄妹"})
        card = place_person(by=by, at=NOW, person=self.wang.pk, account=self.account.pk)
        for attribute, value in (("win", "想再进一步当副行长"), ("concerns", ["怕停机"]), ("power", 4)):
            basis = {"evidence": "饭桌上说的", "source": "customer"}
            set_value(by=by, at=NOW, id=card.pk, attribute=attribute, value=value, basis=basis)
        raw = {"note": "一起当过兵"}
        draw_tie(
            by=by,
            at=NOW,
            account=self.account.pk,
            kind="trusts",
            person=self.wang.pk,
            other=self.liu.pk,
            raw=raw,
        )
        self.told = self.intelligence(about_person=self.wang, statement="王建国要调走")
        self.other = self.intelligence(source_person=self.wang, statement="预算年底批")
        Note.rows.create(
            account=self.account, person_id=self.wang.pk, text="王建国不喜欢电话", happened_at=NOW, **MADE
        )

    def intelligence(self, **more: Any) -> Intelligence:
        told = {
            "account": self.account,
            "owner": self.lilei,
            "about": "person",
            "source_kind": "customer",
            "how": "王建国在电话里说的",
            "learned_on": NOW.date(),
            "reliability": "B",
            "credibility": "2",
        }
        return Intelligence.rows.create(**{**told, **more}, **MADE)

    def insider(self) -> None:
        row = Insider.rows.create(
            account=self.account, person=self.wang, owner=self.lilei, code_name="松柏", why="有否决权", **MADE
        )
        InsiderReader.rows.create(insider=row, member=self.boss, **MADE)

    def erase(self, member: Any = None, **more: Any) -> Any:
        wish = {"reason": ASKED, "confirm": "王建国", **more}
        return erase_person(by=acting(member or self.hanmei), at=NOW, id=self.wang.pk, **wish)


@pytest.fixture
def world() -> Known:
    return Known()


def stored() -> str:
    """Everything that an erasure may touch, as the database has it."""
    kept: list[Any] = []
    for model in (Person, PersonKey, ProfileEntry, KinTie, Tie, StakeholderValue, Intelligence, Note, Entry):
        kept += list(model.rows.order_by("pk").values())
    return repr(kept)


def words(report: Report) -> str:
    return json.dumps([[one.title.msgid, one.items] for one in report.sections], ensure_ascii=False)


def test_亲属关系_两边都看得见_画一次_剪得断(world: Known) -> None:
    by = acting(world.lilei)
    shown = show_profile(by, world.liu)
    assert shown and [kin.other.name for kin in shown.kin] == ["王建国"]
    again = draw_kin(by=by, at=NOW, person=world.liu.pk, raw={"other": str(world.wang.pk)})
    assert again.pk == shown.kin[0].tie.pk and KinTie.rows.count() == 1
    stranger = Person.rows.create(name="外人", name_sort="外人", account=account("别家", world.lilei), **MADE)
    before = stored()
    for other in ("", str(world.wang.pk), str(stranger.pk)):
        with pytest.raises(Invalid):
            draw_kin(by=by, at=NOW, person=world.wang.pk, raw={"other": other})
    with pytest.raises(Invalid, match="孩子"):
        draw_kin(
            by=by, at=NOW, person=world.wang.pk, raw={"other": str(world.liu.pk), "note": "他儿子的舅舅"}
        )
    for member in (world.hanmei, world.boss, world.ops, world.wangfang):
        with pytest.raises((Refused, Missing)):
            cut_kin(by=acting(member), at=NOW, id=again.pk)
    assert stored() == before
    cut_kin(by=by, at=NOW, id=again.pk)
    assert not (show_profile(by, world.wang) or shown).kin
    assert not [e for e in Entry.rows.filter(entity="kin_tie") if e.label or e.field_class != 3]


def test_负责人导出的_样样都在_也记一笔(world: Known) -> None:
    world.insider()
    made = report_person(by=acting(world.lilei), at=NOW, id=world.wang.pk, purpose=ASKED)
    told = words(made)
    for part in (TOLD, "13800138000", "13911112222", "爱喝茶", "处长", "想再进一步当副行长", "怕停机", "一起当过兵",
                 "刘敏", "王建国要调走", "预算年底批", "王建国不喜欢电话", "表兄妹"):  # fmt: skip
        assert part in told, part
    assert made.complete and "松柏" not in told
    entry = Entry.rows.get(kind="person.reported")
    assert (entry.actor_id, entry.data) == (world.lilei.pk, {"purpose": ASKED})


def test_总监导出的_没有敏感信息_有没有内线一个字不差(world: Known) -> None:
    by = acting(world.boss)
    before = words(report_person(by=by, at=NOW, id=world.wang.pk, purpose=ASKED))
    assert TOLD not in before and "13911112222" not in before and "表兄妹" not in before
    preview = preview_erasure(acting(world.boss), world.wang)
    world.insider()
    KinTie.rows.all().delete()
    ProfileEntry.rows.all().delete()
    assert words(report_person(by=acting(world.boss), at=NOW, id=world.wang.pk, purpose=ASKED)) == before
    assert preview_erasure(acting(world.boss), world.wang) == preview


def test_无权的人_不写缘由的人_导不出来(world: Known) -> None:
    before = stored()
    for member in (world.wangfang, world.zhaoqiang, world.ops, world.presales, world.finance, world.auditor):
        with pytest.raises((Refused, Missing)):
            report_person(by=acting(member), at=NOW, id=world.wang.pk, purpose=ASKED)
    with pytest.raises(Invalid):
        report_person(by=acting(world.lilei), at=NOW, id=world.wang.pk, purpose=" ")
    assert stored() == before


def test_删除要有权_有缘由_照抄姓名_少一样什么都不变(world: Known) -> None:
    world.insider()
    before = stored()
    for member in (
        world.lilei,
        world.wangfang,
        world.zhaoqiang,
        world.ops,
        world.finance,
        world.auditor,
        world.admin,
    ):
        with pytest.raises((Refused, Missing)):
            world.erase(member)
    for wrong in ({"reason": ""}, {"confirm": "王建"}, {"confirm": ""}, {"reason": "王建国来信要求"}):
        with pytest.raises(Invalid):
            world.erase(**wrong)
    assert stored() == before and Insider.rows.count() == 1


def test_删除以后_什么都不再指向他(world: Known) -> None:
    world.insider()
    secret = world.intelligence(about_person=world.wang, statement="王建国的秘密", secret=True)
    world.erase()
    row = Person.rows.get(pk=world.wang.pk)
    assert row.name == "已删除的联系人" and row.archived_at and row.private_phone is None
    assert not (row.mobile or row.email or row.note or row.english_name or row.gender or row.wechat)
    assert not ProfileEntry.rows.exists() and not PersonKey.rows.exists() and not KinTie.rows.exists()
    assert not Insider.rows.exists() and not InsiderReader.rows.exists()
    assert not SearchDoc.rows.filter(object_id=row.pk).exists()
    said = StakeholderValue.rows.exclude(attribute__in=["shown", "person"])
    assert {v.attribute: v.value for v in said} == {"win": None, "concerns": None, "power": 4}
    assert not said.exclude(evidence="").exists()
    assert Tie.rows.get().note == ""
    for gone in (world.told, secret):
        gone.refresh_from_db()
        assert "王建国" not in gone.statement + gone.how and gone.withdrawn_at
    world.other.refresh_from_db()
    assert world.other.statement == "预算年底批" and "王建国" not in world.other.how
    assert "王建国" not in Note.rows.get().text
    live = stored().split("'kind': 'person.erased'")[0]
    assert TOLD not in live and "13911112222" not in live


def test_删除的记录_写得明白_不写名字_封印照样对得上(world: Known) -> None:
    assert seal_journal(at=NOW, up_to=newest_entry())
    world.erase(report=True)
    told = Entry.rows.get(kind="person.erased")
    assert (told.actor_id, told.label, told.data) == (world.hanmei.pk, "", {"reason": ASKED})
    check = verify_seals()
    assert check.seals and not check.broken
    with pytest.raises(Invalid):
        erase_person(
            by=acting(world.hanmei), at=NOW, id=world.wang.pk, reason=ASKED, confirm="已删除的联系人"
        )


def test_日志的底稿不动_页面上不再有他的名字(world: Known) -> None:
    by = acting(world.lilei)
    draw_tie(
        by=by, at=NOW, account=world.account.pk, kind="influences", person=world.liu.pk, other=world.wang.pk
    )
    before = list(Entry.rows.order_by("pk").values())
    told = repr(account_timeline(by, world.account.pk, limit=100))
    assert "刘敏 影响 王建国" in told and "王建国 处长" in told
    world.erase()
    after = account_timeline(by, world.account.pk, limit=100)
    assert "王建国" not in repr(after) and "13800138000" not in repr(after)
    assert len(after.happenings) == len(before) + 1
    assert "已删除的联系人" in {h.label for h in after.happenings} and "刘敏" in {
        h.label for h in after.happenings
    }
    assert list(Entry.rows.order_by("pk").values())[:-1] == before


def test_时间线里搜不到删掉的名字_也搜不到写过他的话(world: Known) -> None:
    by = acting(world.lilei)
    draw_tie(
        by=by, at=NOW, account=world.account.pk, kind="influences", person=world.liu.pk, other=world.wang.pk
    )
    found = account_timeline(by, world.account.pk, text="王建国").happenings
    assert {one.entity for one in found} >= {"person", "tie"}
    world.erase()
    assert not account_timeline(by, world.account.pk, text="王建国").happenings
    assert not account_timeline(by, world.account.pk, text="处长 王").happenings
    assert account_timeline(by, world.account.pk, text="刘敏").happenings


def test_删除时可以同时导出(world: Known) -> None:
    made = world.erase(report=True)
    assert made.report and "13800138000" in words(made.report) and TOLD not in words(made.report)
    assert made.report.name == "王建国"
    assert Entry.rows.get(kind="person.reported").data == {"purpose": ASKED}


def test_有没有内线_删除的回答和日志一样(world: Known) -> None:
    world.insider()
    count = Entry.rows.count()
    made = world.erase(report=True)
    entries = Entry.rows.order_by("pk")[count:]
    assert [e.kind for e in entries] == ["person.reported", "person.erased"]
    assert made.report and "松柏" not in words(made.report)


def test_新建同名的人_和删掉的人没有关系(world: Known) -> None:
    world.erase()
    raw = {"name": "王建国", "account": str(world.account.pk), "mobile": "13800138000"}
    made = create_person(by=acting(world.lilei), at=NOW, raw=raw)
    assert made.pk != world.wang.pk
    shown = show_profile(acting(world.lilei), made)
    assert shown and not shown.entries and not shown.kin and not shown.looked

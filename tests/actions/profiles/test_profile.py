"""个人情况：一人一把钥匙，写明用途、依据、来源和期限；看要留记录，到期就没有。"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from keyaccount.actions.profiles.edit_profile import edit_profile
from keyaccount.actions.profiles.expire_profiles import expire_profiles
from keyaccount.actions.profiles.keep_profile import keep_profile
from keyaccount.actions.profiles.keeping_out import kept_out
from keyaccount.actions.profiles.remove_profile import remove_profile
from keyaccount.actions.profiles.report_person import report_person
from keyaccount.actions.profiles.reveal_profile import reveal_profile
from keyaccount.actions.shared import sealing
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.base.ids import new_id
from keyaccount.queries.org.audit import audit_log
from keyaccount.queries.profiles.showing import show_profile
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import PersonKey, ProfileEntry
from tests.actions.profiles.cast import TOLD, Customer, entry
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Customer:
    return Customer()


def everything() -> tuple[list[Any], ...]:
    """What a refused request must leave as it was."""
    return (
        list(ProfileEntry.rows.order_by("pk").values()),
        list(PersonKey.rows.values()),
        list(Entry.rows.order_by("pk").values()),
    )


def test_登记以后_库里没有明文_只有本人的钥匙打得开(world: Customer) -> None:
    row = world.keep()
    stored = bytes(ProfileEntry.rows.get(pk=row.pk).sealed)
    assert "泰安".encode() not in stored
    key = sealing.unwrap(PersonKey.rows.get(person=world.wang).sealed, owner=world.wang.pk)
    assert sealing.unseal_under(key, stored, entry=row.pk) == TOLD
    with pytest.raises(InvalidTag):
        sealing.unseal_under(key, stored, entry=new_id())
    with pytest.raises(InvalidTag):
        sealing.unwrap(PersonKey.rows.get(person=world.wang).sealed, owner=world.liu.pk)
    world.keep(kind="hobby", sealed="下围棋")
    assert PersonKey.rows.count() == 1


def test_钥匙一丢_内容谁也读不出来(world: Customer) -> None:
    row = world.keep()
    PersonKey.rows.filter(person=world.wang).delete()
    before = everything()
    with pytest.raises(Missing):
        reveal_profile(by=acting(world.lilei), at=NOW, id=row.pk, purpose="拜访前准备")
    assert everything() == before
    world.keep(kind="hobby", sealed="下围棋")
    with pytest.raises(InvalidTag):
        reveal_profile(by=acting(world.lilei), at=NOW, id=row.pk, purpose="拜访前准备")


@pytest.mark.parametrize(
    "left_out", ["kind", "sealed", "purpose", "basis", "source", "observed_on", "retain_until"]
)
def test_用途_依据_来源_日期缺一不可(world: Customer, left_out: str) -> None:
    before = everything()
    with pytest.raises(Invalid) as refused:
        world.keep(**{left_out: ""})
    assert [p.field for p in refused.value.problems] == [left_out]
    assert everything() == before


def test_期限最长三十六个月_得知不能在将来(world: Customer) -> None:
    world.keep(retain_until="2029-03-03")
    before = everything()
    for wrong in (
        {"retain_until": "2029-03-04"},
        {"retain_until": "2026-03-03"},
        {"observed_on": "2026-03-04"},
    ):
        with pytest.raises(Invalid):
            world.keep(**wrong)
    assert everything() == before


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("女儿今年上幼儿园", "孩子"),
        ("Has two kids", "孩子"),
        ("去年住院做手术", "健康"),
        ("血糖高，不喝酒", "健康"),
        ("信佛，吃素", "宗教"),
        ("中共党员", "政治"),
        ("政治面貌：群众", "政治"),
        ("女 儿今年上幼 儿园", "孩子"),
        ("他有ＫＩＤＳ", "孩子"),
        ("有 kids 两个", "孩子"),
    ],
)
def test_孩子_健康_宗教_政治一律不收_说明是哪个词(world: Customer, text: str, topic: str) -> None:
    before = everything()
    for where in ("sealed", "purpose", "source_note"):
        with pytest.raises(Invalid) as refused:
            world.keep(**{where: text})
        told = str(refused.value.problems[0].message)
        assert topic in told and "误判" in told
    assert everything() == before


@pytest.mark.parametrize(
    "text",
    [
        "爱读孙子兵法",
        "妻子在肿瘤医院做会计",
        "毕业于中央党校对面的人民大学",
        "礼拜天常去爬山",
        "他教会我们怎么看报表",
        "毕业于北京大学国际政治系",
        "喜欢娃哈哈的创业故事",
        "Grew up in Kidderminster, skilled at chess",
    ],
)
def test_只是看着像的_不误伤(text: str) -> None:
    assert kept_out({"sealed": text}) == []


@pytest.mark.parametrize("text", ["他女 兒的病歷", "病 歷在家裡"])
def test_打法里写明的私事_也不收(world: Customer, text: str) -> None:
    before = everything()
    with pytest.raises(Invalid) as refused:
        world.keep(sealed=text)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("refused", "sealed") and "病歷" in str(problem.message)
    assert everything() == before


def test_谁能登记_谁能看_别人一概不行(world: Customer) -> None:
    row = world.keep()
    before = everything()
    raw = entry(kind="hobby", sealed="下围棋")
    for name, member in world.members().items():
        if name == "lilei":
            continue
        by = acting(member)
        with pytest.raises((Missing, Refused)):
            keep_profile(by=by, at=NOW, person=world.wang.pk, raw=raw)
        with pytest.raises((Missing, Refused)):
            reveal_profile(by=by, at=NOW, id=row.pk, purpose="看看")
        with pytest.raises((Missing, Refused)):
            edit_profile(by=by, at=NOW, id=row.pk, raw={"purpose": "别的"})
        with pytest.raises((Missing, Refused)):
            remove_profile(by=by, at=NOW, id=row.pk)
    assert everything() == before


def test_经理看见有这么一条_看不见内容_总监连有没有都不知道(world: Customer) -> None:
    row = world.keep()
    masked = show_profile(acting(world.hanmei), world.wang)
    assert masked is not None and [e.pk for e in masked.entries] == [row.pk]
    assert not masked.may_keep and masked.looked is None
    assert "sealed" in masked.entries[0].get_deferred_fields()
    for member in (world.boss, world.ops, world.auditor):
        assert show_profile(acting(member), world.wang) is None


def test_看一次记一次_谁_何时_为什么_就是不记内容(world: Customer) -> None:
    row = world.keep()
    with pytest.raises(Invalid):
        reveal_profile(by=acting(world.lilei), at=NOW, id=row.pk, purpose="  ")
    text = reveal_profile(by=acting(world.lilei), at=NOW, id=row.pk, purpose="拜访前准备")
    assert text == TOLD
    told = Entry.rows.get(kind="person.revealed")
    assert (told.actor_id, told.person_id, told.field_class) == (world.lilei.pk, world.wang.pk, 3)
    assert told.data == {"field": "hometown", "purpose": "拜访前准备"}
    shown = show_profile(acting(world.lilei), world.wang)
    assert shown and shown.looked and shown.looked[0].who == "李雷"
    assert not [e for e in Entry.rows.all() if "泰安" in f"{e.data}{e.label}"]


def test_修改时不写内容就留着原来的_两人同时改要说清(world: Customer) -> None:
    row = world.keep()
    by = acting(world.lilei)
    edit_profile(by=by, at=NOW, id=row.pk, raw={"sealed": "", "purpose": "节前问候"}, version=1)
    assert reveal_profile(by=by, at=NOW, id=row.pk, purpose="核对") == TOLD
    with pytest.raises(Conflict):
        edit_profile(by=by, at=NOW, id=row.pk, raw={"purpose": "别的"}, version=1)
    edit_profile(by=by, at=NOW, id=row.pk, raw={"sealed": "老家在莱芜"}, version=2)
    assert reveal_profile(by=by, at=NOW, id=row.pk, purpose="核对") == "老家在莱芜"
    count = Entry.rows.count()
    edit_profile(by=by, at=NOW, id=row.pk, raw={"purpose": "节前问候"})
    assert Entry.rows.count() == count


def test_到期那天还在_过一天就没有了_钥匙随最后一条走(world: Customer) -> None:
    world.keep(retain_until="2026-03-10")
    late = world.keep(kind="hobby", sealed="下围棋", retain_until="2026-04-10")
    assert expire_profiles(at=NOW + timedelta(days=7)) == 0
    assert expire_profiles(at=NOW + timedelta(days=8)) == 1
    assert [e.pk for e in ProfileEntry.rows.all()] == [late.pk]
    assert Entry.rows.filter(kind="profile_entry.expired", actor_id=None, field_class=3).count() == 1
    assert expire_profiles(at=NOW + timedelta(days=8)) == 0
    assert PersonKey.rows.exists()
    assert expire_profiles(at=NOW + timedelta(days=60)) == 1
    assert not PersonKey.rows.exists()


def test_删掉一条_日志只说删了(world: Customer) -> None:
    row = world.keep()
    remove_profile(by=acting(world.lilei), at=NOW, id=row.pk)
    assert not ProfileEntry.rows.exists() and not PersonKey.rows.exists()
    assert Entry.rows.get(kind="profile_entry.removed").data == {}


def test_审计看得到每次查看和每份报告_看不到内容(world: Customer) -> None:
    row = world.keep()
    reveal_profile(by=acting(world.lilei), at=NOW, id=row.pk, purpose="拜访前准备")
    report_person(by=acting(world.lilei), at=NOW, id=world.wang.pk, purpose="本人来信要求")
    for group in ("", "secrets"):
        rows = audit_log(acting(world.auditor), group=group).rows
        told = {one.happening.kind: one for one in rows}
        assert told["person.revealed"].purpose == "拜访前准备"
        assert told["person.reported"].purpose == "本人来信要求"
        assert TOLD not in repr(rows) and "profile_entry.kept" not in told

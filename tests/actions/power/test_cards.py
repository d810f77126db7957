"""关系地图上的人：放上去、记下判断、改了能撤回、两个人同时改不互相冲掉。"""

from __future__ import annotations

import pytest

from keyaccount.actions.power.add_person import add_person
from keyaccount.actions.power.add_placeholder import add_placeholder
from keyaccount.actions.power.identify_placeholder import identify_placeholder
from keyaccount.actions.power.remove_stakeholder import remove_stakeholder
from keyaccount.actions.power.set_value import set_value
from keyaccount.actions.power.undo_value import undo_value
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.records.deals.models import StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Person, Post
from tests.actions.power.maps import Map, day
from tests.cast import NOW, account, acting

pytestmark = pytest.mark.django_db


def test_a_person_on_the_map_keeps_every_word_said_of_them_with_its_basis() -> None:
    """孙主任先是“未知”，见过一次后记成“支持”，依据、来源、把握都在；旧的那句没有丢。"""
    story = Map()
    card = story.place(story.sun)
    story.say(card, "stance", "unknown")
    basis = {"source": "customer", "evidence": "说这套方案省事", "reliability": "B", "credibility": "2", "certainty": "confirmed"}  # fmt: skip
    story.say(card, "stance", "support", day(2), basis=basis)

    [shown] = story.map().cards
    said = shown.values["stance"].said
    assert (shown.name, said.value, said.certainty, said.reliability) == (
        "孙主任",
        "support",
        "confirmed",
        "B",
    )
    assert said.evidence == "说这套方案省事" and said.on == day(2).date()
    log = StakeholderValue.rows.filter(stakeholder=card, attribute="stance").order_by("at")
    assert [(row.value, row.superseded_at) for row in log] == [("unknown", day(2)), ("support", None)]
    entry = Entry.rows.filter(kind="stakeholder.valued").latest("id")
    assert (entry.label, entry.data["attribute"], entry.data["value"]) == ("孙主任", "stance", "support")


def test_free_text_stays_out_of_the_journal() -> None:
    """“项目成了对他意味着什么”可能很私人：日志只说改过，不抄内容。"""
    story = Map()
    story.say(story.place(story.sun), "win", "年底竞聘副行长用得上")
    assert "竞聘" not in str(list(Entry.rows.values_list("data", flat=True)))


def test_the_deal_overrides_the_account_and_the_difference_shows() -> None:
    """客户地图上他中立，这个商机里他支持：以商机为准，并看得到不同；商机没写的就沿用客户的。"""
    story = Map()
    from keyaccount.actions.power.place_person import place_person

    own = place_person(by=story.by, at=NOW, person=story.sun.pk, account=story.account.pk)
    story.say(own, "stance", "neutral")
    story.say(own, "power", 4)
    card = story.place(story.sun)
    story.say(card, "stance", "support")

    [shown] = story.map().cards
    assert (shown.values["stance"].said.value, shown.values["stance"].account) == ("support", "neutral")
    assert shown.values["power"].inherited and shown.values["power"].said.value == 4


def test_undo_goes_back_step_by_step() -> None:
    """连改三次，再一步步撤回：支持 → 中立 → 未知 → 没有。"""
    story = Map()
    card = story.place(story.sun)
    said = [
        story.say(card, "stance", value, day(n)) for n, value in enumerate(("unknown", "neutral", "support"))
    ]
    back = []
    for n, row in enumerate(reversed(said)):
        back.append(undo_value(by=story.by, at=day(5 + n), value=row.pk).value)
    assert back == ["neutral", "unknown", None]
    assert story.map().cards[0].values == {}


def test_an_undo_is_taken_back_and_undone_again() -> None:
    """未知 → 支持，撤回，又撤回这次撤回，再撤回支持，最后回到没有；依据跟着值走。"""
    story = Map()
    card = story.place(story.sun)
    first = story.say(card, "stance", "unknown")
    said = story.say(card, "stance", "support", day(1), basis={"evidence": "会上表态"})
    undone = undo_value(by=story.by, at=day(2), value=said.pk)
    again = undo_value(by=story.by, at=day(3), value=undone.pk)
    assert (undone.value, again.value, again.evidence) == ("unknown", "support", "会上表态")
    with pytest.raises(Conflict):
        undo_value(by=story.by, at=day(4), value=undone.pk)
    thrice = undo_value(by=story.by, at=day(4), value=again.pk)
    assert undo_value(by=story.by, at=day(5), value=thrice.pk).value == "support"
    assert undo_value(by=story.by, at=day(6), value=said.pk).value == "unknown"
    assert undo_value(by=story.by, at=day(7), value=first.pk).value is None


def test_undo_is_refused_once_somebody_said_something_else() -> None:
    story = Map()
    card = story.place(story.sun)
    mine = story.say(card, "stance", "support")
    set_value(by=acting(story.hanmei), at=day(1), id=card.pk, attribute="stance", value="oppose")
    with pytest.raises(Conflict):
        undo_value(by=story.by, at=day(2), value=mine.pk)
    assert story.map().cards[0].value("stance") == "oppose"


def test_two_people_edit_one_card_and_nothing_is_lost() -> None:
    """李雷改态度、韩梅改分量：都留下。同一项改得不一样：后到的人被告知。"""
    story = Map()
    card = story.place(story.sun)
    seen = story.say(card, "stance", "unknown")
    set_value(by=acting(story.hanmei), at=day(1), id=card.pk, attribute="power", value=5, seen=None)
    set_value(by=story.by, at=day(1), id=card.pk, attribute="stance", value="support", seen=seen.pk)
    with pytest.raises(Conflict):
        set_value(
            by=acting(story.hanmei), at=day(2), id=card.pk, attribute="stance", value="oppose", seen=seen.pk
        )
    shown = story.map().cards[0]
    assert (shown.value("stance"), shown.value("power")) == ("support", 5)


@pytest.mark.parametrize(
    ("attribute", "value", "words"),
    [
        ("stance", "love", "没有这个选项"),
        ("power", 6, "1 到 5"),
        ("power", True, "1 到 5"),
        ("power", 3.7, "1 到 5"),
        ("power", float("inf"), "1 到 5"),
        ("veto", "是", "是或否"),
        ("concerns", [str(n) for n in range(7)], "最多写 6 条"),
        ("win", "长" * 501, "最多 500 个字"),
        ("height", 180, "没有这一项"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(attribute: str, value: object, words: str) -> None:
    story = Map()
    card = story.place(story.sun)
    with pytest.raises(Invalid, match=words):
        story.say(card, attribute, value)
    assert not StakeholderValue.rows.filter(attribute=attribute).exists()


def test_a_placeholder_is_found_and_keeps_what_was_assumed() -> None:
    """先放一张“信息安全负责人”的空卡，推测他能一票否决；后来知道是吴工。"""
    story = Map()
    card = add_placeholder(by=story.by, at=NOW, label="信息安全负责人", unit=story.it.pk, deal=story.deal.pk)
    story.say(card, "veto", True)
    identify_placeholder(by=story.by, at=day(3), id=card.pk, person=story.wu.pk)
    [shown] = story.map().cards
    assert (shown.name, shown.person, shown.value("veto")) == ("吴工", story.wu.pk, True)
    with pytest.raises(Invalid, match="已经在地图上"):
        other = add_placeholder(by=story.by, at=NOW, label="还有一位", deal=story.deal.pk)
        identify_placeholder(by=story.by, at=day(4), id=other.pk, person=story.wu.pk)


def test_off_the_map_and_back_with_all_that_was_known() -> None:
    story = Map()
    card = story.place(story.sun)
    story.say(card, "stance", "support")
    remove_stakeholder(by=story.by, at=day(1), id=card.pk)
    assert story.map().cards == []
    assert story.place(story.sun, day(2)).pk == card.pk
    assert story.map().cards[0].value("stance") == "support"


def test_of_two_cards_of_one_person_the_one_on_the_map_counts() -> None:
    """孙主任的卡拿掉了，后来空卡补成孙主任：再放一次什么都不变，旧卡也不能再放回来。"""
    story = Map()
    old = story.place(story.sun)
    remove_stakeholder(by=story.by, at=day(1), id=old.pk)
    card = add_placeholder(by=story.by, at=day(1), label="信息中心主任", deal=story.deal.pk)
    identify_placeholder(by=story.by, at=day(2), id=card.pk, person=story.sun.pk)
    assert story.place(story.sun, day(3)).pk == card.pk
    with pytest.raises(Invalid, match="已经在地图上"):
        remove_stakeholder(by=story.by, at=day(3), id=old.pk, restore=True)
    remove_stakeholder(by=story.by, at=day(4), id=card.pk)
    assert story.place(story.sun, day(5)).pk == card.pk  # the one taken off last
    assert [shown.id for shown in story.map().cards] == [str(card.pk)]


def test_typed_by_name_somebody_we_know_comes_first_then_somebody_new() -> None:
    """第一次写“孙主任”是我们认识的那位；已在图上，再写一次就是另一位，新建在写明的部门和上级下。"""
    story = Map()
    first = add_person(by=story.by, at=NOW, name=" 孙主任 ", deal=story.deal.pk)
    assert first.person_id == story.sun.pk
    seat = {"title": "副主任", "unit": story.it.pk, "manager": story.zhou.pk}
    second = add_person(by=story.by, at=NOW, name="孙主任", deal=story.deal.pk, **seat)
    post = Post.rows.get(person=second.person_id)
    assert (post.title, post.unit_id, post.reports_to_id) == ("副主任", story.it.pk, story.zhou.pk)
    own = add_person(by=story.by, at=NOW, name="孙主任", account=story.account.pk)
    assert own.person_id == story.sun.pk and own.opportunity_id is None


def test_no_new_person_stays_behind_where_the_map_refuses() -> None:
    story = Map()
    known = Person.rows.count()
    with pytest.raises(Refused):
        add_person(by=acting(story.auditor), at=NOW, name="郑敏", deal=story.deal.pk)
    card = add_placeholder(by=story.by, at=NOW, label="还有一位", deal=story.deal.pk)
    with pytest.raises(Invalid):
        identify_placeholder(by=story.by, at=NOW, id=card.pk, person=None, name="长" * 200)
    assert Person.rows.count() == known
    found = identify_placeholder(by=story.by, at=NOW, id=card.pk, person=None, name="郑敏")
    assert found.person and found.person.account_id == story.account.pk


def test_a_placeholder_in_no_department_of_theirs_is_refused() -> None:
    story = Map()
    for unit in ("x", str(story.lilei.pk)):
        with pytest.raises(Invalid):
            add_placeholder(by=story.by, at=NOW, label="某人", unit=unit, deal=story.deal.pk)


def test_who_may() -> None:
    """能改商机的人能改它的地图；只看得到的人看得到、改不了；看不到的人，连有没有都不知道。"""
    story = Map()
    card = story.place(story.sun)
    for who in (story.auditor,):
        with pytest.raises(Refused):
            set_value(by=acting(who), at=NOW, id=card.pk, attribute="power", value=5)
    for who in (story.zhaoqiang, story.finance, story.security, story.admin, story.wangfang):
        with pytest.raises(Missing):
            set_value(by=acting(who), at=NOW, id=card.pk, attribute="power", value=5)
    assert not StakeholderValue.rows.filter(attribute="power").exists()


def test_somebody_of_another_customer_is_not_put_here() -> None:
    story = Map()
    other = account("别家银行", story.lilei)
    from keyaccount.actions.people.create_person import create_person

    stranger = create_person(by=story.by, at=NOW, raw={"account": other.pk, "name": "外人"})
    with pytest.raises(Invalid, match="不属于这个客户"):
        story.place(stranger)


def test_who_works_the_deal_but_not_the_customer_sees_what_is_said_on_the_deal_alone() -> None:
    """商机转给赵强，客户没转：他看得到商机地图上的判断，看不到姓名、职务、汇报线、关系、对位和客户地图上的判断。"""
    from keyaccount.actions.power.draw_tie import draw_tie
    from keyaccount.actions.power.place_person import place_person
    from keyaccount.queries.power.judging import judge_map
    from keyaccount.queries.power.pipeline import coached_pipeline
    from keyaccount.records.deals.models import Opportunity
    from tests.actions.contracts.stage import TODAY

    story = Map()
    for person in (story.zhou, story.sun):
        card = story.place(person)
    story.say(card, "stance", "support")
    own = place_person(by=story.by, at=NOW, person=story.sun.pk, account=story.account.pk)
    story.say(own, "power", 5)
    draw_tie(
        by=story.by, at=NOW, account=story.account.pk, kind="trusts", person=story.sun.pk, other=story.zhou.pk
    )
    place = {"owner": story.zhaoqiang, "department": story.zhaoqiang.department}
    Opportunity.rows.filter(pk=story.deal.pk).update(**place)

    his = acting(story.zhaoqiang)
    found = story.map(by=his)
    assert [(one.name, one.seat, one.manager, one.unit) for one in found.cards] == [
        ("", None, None, None)
    ] * 2
    assert found.ties == [] and found.own == [] and found.units == []
    assert {name for one in found.cards for name in one.values} == {"stance"}
    assert judge_map(his, found).findings == [] and coached_pipeline(his, today=TODAY).count == 0

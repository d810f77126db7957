"""关系地图上的线：谁听谁的、谁和谁有旧、谁替友商说话，我方谁对谁。"""

from __future__ import annotations

import pytest

from keyaccount.actions.power.cut_tie import cut_tie
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.end_own_tie import end_own_tie
from keyaccount.actions.power.set_own_tie import set_own_tie
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base import language
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.queries.accounts.timeline import account_timeline
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import OwnTie, Post, Tie
from tests.actions.power.maps import Map, day
from tests.cast import NOW, account, acting

pytestmark = pytest.mark.django_db


def test_drawn_anew_with_another_weight_it_replaces_the_old_and_both_are_known() -> None:
    """钱处影响周行长：先画弱，后来知道很强。地图上只有一条线，历史里两条都在。"""
    story = Map()
    for person in (story.qian, story.zhou):
        story.place(person)
    ends = {
        "account": story.account.pk,
        "kind": "influences",
        "person": story.qian.pk,
        "other": story.zhou.pk,
    }
    first = draw_tie(by=story.by, at=NOW, raw={"weight": 1}, **ends)
    draw_tie(by=story.by, at=day(1), raw={"weight": 3, "note": "预算都先问她"}, **ends)
    assert [tie["weight"] for tie in story.map().ties] == [3]
    assert [tie["weight"] for tie in story.map(until=day(1)).ties] == [1]
    assert Tie.rows.get(pk=first.pk).removed_at == day(1)


def test_nobody_knows_today_what_will_be_seen_tomorrow() -> None:
    story = Map()
    ends = {"account": story.account.pk, "kind": "trusts", "person": story.qian.pk, "other": story.zhou.pk}
    with pytest.raises(Invalid, match="不能晚于今天"):
        draw_tie(by=story.by, at=NOW, raw={"observed_on": str(day(1).date())}, **ends)
    assert draw_tie(by=story.by, at=day(1), raw={"observed_on": str(day(1).date())}, **ends).observed_on


def test_trust_holds_both_ways_and_stands_once() -> None:
    story = Map()
    pair = {"account": story.account.pk, "kind": "trusts"}
    draw_tie(by=story.by, at=NOW, person=story.sun.pk, other=story.qian.pk, raw={"basis": "school"}, **pair)
    draw_tie(
        by=story.by, at=day(1), person=story.qian.pk, other=story.sun.pk, raw={"basis": "school"}, **pair
    )
    assert Tie.rows.filter(removed_at=None).count() == 1


def test_a_handler_ties_to_a_rival_and_nothing_else_does() -> None:
    story = Map()
    rival = story.rival()
    draw_tie(
        by=story.by, at=NOW, account=story.account.pk, kind="handler", person=story.qian.pk, rival=rival.pk
    )
    for wrong in ({"kind": "handler", "other": story.sun.pk}, {"kind": "trusts", "rival": rival.pk}, {"kind": "trusts", "other": story.qian.pk}, {"kind": "loves", "other": story.sun.pk}):  # fmt: skip
        with pytest.raises(Invalid):
            draw_tie(by=story.by, at=NOW, account=story.account.pk, person=story.qian.pk, **wrong)
    assert Tie.rows.count() == 1


def test_cut_it_is_gone_and_stays_in_the_history() -> None:
    story = Map()
    for person in (story.qian, story.zhou):
        story.place(person)
    tie = draw_tie(by=story.by, at=NOW, account=story.account.pk, kind="conflict", person=story.qian.pk, other=story.zhou.pk)  # fmt: skip
    cut_tie(by=story.by, at=day(2), id=tie.pk)
    assert story.map().ties == [] and len(story.map(until=day(1)).ties) == 1
    with pytest.raises(Missing):
        cut_tie(by=story.by, at=day(3), id=tie.pk)


def test_dragging_somebody_under_another_superior_changes_the_post() -> None:
    """把钱处拖到孙主任下面：任职里的直属上级跟着变；拖成圈会被拒绝。"""
    story = Map()
    for person in (story.zhou, story.sun, story.wu, story.qian):
        story.place(person)
    set_seat(by=story.by, at=day(1), account=story.account.pk, person=story.qian.pk, change={"reports_to": story.sun.pk})  # fmt: skip
    by_name = {card.name: card for card in story.map().cards}
    assert by_name["钱处"].manager == by_name["孙主任"].id
    before = {card.name: card for card in story.map(until=day(1)).cards}
    assert before["钱处"].manager == before["周行长"].id
    with pytest.raises(Invalid, match="自己的下级"):
        set_seat(by=story.by, at=day(2), account=story.account.pk, person=story.sun.pk, change={"reports_to": story.wu.pk})  # fmt: skip
    with pytest.raises(Conflict):
        set_seat(by=story.by, at=day(2), account=story.account.pk, person=story.qian.pk, change={"reports_to": None}, seen={"reports_to": story.zhou.pk})  # fmt: skip
    assert Post.rows.get(person=story.qian).reports_to_id == story.sun.pk


def test_nobody_reports_to_somebody_below_whatever_way_it_is_written() -> None:
    """吴工 → 孙主任 → 周行长：在任职表单里让周行长向吴工汇报会被拒绝；已结束的任职不算，改别的字段不受影响。"""
    story = Map()
    post = {name: Post.rows.get(person=getattr(story, name)) for name in ("zhou", "sun", "wu")}
    edit = {"by": story.by, "at": day(1), "entity": "post"}
    with pytest.raises(Invalid, match="自己的下级"):
        edit_record(id=post["zhou"].pk, raw={"reports_to": story.wu.pk}, **edit)
    with pytest.raises(Invalid, match="自己的下级"):
        raw = {"person": story.zhou.pk, "account": story.account.pk, "reports_to": story.wu.pk}
        create_record(by=story.by, at=day(1), entity="post", raw=raw)
    edit_record(id=post["sun"].pk, raw={"ended_on": "2026-02-01"}, **edit)
    edit_record(id=post["zhou"].pk, raw={"reports_to": story.wu.pk}, **edit)
    with pytest.raises(Invalid, match="自己的下级"):
        edit_record(id=post["sun"].pk, raw={"ended_on": None}, **edit)
    Post.rows.filter(pk=post["sun"].pk).update(ended_on=None)  # a circle from earlier times
    edit_record(id=post["sun"].pk, raw={"title": "总经理", "reports_to": story.zhou.pk}, **edit)


def test_a_line_skips_who_is_not_on_the_map() -> None:
    """吴工向孙主任汇报，孙主任不在这张图上：线画到周行长。"""
    story = Map()
    story.place(story.zhou)
    story.place(story.wu)
    cards = {card.name: card for card in story.map().cards}
    assert cards["吴工"].manager == cards["周行长"].id


def test_counterparts_with_level_wish_and_rhythm() -> None:
    story = Map()
    story.place(story.sun)
    which = {"account": story.account.pk, "person": story.sun.pk, "member": story.lilei.pk}
    set_own_tie(by=story.by, at=NOW, level=1, wanted=3, cadence_days=14, **which)
    changed = set_own_tie(by=story.by, at=day(5), level=2, wanted=3, cadence_days=14, **which)
    assert [(tie["level"], tie["wanted"]) for tie in story.map().own] == [(2, 3)]
    assert [tie["level"] for tie in story.map(until=day(1)).own] == [1]
    with pytest.raises(Invalid):
        set_own_tie(by=story.by, at=day(6), level=5, wanted=3, **which)
    end_own_tie(by=story.by, at=day(7), id=changed.pk)
    assert OwnTie.rows.filter(removed_at=None).count() == 0


def test_a_counterpart_at_one_customer_leaves_the_other_customer_alone() -> None:
    """孙主任在两家单位任职，赵强管其中一家：他在自己这边定对位，另一家的对位和日志都不动。"""
    story = Map()
    other = account("江海保险", story.zhaoqiang)
    scope = {"owner_id": story.zhaoqiang.pk, "department_id": story.zhaoqiang.department_id}
    scope |= {"is_primary": False, "created_at": NOW, "updated_at": NOW}
    Post.rows.create(person=story.sun, account=other, **scope)
    which = {"person": story.sun.pk, "member": story.lilei.pk}
    here = set_own_tie(by=story.by, at=NOW, account=story.account.pk, level=1, wanted=3, **which)
    told = Entry.rows.filter(account_id=story.account.pk).count()
    his = {"by": acting(story.zhaoqiang), "account": other.pk, **which}
    there = set_own_tie(at=day(1), level=1, wanted=3, **his)
    changed = set_own_tie(at=day(2), level=2, wanted=3, **his)
    assert there.account_id == changed.account_id == other.pk and there.pk != here.pk
    end_own_tie(by=acting(story.zhaoqiang), at=day(3), id=changed.pk)
    assert OwnTie.rows.get(removed_at=None).pk == here.pk
    assert Entry.rows.filter(account_id=story.account.pk).count() == told


def test_who_may_not_draws_nothing() -> None:
    story = Map()
    ends = {"account": story.account.pk, "kind": "trusts", "person": story.qian.pk, "other": story.zhou.pk}
    with pytest.raises(Refused):
        draw_tie(by=acting(story.auditor), at=NOW, **ends)
    for who in (story.zhaoqiang, story.security):
        with pytest.raises(Missing):
            draw_tie(by=acting(who), at=NOW, **ends)
    assert not Tie.rows.exists()


def test_时间线上的关系用看的人的语言_不用画的人的() -> None:
    story = Map()
    with language.speaking(language.EN):
        draw_tie(by=story.by, at=NOW, account=story.account.pk, kind="influences", person=story.sun.pk, other=story.qian.pk)  # fmt: skip
    assert Entry.rows.get(kind="tie.drawn").label == "孙主任 影响 钱处"
    for spoken, told in ((language.ZH_HANT, "孙主任 影響 钱处"), (language.EN, "孙主任 Influences 钱处")):
        with language.speaking(spoken):
            (one,) = account_timeline(story.by, story.account.pk, rooms=["tie"]).happenings
            assert one.label == told and told in str(one.sentence)

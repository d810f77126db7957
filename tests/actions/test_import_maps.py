"""从 Excel 导入关系地图：人、上下级、判断、关系一次进来；看不懂的行说明原因；整次导入可以撤销；导出的表能再导回来。"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from keyaccount.actions.importing.map_rows import MapRows
from keyaccount.actions.importing.rows import Given, Order
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.base.errors import Refused
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.records.deals.models import Stakeholder, StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import CustomerUnit, Person, Post, Tie
from tests.actions.power.maps import Map
from tests.cast import NOW, acting
from tests.importing import clock, outcomes, take, written

pytestmark = pytest.mark.django_db
HEAD = "name account opportunity title unit manager roles power veto stance concerns source evidence tie tie_to weight".split()  # fmt: skip


def rows(*lines: str) -> list[Given]:
    found = []
    for number, line in enumerate(lines, 2):
        cells = dict(zip(HEAD, line.split("|"), strict=False))
        found.append(Given(number, {name: value for name, value in cells.items() if value}))
    return found


LINES = (
    "郑敏|江海银行|行政系统|风险总监|风险部|周行长|审批者、影响者|4|是|中立|上线太赶；怕出事|客户亲口|会上说的|影响|周行长|3",
    "周行长|江海银行|行政系统||||决策者|5||未知",
    "郑敏|江海银行|行政系统|||||||||||有矛盾|钱处|2",
    "孙主任|江海银行||||||||爱我们",
    "某人|没有的银行||||||||支持",
)


def test_people_judgements_and_ties_come_in_and_what_is_wrong_is_told() -> None:
    story = Map()
    story.account.name_key = "江海银行"
    found = MapRows(Order(story.by, NOW)).take(rows(*LINES))
    assert [one.result for one in found] == ["created", "created", "updated", "refused", "refused"]
    assert "爱我们" in found[3].reason and "没有找到客户" in found[4].reason
    card = next(card for card in story.map().cards if card.name == "郑敏")
    assert (card.value("power"), card.value("veto"), card.value("stance")) == (4, True, "neutral")
    assert card.value("roles") == ["approver", "influencer"] and card.value("concerns") == [
        "上线太赶",
        "怕出事",
    ]
    assert card.values["stance"].said.source == "customer" and card.seat and card.seat.title == "风险总监"
    post = Post.rows.select_related("unit", "reports_to").get(person__name="郑敏")
    assert post.unit.name == "风险部" and post.reports_to.name == "周行长"
    assert set(Tie.rows.values_list("kind", "other__name")) == {
        ("influences", "周行长"),
        ("conflict", "钱处"),
    }


def test_the_same_file_twice_changes_nothing() -> None:
    story = Map()
    MapRows(Order(story.by, NOW)).take(rows(*LINES[:2]))
    before = (Person.rows.count(), StakeholderValue.rows.count(), Tie.rows.count())
    again = MapRows(Order(story.by, NOW)).take(rows(*LINES[:2]))
    assert {one.result for one in again} == {"unchanged"}
    assert (Person.rows.count(), StakeholderValue.rows.count(), Tie.rows.count()) == before


def test_a_dry_run_stores_nothing() -> None:
    story = Map()
    found = MapRows(Order(story.by, NOW, dry=True)).take(rows(*LINES))
    assert found[0].result == "created"
    assert not Stakeholder.rows.exists() and not Person.rows.filter(name="郑敏").exists()


def test_who_may_not_import_or_change_the_customer_does_not() -> None:
    story = Map()
    with pytest.raises(Refused):
        MapRows(Order(acting(story.auditor), NOW))
    found = MapRows(Order(acting(story.zhaoqiang), NOW)).take(rows(*LINES[:2]))
    assert {one.result for one in found} == {"refused"} and not Stakeholder.rows.exists()


def test_what_is_exported_can_be_imported_again() -> None:
    story = Map()
    MapRows(Order(story.by, NOW)).take(rows(*LINES[:2]))
    found = export_rows(story.by, "maps", {"opportunity": [str(story.deal.pk)]})
    told = {row["person"]: row for row in found.rows}
    assert found.count == 2 and told["郑敏"]["stance"] == "中立" and told["郑敏"]["manager"] == "周行长"
    again = [
        Given(n, {"name": row["person"], **{k: v for k, v in row.items() if v and k != "person"}})
        for n, row in enumerate(told.values())
    ]
    assert {one.result for one in MapRows(Order(story.by, NOW)).take(again)} == {"unchanged"}
    assert export_rows(acting(story.zhaoqiang), "maps", {}).count == 0


def test_a_power_that_is_no_whole_number_refuses_its_row_only() -> None:
    story = Map()
    found = MapRows(Order(story.by, NOW)).take(
        rows("孙主任|江海银行||||||³", "吴工|江海银行||||||４", "钱处|江海银行||||||3.5")
    )
    assert [one.result for one in found] == ["refused", "created", "refused"]
    assert "1 到 5" in found[0].reason and story.map(account=True)


def test_words_in_another_order_change_nothing() -> None:
    """角色换个顺序、顾虑重复一遍，还是同一句话：日志里不多一行。"""
    story = Map()
    line = "郑敏|江海银行|行政系统|风险总监|风险部|周行长|{}|4|是|中立|{}|||影响|周行长|3"
    MapRows(Order(story.by, NOW)).take(rows(line.format("审批者、影响者", "太赶；怕出事")))
    before = (StakeholderValue.rows.count(), Entry.rows.count())
    again = MapRows(Order(story.by, NOW)).take(rows(line.format("影响者、审批者", "太赶；怕出事；太赶")))
    assert [one.result for one in again] == ["unchanged"]
    assert (StakeholderValue.rows.count(), Entry.rows.count()) == before


def test_the_whole_import_is_taken_back(settings: Any, tmp_path: Path) -> None:
    """上级、部门、换过轻重的关系都回到原样；别人改过的位置留着。"""
    settings.FILES_DIR = tmp_path / "files"
    story = Map()
    pair = {"account": story.account.pk, "kind": "influences"}
    draw_tie(
        by=story.by,
        at=NOW,
        person=story.wu.pk,
        other=story.sun.pk,
        raw={"weight": 1, "note": "老同事"},
        **pair,
    )
    posts = Post.rows.order_by("pk").values_list("person__name", "unit__name", "reports_to__name")
    units, seats = CustomerUnit.rows.count(), list(posts)
    head = ("姓名", "客户", "部门", "直属上级", "关系", "对方", "强弱")
    lines = (
        ("吴工", "江海银行", "创新实验室", "周行长", "影响", "孙主任", "3"),
        ("钱处", "江海银行", "创新实验室", "孙主任", "", "", ""),
        ("新来的", "江海银行", "创新实验室", "吴工", "", "", ""),
    )
    run = take(story.by, "maps", written(tmp_path / "图.csv", head, lines))
    assert run.counts["refused"] == 0, outcomes(run)
    assert ("吴工", "创新实验室", "周行长") in list(posts.all())
    assert [tie.weight for tie in Tie.rows.filter(removed_at=None)] == [3]
    undo_import(by=story.by, at=NOW + timedelta(hours=1), id=run.pk)
    run_import(id=run.pk, now=clock(NOW + timedelta(hours=1)))
    assert {outcome for _, outcome, _ in outcomes(run)} == {"undone"}
    assert [seat for seat in posts.all() if seat[0] != "新来的"] == seats
    assert CustomerUnit.rows.count() == units and Person.rows.get(name="新来的").archived_at
    tie = Tie.rows.get(removed_at=None)
    assert (tie.weight, tie.note, tie.other_id) == (1, "老同事", story.sun.pk)
    assert not Stakeholder.rows.filter(removed_at=None).exists()

    again = take(story.by, "maps", written(tmp_path / "又.csv", head, lines[1:2]))
    set_seat(by=story.by, at=NOW + timedelta(hours=2), account=story.account.pk, person=story.qian.pk, change={"reports_to": story.wu.pk})  # fmt: skip
    undo_import(by=story.by, at=NOW + timedelta(hours=3), id=again.pk)
    run_import(id=again.pk, now=clock(NOW + timedelta(hours=3)))
    assert {outcome for _, outcome, _ in outcomes(again)} == {"kept"}
    assert ("钱处", "创新实验室", "吴工") in list(posts.all())

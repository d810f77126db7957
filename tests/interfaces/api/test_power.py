"""决策地图走接口：画图、写判断、撤回、回看过去的一天；和页面是同一张图，亲属和内线永远不出去。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.base import clock
from keyaccount.interfaces.api import openapi
from keyaccount.interfaces.api.resources import RESOURCES
from keyaccount.records.deals.models import DecisionStep, StakeholderValue
from keyaccount.records.people.models import KinTie, Post
from tests.actions.power.maps import Map
from tests.cast import NOW
from tests.interfaces.api.caller import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Map:
    return Map()


@pytest.fixture
def lilei(world) -> Caller:
    return Caller(world.lilei)


def deal(world) -> str:
    return f"/opportunities/{world.deal.pk}"


def placed(world, lilei, person) -> str:
    made = lilei.post(f"{deal(world)}/map/people", {"person": str(person.pk)})
    assert made.status_code == 200, made.data
    return made.data["id"]


def cards(told) -> dict:
    return {card["name"]: card for card in told.data["cards"]}


def test_放上人_写下态度和依据_地图上就是它_撤回回到没说过(world, lilei):
    card = placed(world, lilei, world.sun)
    said = {"attribute": "stance", "value": "support", "source": "customer", "evidence": "例会上表态"}
    made = lilei.post(f"/stakeholders/{card}/values", {**said, "seen": None})
    assert made.status_code == 200 and made.data["stakeholder"] == card, made.data
    shown = cards(lilei.get(f"{deal(world)}/map"))["孙主任"]["values"]["stance"]
    assert (shown["value"], shown["id"], shown["evidence"]) == ("support", made.data["id"], "例会上表态")
    crossed = lilei.post(f"/stakeholders/{card}/values", {**said, "value": "oppose", "seen": None})
    assert crossed.status_code == 409
    back = lilei.post(f"/stakeholder-values/{made.data['id']}/undo", {})
    assert back.status_code == 200 and back.data["value"] is None
    assert "stance" not in cards(lilei.get(f"{deal(world)}/map"))["孙主任"]["values"]
    assert StakeholderValue.rows.filter(stakeholder=card, attribute="stance").count() == 2


def test_占位的人找到了_拿掉又放回(world, lilei):
    made = lilei.post(f"{deal(world)}/map/placeholders", {"label": "分管副行长", "unit": str(world.it.pk)})
    card = f"/stakeholders/{made.data['id']}"
    assert lilei.post(f"{card}/identify", {"person": str(world.zhou.pk)}).data["person"] == str(world.zhou.pk)
    assert "周行长" in cards(lilei.get(f"{deal(world)}/map"))
    assert lilei.post(f"{card}/remove", {}).data["removed_at"]
    assert "周行长" not in cards(lilei.get(f"{deal(world)}/map"))
    assert lilei.post(f"{card}/restore", {}).data["removed_at"] is None


def test_连线_对位_汇报关系(world, lilei):
    for one in (world.zhou, world.sun, world.qian):
        placed(world, lilei, one)
    account = f"/accounts/{world.account.pk}"
    tie = {"kind": "influences", "person": str(world.qian.pk), "other": str(world.zhou.pk), "weight": 3}
    drawn = lilei.post(f"{account}/ties", tie)
    assert drawn.status_code == 200 and drawn.data["weight"] == 3, drawn.data
    own = {"member": str(world.hanmei.pk), "person": str(world.zhou.pk), "level": 1, "wanted": 3}
    faced = lilei.post(f"{account}/own-ties", own)
    assert faced.status_code == 200 and faced.data["wanted"] == 3
    told = lilei.get(f"{deal(world)}/map")
    assert [one["id"] for one in told.data["ties"]] == [drawn.data["id"]]
    assert cards(told)["周行长"]["own"][0]["member"] == str(world.hanmei.pk)
    seat = lilei.post(f"{account}/seats", {"person": str(world.zhou.pk), "reports_to": str(world.sun.pk)})
    assert seat.status_code == 422
    seat = lilei.post(f"{account}/seats", {"person": str(world.qian.pk), "reports_to": str(world.sun.pk)})
    assert seat.status_code == 200 and Post.rows.get(person=world.qian).reports_to_id == world.sun.pk
    assert lilei.post(f"/ties/{drawn.data['id']}/cut", {}).data["removed_at"]
    assert lilei.post(f"/own-ties/{faced.data['id']}/end", {}).data["removed_at"]
    told = lilei.get(f"{deal(world)}/map")
    assert told.data["ties"] == [] and cards(told)["周行长"]["own"] == []


def test_回看过去的一天_将来和乱写的日期被拒绝(world, lilei):
    world.place(world.sun)
    place = f"{deal(world)}/map"
    assert [c["name"] for c in lilei.get(f"{place}?at={clock.day_of(NOW)}").data["cards"]] == ["孙主任"]
    before = clock.day_of(NOW) - timedelta(days=1)
    assert lilei.get(f"{place}?at={before}").data["cards"] == []
    tomorrow = clock.day_of(clock.now()) + timedelta(days=1)
    for wrong in (str(tomorrow), "1-1", "1900-01-01"):
        assert lilei.get(f"{place}?at={wrong}").status_code == 422
    assert lilei.get(f"{place}?sort=name").status_code == 422


def test_步骤写下先后_提醒先不管要写原因(world, lilei):
    ids = []
    for name in ("立项", "招标"):
        raw = {"opportunity": str(world.deal.pk), "name": name, "route": "sign"}
        made = lilei.post("/decision-steps", raw)
        assert made.status_code == 201, made.data
        ids.append(made.data["id"])
    assert lilei.post(f"/decision-steps/{ids[1]}/after", {"after": ids[:1]}).status_code == 200
    assert lilei.post(f"/decision-steps/{ids[0]}/after", {"after": ids[1:]}).status_code == 422
    steps = {one["name"]: one for one in lilei.get(f"{deal(world)}/map").data["steps"]}
    assert steps["招标"]["after"] == ids[:1] and steps["招标"]["critical"]
    found = lilei.get(f"{deal(world)}/map").data["findings"]
    assert found
    rule, about = found[0]["rule"], found[0]["card"] or found[0]["step"] or ""
    muted = lilei.post(f"{deal(world)}/mutes", {"rule": rule, "subject": about, "reason": "下周见"})
    assert muted.status_code == 200, muted.data
    after = lilei.get(f"{deal(world)}/map").data["findings"]
    assert (rule, about) not in {(one["rule"], one["card"] or one["step"] or "") for one in after}
    assert lilei.post(f"/coach-mutes/{muted.data['id']}/revoke", {}).data["revoked_at"]
    assert lilei.post(f"{deal(world)}/mutes", {"rule": rule, "reason": " "}).status_code == 422


def test_亲属_个人情况_内线不在任何接口里(world, lilei):
    KinTie.rows.create(account=world.account, person=world.zhou, other=world.qian, created_at=NOW)
    for one in (world.zhou, world.qian):
        placed(world, lilei, one)
    told = lilei.get(f"{deal(world)}/map")
    assert told.data["ties"] == [] and '"kin"' not in told.content.decode().replace(" ", "")
    offered = {one.entity for one in RESOURCES}
    assert not offered & {"kin_tie", "profile_entry"} and not any("insider" in one for one in offered)
    paths = " ".join(openapi.document()["paths"])
    assert not any(word in paths for word in ("insider", "kin", "profile"))


def test_别的部门看不到地图_只读的令牌写不了(world, lilei):
    card = placed(world, lilei, world.sun)
    stranger = Caller(world.zhaoqiang)
    for path in (deal(world), f"/accounts/{world.account.pk}"):
        assert stranger.get(f"{path}/map").status_code == 404
    said = {"attribute": "veto", "value": True}
    assert stranger.post(f"/stakeholders/{card}/values", said).status_code == 404
    reader = Caller(world.lilei, "read")
    assert reader.get(f"{deal(world)}/map").status_code == 200
    assert reader.post(f"/stakeholders/{card}/values", said).status_code == 403
    assert not StakeholderValue.rows.filter(attribute="veto").exists()


def test_看不懂的值被拒绝_说明原因(world, lilei):
    card = placed(world, lilei, world.sun)
    for said in (
        {"attribute": "power", "value": 9},
        {"attribute": "stance", "value": "maybe"},
        {"attribute": "stance", "value": {"a": 1}},
        {"attribute": "roles", "value": ["nobody"]},
        {"attribute": "concerns", "value": ["a" * 5000]},
        {"attribute": "shown", "value": False},
        {"attribute": "person", "value": str(world.wu.pk)},
        {"attribute": "win", "value": "x", "certainty": "sure"},
    ):
        assert lilei.post(f"/stakeholders/{card}/values", said).status_code == 422, said
    assert DecisionStep.rows.count() == 0

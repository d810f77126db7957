"""商机资料页上的决策流程和理由，产品价目里的友商：看得见、改得动、拦得住（PPL-6、INT-3）。"""

from __future__ import annotations

import json

import pytest

from keyaccount.actions.library import rival_rules
from keyaccount.records.deals.models import DecisionOrder, DecisionStep, Reason
from keyaccount.records.library.models import Rival
from tests.interfaces.web.deals_world import Deals
from tests.interfaces.web.page_world import HTMX, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Deals:
    return Deals()


def read(world: Deals, who: str = "lilei") -> str:
    return str(browser(getattr(world, who)).get(world.place("details/")).content.decode())


def test_一键带出常见步骤_标出决定日期的一步_改先后(world: Deals) -> None:
    client = browser(world.lilei)
    assert "从打法带出常见步骤" in read(world)
    assert client.post(world.place("steps/usual"), headers=HTMX).status_code == 204
    page = read(world)
    assert "技术评审" in page and "决定日期的一步" in page and "等：技术评审、预算审批" in page
    assert "从打法带出常见步骤" not in page
    assert client.post(world.place("steps/usual"), headers=HTMX).status_code == 422
    steps = {step.kind: step for step in DecisionStep.rows.all()}
    tender = world.place(f"steps/{steps['tender'].pk}")
    form = client.get(tender, headers=HTMX).content.decode()
    assert "要等哪些步骤走完" in form and form.count(" checked") == 2
    raw = {
        "name": "公开招标", "route": "sign", "kind": "tender", "usual_days": "45", "state": "waiting",
        "after": [str(steps["budget"].pk)], "version": str(steps["tender"].version),
    }  # fmt: skip
    assert client.post(tender, raw, headers=HTMX).status_code == 204
    assert DecisionOrder.rows.filter(step=steps["tender"]).count() == 1
    raw |= {"after": [str(steps["signing"].pk)], "version": ""}
    refused = client.post(tender, raw, headers=HTMX)
    assert refused.status_code == 422 and "步骤不能互相等待" in refused.content.decode()
    assert 'value="公开招标"' in refused.content.decode()


def test_添加和删除一步_看不到商机的人进不来(world: Deals) -> None:
    client = browser(world.lilei)
    new = world.place("steps/new")
    assert client.get(new, headers=HTMX).status_code == 200
    assert client.post(new, {"name": "", "route": "sign"}, headers=HTMX).status_code == 422
    assert client.post(new, {"name": "校长办公会", "route": "sign"}, headers=HTMX).status_code == 204
    step = DecisionStep.rows.get()
    assert "校长办公会" in read(world) and "还不知道谁负责" in read(world)
    for who in ("wangfang", "finance"):
        other = browser(getattr(world, who))
        for place in (new, world.place(f"steps/{step.pk}"), world.place("steps/usual")):
            assert other.post(place, {"name": "x"}, headers=HTMX).status_code in (403, 404)
    elsewhere = world.place(f"steps/{step.pk}", world.hotline.pk)
    assert browser(world.hanmei).get(elsewhere, headers=HTMX).status_code == 404
    gone = client.post(world.place(f"parts/decision_step/{step.pk}/remove"), headers=HTMX)
    assert gone.status_code == 204 and not DecisionStep.rows.exists()


def test_选我们的理由写在资料页(world: Deals) -> None:
    client = browser(world.lilei)
    raw = {"sentence": "同行三家已经在用，出了问题有人一起查", "safety": "不用换现有系统"}
    assert client.post(world.place("parts/reason/new"), raw, headers=HTMX).status_code == 204
    page = read(world)
    assert "同行三家已经在用" in page and "不用换现有系统" in page
    row = Reason.rows.get()
    change = world.place(f"parts/reason/{row.pk}")
    assert client.post(change, {**raw, "proof": "三份验收报告"}, headers=HTMX).status_code == 204
    assert "三份验收报告" in read(world)


def test_友商_干活的人添加_运营停用_重名说明白(world: Deals) -> None:
    client, ops = browser(world.lilei), browser(world.ops)
    assert "还没有友商" in client.get("/products/rivals/").content.decode()
    new = "/contracts/parts/rival/new"
    assert client.post(new, {"name": "友联软件", "note": "价格低"}, headers=HTMX).status_code == 204
    again = client.post(new, {"name": "友联软件"}, headers=HTMX)
    assert again.status_code == 422 and "“友联软件”已经有了" in again.content.decode()
    row = Rival.rows.get()
    page = client.get("/products/rivals/").content.decode()
    assert "价格低" in page and "/archive" not in page
    assert client.post(f"/products/rivals/{row.pk}/archive", headers=HTMX).status_code == 403
    assert ops.post(f"/products/rivals/{row.pk}/archive", headers=HTMX).status_code == 204
    assert "已停用" in client.get("/products/rivals/").content.decode()
    assert client.post(new, {"name": "友联软件"}, headers=HTMX).status_code == 204
    assert ops.post(f"/products/rivals/{row.pk}/restore", headers=HTMX).status_code == 422
    assert Rival.rows.filter(archived_at=None).count() == 1


def test_两个人同一刻加同一家友商_后一个得到话_不是报错页(
    world: Deals, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, new = browser(world.lilei), "/contracts/parts/rival/new"
    assert client.post(new, {"name": "智音科技"}, headers=HTMX).status_code == 204
    monkeypatch.setattr(rival_rules, "everything", lambda model, why: model.rows.none())
    answer = client.post(new, {"name": "智音科技"}, headers=HTMX)
    assert answer.status_code == 409
    assert json.loads(answer.headers["HX-Trigger"])["ka:toast"]["text"] == "已有同样的记录"
    assert Rival.rows.count() == 1

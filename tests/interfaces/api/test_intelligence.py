"""情报的接口：记、改、对照、裁定、撤回；令牌设不了也看不到只给指定的人看的。"""

from __future__ import annotations

from typing import Any

import pytest

from keyaccount.records.deals.models import Intelligence
from tests.actions.intelligence.cast import Told
from tests.interfaces.api.caller import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Told:
    return Told()


def test_从记下到裁定(world: Told) -> None:
    api = Caller(world.lilei)
    one = api.post("/intelligence", world.raw("预算两百万"))
    assert one.status_code == 201, one.data
    other = api.post("/intelligence", world.raw("预算八十万", source_person=world.chen)).data
    at = f"/intelligence/{one.data['id']}"
    body: dict[str, Any] = {"other": other["id"], "relation": "contradicts"}
    pair = api.post(f"{at}/pairs", body)
    assert pair.status_code == 200, pair.data
    assert api.get(f"{at}/standing").data["state"] == "disputed"
    settled = api.post(
        f"/intelligence-pairs/{pair.data['id']}/settle", {"holds": other["id"], "why": "批复写着八十万"}
    )
    assert settled.status_code == 200 and settled.data["holds"] == other["id"]
    assert api.get(f"{at}/standing").data == {
        "state": "refuted",
        "by": [other["id"]],
        "right": 0,
        "wrong": 1,
        "open": 0,
        "percent": None,
    }
    assert api.get(at).data["outcome"] == "wrong"
    assert api.delete(f"/intelligence-pairs/{pair.data['id']}").status_code == 403


def test_改_判真假_撤回(world: Told) -> None:
    api, row = Caller(world.lilei), world.told("预算两百万")
    at = f"/intelligence/{row.pk}"
    assert api.post(f"{at}/correct", {"statement": "预算三百万", "version": 1}).data["version"] == 2
    assert api.post(f"{at}/correct", {"statement": "预算八十万", "version": 1}).status_code == 409
    assert api.post(f"{at}/outcome", {"outcome": "right", "on": "2026-03-02"}).data["outcome"] == "right"
    assert api.post(f"{at}/withdraw", {"why": "记错了"}).data["withdrawn_why"] == "记错了"
    assert api.patch(at, {"statement": "又改"}).status_code in (404, 405)


def test_标底不收_说明可以记什么_不能借接口藏起来(world: Told) -> None:
    api = Caller(world.lilei)
    answer = api.post("/intelligence", world.raw("标底是三百万"))
    assert answer.status_code == 422 and "可以记公开的信息" in str(answer.data)
    assert api.post("/intelligence", world.raw("预算两百万", secret="1")).status_code == 422
    assert Caller(world.lilei, "read").post("/intelligence", world.raw("预算两百万")).status_code == 403
    assert not Intelligence.rows.exists()

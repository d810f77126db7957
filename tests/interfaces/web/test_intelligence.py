"""情报的页面：列表、客户和商机里的一栏、一条的页面；设为只给指定的人看的，别人处处看不见。"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from keyaccount.actions.intelligence.edit_intelligence import edit_intelligence
from keyaccount.actions.intelligence.name_reader import drop_reader, name_reader
from keyaccount.actions.intelligence.pair_intelligence import pair_intelligence
from keyaccount.actions.intelligence.withdraw_intelligence import withdraw_intelligence
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.queries.intelligence.telling import intelligence_of
from keyaccount.queries.search.find import find
from keyaccount.records.deals.models import Intelligence, IntelligencePair
from tests.actions.intelligence.cast import TODAY, Told
from tests.cast import NOW, acting
from tests.interfaces.api.caller import Caller
from tests.interfaces.web.page_world import HTMX, browser, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Told:
    return Told()


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def typed(world: Told, **more: Any) -> dict[str, Any]:
    return world.raw(more.pop("statement", "预算两百万"), **more)


def test_记一条_有说同一件事的就带去对照(world: Told) -> None:
    client = browser(world.lilei)
    assert client.post("/intelligence/new", typed(world), headers=HTMX).status_code == 204
    second = typed(world, source_person=world.chen, statement="今年只批了八十万")
    answer = client.post("/intelligence/new", second, headers=HTMX)
    row = Intelligence.rows.get(statement="今年只批了八十万")
    first = Intelligence.rows.exclude(pk=row.pk).get()
    assert answer.headers["HX-Redirect"] == f"/intelligence/{row.pk}/#compare"
    page = text(client, f"/intelligence/{row.pk}/")
    assert "预算两百万" in page and "互相矛盾" in page
    answer = client.post(f"/intelligence/{row.pk}/with/{first.pk}/contradicts", headers=HTMX)
    assert answer.status_code == 204
    assert "裁定以哪条为准" in text(client, f"/intelligence/{row.pk}/")
    pair = IntelligencePair.rows.get()
    settle = f"/intelligence/{row.pk}/pairs/{pair.pk}/settle"
    assert "预算两百万" in text(client, settle)
    assert client.post(settle, {"holds": str(row.pk)}, headers=HTMX).status_code == 422
    said = {"holds": str(row.pk), "why": "批复写着八十万", "on": "2026-03-02"}
    assert client.post(settle, said, headers=HTMX).status_code == 204
    assert "批复写着八十万" in text(client, f"/intelligence/{first.pk}/")
    assert "不成立" in text(client, "/intelligence/?held=refuted")


def test_裁定时两条并排_看得到来源_等级_日期_被拒后打过的字都在(world: Told) -> None:
    one = world.told("预算两百万", learned_on="2026-02-11", reliability="A", credibility="2")
    other = world.told("只批了八十万", source_person=world.chen, learned_on="2026-02-26", reliability="C")
    by, client = acting(world.lilei), browser(world.lilei)
    made = pair_intelligence(by=by, at=NOW, id=one.pk, other=other.pk, relation="contradicts")
    address = f"/intelligence/{one.pk}/pairs/{made.pk}/settle"
    panel = text(client, address)
    for words in (
        ("预算两百万", "王建国", "A2", "2026-02-11"),
        ("只批了八十万", "陈工", "C3", "2026-02-26"),
    ):
        (card,) = (each for each in re.findall(r"<label.*?</label>", panel, re.S) if words[0] in each)
        assert all(word in card for word in words), card
        assert 'type="radio"' in card and "checked" not in card
    typed = {"holds": str(other.pk), "why": "批复上的标底是八十万", "on": "2026-02-27"}
    answer = client.post(address, typed, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and "可以记公开的信息" in page
    assert re.search(rf'value="{other.pk}" required checked', page)
    assert not re.search(rf'value="{one.pk}" required checked', page)
    assert all(word in page for word in ("批复上的标底是八十万", "2026-02-27", "预算两百万", "陈工"))
    answer = client.post(address, {"why": "批复写着", "on": "2026-02-27"}, headers=HTMX)
    assert answer.status_code == 422 and "请选以哪条为准" in answer.content.decode()
    assert IntelligencePair.rows.get().resolved_on is None


def test_不收的内容_说明原因_打过的字都在(world: Told) -> None:
    client = browser(world.lilei)
    answer = client.post(
        "/intelligence/new", typed(world, statement="标底三百万", how="饭桌上"), headers=HTMX
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(word in page for word in ("标底三百万", "饭桌上", "可以记公开的信息"))
    assert not Intelligence.rows.exists()


def test_列表能筛能找_印证情况按看的人算(world: Told) -> None:
    one = world.told("预算两百万")
    other = world.told("批了两百万", source_person=world.chen, about="criterion", opportunity=world.deal)
    client, by = browser(world.lilei), acting(world.lilei)
    assert "预算两百万" not in text(client, "/intelligence/?held=confirmed")
    pair_intelligence(by=by, at=NOW, id=one.pk, other=other.pk, relation="agrees")
    assert "批了两百万" in text(client, "/intelligence/?held=confirmed")
    assert "批了两百万" not in text(client, "/intelligence/?held=single")
    page = text(client, "/intelligence/?q=批了")
    assert "批了两百万" in page and "预算两百万" not in page
    for narrowed in ("about=criterion", "reliability=B", f"source_person={world.chen.pk}"):
        assert "批了两百万" in text(client, f"/intelligence/?{narrowed}")
    assert "批了两百万" in text(client, f"/deals/{world.deal.pk}/intelligence/")
    assert "预算两百万" not in text(client, f"/deals/{world.deal.pk}/intelligence/")
    assert "预算两百万" in text(client, f"/accounts/{world.account.pk}/intelligence/")


def test_每个动作的面板打得开_做完有回话(world: Told) -> None:
    row = world.told("预算两百万", opportunity=world.deal)
    client, at = browser(world.lilei), f"/intelligence/{row.pk}"
    for name in ("edit", "outcome", "withdraw", "readers", "links"):
        assert client.get(f"{at}/{name}").status_code == 200, name
    assert client.get("/intelligence/filters").status_code == 200
    saved = client.post(f"{at}/edit", typed(world, statement="预算二百万", version=1), headers=HTMX)
    assert saved.status_code == 204
    linked = client.post(f"{at}/links", {"record": f"opportunity:{world.deal.pk}"}, headers=HTMX)
    assert linked.status_code == 204 and "联络中心改造" in text(client, f"{at}/")
    assert client.post(f"{at}/outcome", {"outcome": "right"}, headers=HTMX).status_code == 204
    assert client.post(f"{at}/withdraw", {"why": ""}, headers=HTMX).status_code == 422
    assert client.post(f"{at}/withdraw", {"why": "记错了"}, headers=HTMX).status_code == 204
    assert "记错了" in text(client, f"{at}/")


def _views(world: Told, public: Intelligence) -> dict[str, Callable[[Any], Any]]:
    """Everything through which somebody could notice, by name; each is asked for as one colleague."""

    def page(path: str) -> Callable[[Any], Any]:
        return lambda member: re.sub(r"[A-Za-z0-9]{64}", "", _body(browser(member), path))

    def api(path: str) -> Callable[[Any], Any]:
        return lambda member: Caller(member).get(path).data

    paths = ("/intelligence/", "/intelligence/?q=预算", "/intelligence/?held=disputed", "/intelligence/?held=single",
             f"/intelligence/{public.pk}/", f"/accounts/{world.account.pk}/", f"/accounts/{world.account.pk}/intelligence/",
             f"/accounts/{world.account.pk}/timeline/", f"/deals/{world.deal.pk}/intelligence/", f"/people/{world.chen.pk}/",
             "/settings/audit/", "/search/?q=密约")  # fmt: skip
    feeds = ("/intelligence", "/intelligence-pairs", f"/intelligence/{public.pk}/standing", f"/accounts/{world.account.pk}/timeline", "/changes")  # fmt: skip
    return {path: page(path) for path in paths} | {f"api {path}": api(path) for path in feeds}


def _body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def _seen(world: Told, public: Intelligence, members: list[Any]) -> dict[tuple[str, str], Any]:
    return {
        (name, member.login): view(member)
        for name, view in _views(world, public).items()
        for member in members
    }


def test_只给指定的人看的_没有它_有它_换了内容_别人看到的一模一样(world: Told) -> None:
    public = world.told("预算两百万", opportunity=world.deal)
    others = [world.hanmei, world.boss, world.auditor, world.security, world.ops, world.zhaoqiang]
    absent = _seen(world, public, others)
    more = {"source_person": world.chen, "opportunity": world.deal, "secret": "1"}
    secret = world.told("密约：预算其实八十万", **more)
    by = acting(world.lilei)
    pair_intelligence(by=by, at=NOW, id=secret.pk, other=public.pk, relation="contradicts")
    name_reader(by=by, at=NOW, id=secret.pk, member=world.wangfang.pk)
    assert _seen(world, public, others) == absent
    edit_intelligence(by=by, at=NOW, id=secret.pk, raw={"statement": "密约：换成三百万", "reliability": "A"})
    withdraw_intelligence(by=by, at=NOW, id=secret.pk, why="作废")
    assert _seen(world, public, others) == absent
    client = browser(world.hanmei)
    for path in ("", "edit", "outcome", "withdraw", "readers", "links"):
        assert client.get(f"/intelligence/{secret.pk}/{path}").status_code == 404, path


def test_记录人和知情人看得到_令牌谁的都看不到_知情人改不了(world: Told) -> None:
    secret = world.told("密约：预算八十万", secret="1")
    public = world.told("预算两百万", source_person=world.chen)
    by = acting(world.lilei)
    pair_intelligence(by=by, at=NOW, id=secret.pk, other=public.pk, relation="contradicts")
    states = {one.standing.state for one in intelligence_of(by, TODAY, account=world.account.pk).rows}
    assert states == {"disputed"}
    (only,) = intelligence_of(acting(world.hanmei), TODAY, account=world.account.pk).rows
    assert only.standing.state == "single"
    assert "密约" in text(browser(world.lilei), "/intelligence/")
    for member in (world.lilei, world.hanmei):
        api = Caller(member)
        assert [row["id"] for row in api.get("/intelligence").data["items"]] == [str(public.pk)]
        assert api.get(f"/intelligence/{secret.pk}").status_code == 404
        assert api.get(f"/intelligence/{public.pk}/standing").data["state"] == "single"
    assert not find(by, "密约").groups
    with pytest.raises(Missing):
        edit_intelligence(by=acting(world.hanmei), at=NOW, id=secret.pk, raw={"how": "电话"})
    name_reader(by=by, at=NOW, id=secret.pk, member=world.hanmei.pk)
    assert "密约" in text(browser(world.hanmei), f"/intelligence/{secret.pk}/")
    with pytest.raises(Refused):
        edit_intelligence(by=acting(world.hanmei), at=NOW, id=secret.pk, raw={"how": "电话"})
    drop_reader(by=by, at=NOW, id=secret.pk, member=world.hanmei.pk)
    assert browser(world.hanmei).get(f"/intelligence/{secret.pk}/").status_code == 404
    with pytest.raises(Invalid):
        name_reader(by=by, at=NOW, id=secret.pk, member=world.admin.pk)


def test_条数再多_查询数不变(world: Told) -> None:
    client = browser(world.lilei)
    paths = ("/intelligence/", "/intelligence/?held=disputed", f"/accounts/{world.account.pk}/intelligence/",
             f"/deals/{world.deal.pk}/intelligence/")  # fmt: skip

    def more(count: int) -> None:
        for n in range(count):
            rows = [world.told(f"第 {n} 次", source_person=who, opportunity=world.deal) for who in (world.wang, world.chen)]  # fmt: skip
            pair_intelligence(
                by=acting(world.lilei), at=NOW, id=rows[0].pk, other=rows[1].pk, relation="contradicts"
            )

    more(2)
    for path in paths:
        client.get(path)
    few = [queries(client, path) for path in paths]
    more(12)
    assert [queries(client, path) for path in paths] == few


def test_全局搜索找得到情报_只在看得见的人那里_撤回的和限人知道的不在(world: Told) -> None:
    row = world.told("机房预算两百万", how="饭后听陈总说起")
    world.told("机房要密改方案", secret="1")
    gone = world.told("机房已经定了别家")
    withdraw_intelligence(by=acting(world.lilei), at=NOW, id=gone.pk, why="记错了")
    (group,) = find(acting(world.lilei), "机房").groups
    assert [hit.id for hit in group.hits] == [row.pk]
    assert [hit.id for hit in find(acting(world.lilei), "饭后 预算").groups[0].hits] == [row.pk]
    page = text(browser(world.lilei), "/search/?q=机房")
    assert f"/intelligence/{row.pk}/" in page and "密改" not in page and "别家" not in page
    found = Caller(world.lilei).get("/search?q=机房&entities=intelligence").data["items"]
    assert [(one["id"], one["account"]) for one in found] == [(str(row.pk), str(world.account.pk))]
    assert not find(acting(world.admin), "机房").groups
    assert not browser(world.lilei).get("/search/suggest?q=机房").json()["groups"]

"""内线的页面：页签人人一样，标题只有代号，地址里没有名字，缺什么说清楚。"""

from __future__ import annotations

import pytest

from keyaccount.records.people.models import Insider, InsiderLog, InsiderReader, InsiderStep
from tests.actions.insiders.story import ON, Story
from tests.interfaces.web.page_world import HTMX, browser, queries

pytestmark = pytest.mark.django_db
SHOWN = 32  # queries of an insider's page, whatever is on it


@pytest.fixture
def story() -> Story:
    return Story()


def test_从零开始到确认_全在页面上(story):
    page = browser(story.lilei)
    at = f"/accounts/{story.account.pk}/insiders/"
    empty = page.get(at)
    assert empty.headers["Cache-Control"] == "private, no-store"
    assert "关键时刻替我们说话" in (text := empty.content.decode()) and "孙主任" in text
    panel = page.get(f"{at}new?person={story.sun.pk}", headers=HTMX).content.decode()
    assert "孙主任" in panel and "代号" in panel
    raw = {"person": story.sun.pk, "code_name": "灯塔", "why": "懂技术"}
    begun = page.post(f"{at}new", raw, headers=HTMX)
    row = Insider.rows.get()
    assert begun.headers["HX-Redirect"] == f"/insiders/{row.pk}/"
    one = f"/insiders/{row.pk}/"

    def post(verb, status=204, **data):
        answer = page.post(f"{one}{verb}", data, headers=HTMX)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    assert "第一步" in post("state/developing", 422)
    post("step", title="请他讲难处", due_on="2026-03-09")
    post("state/developing")
    assert "主动告诉我们消息" in post("state/confirmed", 422)
    for kind in ("told", "stood", "shares"):
        post("test", kind=kind, observed_on=ON.isoformat(), evidence="会上说的")
    assert "红包" in post("need", 422, kind="other", way="training", safe="发个红包就安全")
    post("need", kind="other", way="training", safe="公开的课")
    post("reader", member=story.hanmei.pk)
    post("edit", code_name="海风", why="懂技术", risk="别声张")
    post("reason", opportunity=story.deal.pk, sentence="三家同行用了两年")
    post(f"stepped/{InsiderStep.rows.get().pk}")
    shown = page.get(one).content.decode()
    assert "<title>海风" in shown and "三家同行用了两年" in shown and "韩梅" in shown


def test_标题和地址没有联系人的名字_每次查看都记下(story):
    row = story.begin()
    shown = browser(story.lilei).get(f"/insiders/{row.pk}/").content.decode()
    head = shown[: shown.index("</head>")]
    assert "灯塔" in head and "孙主任" not in head
    assert InsiderLog.rows.filter(insider=row, kind="opened", by=story.lilei.pk).count() == 1


def test_没被点名的人看到同一个页签和同一页(story):
    address = f"/accounts/{story.account.pk}/insiders/"
    before = browser(story.hanmei).get(address).content
    row = story.begin()
    after = browser(story.hanmei).get(address)
    assert len(after.content) == len(before) and "灯塔" not in after.content.decode()
    for way in ("", "edit", "reason", "hand"):
        assert browser(story.hanmei).get(f"/insiders/{row.pk}/{way}").status_code == 404
    assert 'insiders/"' in browser(story.hanmei).get(f"/accounts/{story.account.pk}/").content.decode()
    assert browser(story.ops).get(address).status_code == 404


def test_移交和删除后回到客户页(story):
    row = story.begin()
    page = browser(story.lilei)
    answer = page.post(f"/insiders/{row.pk}/hand-over", {"member": story.wangfang.pk}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == f"/accounts/{story.account.pk}/insiders/"
    assert page.get(f"/insiders/{row.pk}/").status_code == 404
    taker = browser(story.wangfang)
    assert taker.get(f"/insiders/{row.pk}/").status_code == 200
    assert taker.post(f"/insiders/{row.pk}/forget", headers=HTMX).status_code == 204
    assert not Insider.rows.exists() and not InsiderReader.rows.exists()


def test_内线页的查询次数不随内容增加(story):
    row = story.confirmed()
    first = queries(browser(story.lilei), f"/insiders/{row.pk}/")
    for _ in range(3):
        story.observe(row)
    assert queries(browser(story.lilei), f"/insiders/{row.pk}/") <= min(first, SHOWN)

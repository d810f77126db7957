"""总监在真实浏览器里改打法：改权重和阶段名、看不同、发布，新商机照新版；页面无障碍，手机不横向滚动。"""

from __future__ import annotations

from typing import Any

import pytest

from keyaccount.playbook import reader
from tests.browser.conftest import Site
from tests.browser.test_journeys import signed_in, violations

pytestmark = pytest.mark.browser
PAGES = ("/playbook/", "/playbook/editions/", "/playbook/draft/", "/playbook/draft/text/")
QUESTION = "/playbook/draft/edit/questions/need_clear/"
STAGE = "/playbook/draft/edit/pipelines/ka/stages/seek/"
COACH = "/playbook/draft/edit/coach/key_silent/"
SHIPPED = reader.default().number


def looked_at(page: Any, site: Site, place: str) -> None:
    assert page.goto(site.url + place).status == 200
    page.wait_for_load_state("networkidle")
    assert violations(page) == [], place
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    page.set_viewport_size({"width": 1440, "height": 900})


def changed(page: Any, site: Site, place: str, field: str, value: str) -> None:
    page.goto(site.url + place)
    page.fill(f'[name="{field}"]', value)
    page.get_by_role("button", name="存入草稿").click()
    page.wait_for_url("**/playbook/draft/")


def test_总监改打法_发布后看得见(browser: Any, site: Site) -> None:
    page = signed_in(browser, site, "shenzhiyuan")
    page.goto(site.url + "/playbook/editions/")
    page.get_by_role("button", name="写新版本").click()
    page.wait_for_url("**/playbook/draft/")
    for place in (*PAGES, QUESTION, STAGE, COACH):
        looked_at(page, site, place)
    changed(page, site, QUESTION, "weight", "5")
    changed(page, site, STAGE, "label.zh-hans", "挖掘商机")
    changed(page, site, COACH, "when.1.at_least", "45")
    differences = page.locator("main table").first.inner_text()
    assert all(word in differences for word in ("权重", "挖掘商机", "days_since_met at_least 45"))
    page.get_by_role("button", name="发布").click()
    page.wait_for_url("**/playbook/editions/")
    assert f"第 {SHIPPED + 1} 版" in page.locator("main").inner_text()
    looked_at(page, site, f"/playbook/editions/{SHIPPED}/compare/{SHIPPED + 1}/")
    page.goto(site.url + "/playbook/")
    assert "挖掘商机" in page.locator("main").inner_text()
    assert page.faults == []
    page.context.close()

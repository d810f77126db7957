"""总监在真实浏览器里改打法：改权重和阶段名、看不同、发布，新商机照新版；页面无障碍，手机不横向滚动。"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.test_journeys import signed_in, violations

pytestmark = pytest.mark.browser
PAGES = ("/playbook/", "/playbook/editions/", "/playbook/draft/", "/playbook/draft/text/")
QUESTION = "/playbook/draft/edit/questions/need_clear/"
STAGE = "/playbook/draft/edit/pipelines/ka/stages/seek/"


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
    for place in (*PAGES, QUESTION, STAGE):
        looked_at(page, site, place)
    changed(page, site, QUESTION, "weight", "5")
    changed(page, site, STAGE, "label.zh-hans", "挖掘商机")
    differences = page.locator("main table").first.inner_text()
    assert "权重" in differences and "挖掘商机" in differences
    page.get_by_role("button", name="发布").click()
    page.wait_for_url("**/playbook/editions/")
    assert "第 3 版" in page.locator("main").inner_text()
    looked_at(page, site, "/playbook/editions/2/compare/3/")
    page.goto(site.url + "/playbook/")
    assert "挖掘商机" in page.locator("main").inner_text()
    assert page.faults == []
    page.context.close()

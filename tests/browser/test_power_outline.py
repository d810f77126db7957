"""关系地图的大纲和真实组织：读屏和手机用大纲读到同样的内容、做同样的事；真实组织画出来不重叠。"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.test_journeys import signed_in, violations
from tests.shared_data import ROOT, shared

pytestmark = pytest.mark.browser
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.m-card')].map((card) => {
    const { width, height } = card.querySelector('.m-box').getBBox();
    const { e, f } = card.transform.baseVal.consolidate().matrix;
    return [e, f, width, height];
  });
  let found = 0;
  boxes.forEach((p, i) => boxes.slice(i + 1).forEach((q) => {
    const apart = p[0] >= q[0] + q[2] || q[0] >= p[0] + p[2] || p[1] >= q[1] + q[3] || q[1] >= p[1] + p[3];
    found += apart ? 0 : 1;
  }));
  return [boxes.length, found];
}"""


@pytest.fixture(scope="module")
def seller(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(browser, site, "guqinghe")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def empty_map(seller: Any, site: Site) -> str:
    """The map of a new customer, at which nobody is known yet."""
    seller.goto(site.url + "/accounts/new")
    seller.fill("input[name=name]", "键盘测试仪器有限公司")
    seller.click("main form button[type=submit]")
    seller.wait_for_url("**/accounts/*-*/**")
    account = seller.url.split("/accounts/")[1].split("/")[0]
    return f"{site.url}/accounts/{account}/map/"


def opened(page: Any, address: str) -> None:
    assert page.goto(address).status == 200
    page.wait_for_load_state("networkidle")


def test_the_outline_does_and_reads_what_the_map_shows(seller: Any, empty_map: str) -> None:
    """从空地图开始，只用键盘在大纲里添加一个人、写下判断；读屏顺序里每个按钮都叫得出名字。"""
    page = seller
    opened(page, empty_map + "?view=outline")
    page.locator("#outline button", has_text="添加人").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel [name=name]")
    page.fill("#panel [name=name]", "孙主任")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ka-outline-node:has-text('孙主任')")
    page.locator(".ka-outline button", has_text="判断").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel [name=stance]")
    assert violations(page) == []
    page.select_option("#panel [name=stance]", "strong_support")
    page.check("#panel [name=veto]")
    page.click("#panel button[type=submit]")
    page.wait_for_selector(".ka-outline-node:has-text('坚定支持')")
    snapshot = page.locator(".ka-outline").aria_snapshot()
    assert snapshot.index("孙主任") < snapshot.index("坚定支持") < snapshot.index("一票否决")
    names = page.evaluate("""() => [...document.querySelectorAll('.ka-outline button, .ka-outline a')]
        .map((one) => one.innerText.trim() || one.getAttribute('aria-label'))""")
    assert names and all(names)
    assert violations(page) == []


def test_a_phone_gets_the_outline(browser: Any, site: Site, empty_map: str) -> None:
    phone = signed_in(browser, site, "guqinghe", viewport={"width": 360, "height": 740}, color_scheme="dark")
    opened(phone, empty_map)
    assert phone.locator("#outline").is_visible() and not phone.locator("ka-map").is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(phone) == []
    phone.context.close()


def test_real_organisations_are_drawn_without_overlap(seller: Any, site: Site) -> None:
    """21 位经理、上市公司董事会、内阁办公室 200 和 500 个岗位：卡片不重叠，500 人先按部门收起。"""
    for name in ("hightech-managers-network", "uk-organograms", "cn-listed-executives"):
        shared(name)
    command = [sys.executable, "-m", "tests.real.draw_maps", str(site.data), "guqinghe"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        size, account, people = line.split()
        opened(seller, f"{site.url}/accounts/{account}/map/")
        seller.wait_for_selector(".m-card, .m-group")
        drawn, overlaps = seller.evaluate(OVERLAPS)
        assert overlaps == 0, f"{people} people"
        assert drawn == int(people) or int(size) > 200

"""关系地图在真实浏览器里：只用键盘画出十个人，读屏听到的顺序，撤销，导出，无障碍。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.test_journeys import signed_in, violations

pytestmark = pytest.mark.browser
TEAM = ("李文博，采购总监", "张丽 信息部部长", "刘磊 财务总监")
BELOW = ("陈建华 采购经理", "周雅琴 网络主管", "吴浩然 会计主管", "赵敏 架构师", "孙强 招标专员")


@pytest.fixture(scope="module")
def page(browser: Any, site: Site) -> Iterator[Any]:
    """The seller on the empty map of a deal of theirs."""
    page = signed_in(browser, site, "guqinghe")
    page.goto(site.url + "/deals/")
    for link in page.locator(".ka-deal > a").all():
        deal = link.get_attribute("href")
        if not page.request.get(f"{site.url}{deal}map.json").json()["cards"]:
            break
    page.goto(f"{site.url}{deal}map/?view=drawing")
    page.wait_for_selector(".ka-map-layer svg")
    yield page
    page.context.close()


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(150)


def add(page: Any, who: str) -> None:
    """With the focus on a card: somebody below it, and back to the card."""
    press(page, "n")
    page.keyboard.type(who)
    press(page, "Enter", "Escape")


def hears(page: Any, *words: str) -> None:
    """What has the focus says all these words, at the latest when the server has answered."""
    says = "words => words.every(word => document.activeElement.getAttribute('aria-label')?.includes(word))"
    page.wait_for_function(says, arg=list(words), timeout=10_000)


def walk_to(page: Any, name: str) -> None:
    """As a reader without a mouse does: the filter takes the focus to whoever it finds."""
    press(page, "/")
    page.keyboard.press("Control+a")
    page.keyboard.type(name)
    press(page, "Enter")
    hears(page, name)


def test_ten_people_are_drawn_with_the_keyboard_alone(page: Any) -> None:
    page.faults.clear()
    page.locator(".ka-map-view").focus()
    add(page, "王国栋，董事长")
    for who in TEAM:
        walk_to(page, "王国栋")
        add(page, who)
    for at, who in enumerate(BELOW):
        walk_to(page, TEAM[at % 3][:2])
        add(page, who)
    press(page, "p")
    page.keyboard.type("法务负责人")
    press(page, "Enter", "Escape")
    walk_to(page, "张丽")
    press(page, "2", "+", "+", "v")
    hears(page, "张丽", "态度 支持，分量 2，一票否决，关键人")
    press(page, "m")
    page.keyboard.type("李文博")
    press(page, "Enter")
    hears(page, "张丽", "上级 李文博")
    press(page, "Control+z")
    hears(page, "张丽", "上级 王国栋")
    press(page, "t")
    page.keyboard.type("影响")
    press(page, "Enter")
    page.keyboard.type("刘磊")
    press(page, "Enter", "Enter")
    page.wait_for_selector('.m-line[data-kind="influences"]', state="attached")
    assert page.locator("[data-card]").count() == 10
    assert page.faults == []


def test_a_reader_of_the_screen_hears_everybody_and_what_was_done(page: Any) -> None:
    page.reload()
    page.wait_for_selector("[data-card]")
    page.locator("[data-card][tabindex='0']").focus()
    heard = [card.get_attribute("aria-label") for card in page.locator("[data-card]").all()]
    assert len(heard) == len({name.split("，")[0] for name in heard}) == 10
    assert page.locator("[data-card][tabindex='0']").count() == 1
    walk_to(page, "张丽")
    press(page, "1")
    page.get_by_text("张丽：态度 改为 坚定支持").wait_for(state="attached")
    press(page, "Enter")
    assert page.evaluate("document.activeElement.textContent") == "张丽"
    press(page, "Escape")
    hears(page, "张丽")


def test_the_map_is_accessible_and_leaves_as_a_file(page: Any) -> None:
    assert violations(page) == []
    for kind, head in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        page.locator('[data-k="tool.export"]').click()
        with page.expect_download() as found:
            page.locator(f'[data-k="export-{kind}"]').click()
        with open(found.value.path(), "rb") as file:
            assert file.read(4) == head[:4]

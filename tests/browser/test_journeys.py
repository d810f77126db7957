"""演示公司在真实浏览器里：登录、主要页面无障碍、手机不横向滚动、搜索、就地编辑。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/accounts/",
    "account",
    "/people/",
    "person",
    "/accounts/pareto/",
    "/pools/",
    "/imports/",
    "/imports/new",
    "/settings/",
)


def signed_in(browser: Any, site: Site, login: str, **options: Any) -> Any:
    page = browser.new_context(
        **{"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}, **options}
    ).new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.goto(site.url)
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", site.passwords[login])
    page.click("button[type=submit]")
    page.wait_for_url(site.url + "/")
    return page


def address(page: Any, site: Site, place: str) -> str:
    """A place by address, or the first account or person of the list."""
    lists = {"account": "/accounts/", "person": "/people/"}
    if place not in lists:
        return site.url + place
    page.goto(site.url + lists[place])
    return site.url + page.locator("tr[data-row] a[id^=row-]").first.get_attribute("href")


@pytest.fixture(scope="module")
def director(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(browser, site, "shenzhiyuan")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def phone(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(
        browser, site, "shenzhiyuan", viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    yield page
    page.context.close()


def violations(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_signing_in_is_accessible(browser: Any, site: Site) -> None:
    page = browser.new_page()
    page.goto(site.url)
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("place", PAGES)
def test_pages_are_accessible_and_without_faults(director: Any, site: Site, place: str) -> None:
    director.faults.clear()
    answer = director.goto(address(director, site, place))
    director.wait_for_load_state("networkidle")
    assert answer.status == 200
    assert violations(director) == []
    assert director.faults == []


@pytest.mark.parametrize("place", PAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(phone: Any, site: Site, place: str) -> None:
    phone.goto(address(phone, site, place))
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_palette_finds_by_initials(browser: Any, site: Site) -> None:
    page = signed_in(browser, site, "guqinghe")
    page.keyboard.press("Control+k")
    page.keyboard.type("lhyh")
    page.locator("[role=option]", has_text="澜海银行股份有限公司").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/*-*/")
    assert "澜海银行" in page.title()
    page.context.close()

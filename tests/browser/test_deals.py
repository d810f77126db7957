"""商机在真实浏览器里：判断、过关、看板拖动、手机上记联系、输单；所有商机页无障碍、手机不横向滚动。"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.test_journeys import signed_in, violations

pytestmark = pytest.mark.browser
PAGES = (
    *("/", "/deals/", "/deals/list/", "/deals/calendar/", "/deals/funnel/", "/deals/radar/", "/deals/new"),
    *("deal", "details", "history", "/tasks/", "/contacts/new", "/products/", "/products/prices/"),
)


@pytest.fixture(scope="module")
def seller(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(browser, site, "guqinghe")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def phone(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(
        browser, site, "guqinghe", viewport={"width": 360, "height": 740}, color_scheme="dark", has_touch=True
    )
    yield page
    page.context.close()


def go(page: Any, site: Site, place: str) -> None:
    """A page by address, or the parts of the seller's first deal."""
    tail = {"deal": "", "details": "details/", "history": "history/"}
    if place in tail:
        page.goto(site.url + "/deals/")
        place = page.locator(".ka-deal > a").first.get_attribute("href") + tail[place]
    assert page.goto(site.url + place).status == 200
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("place", PAGES)
def test_pages_are_accessible_in_light_and_dark_and_fit_a_phone(
    seller: Any, phone: Any, site: Site, place: str
) -> None:
    seller.faults.clear()
    go(seller, site, place)
    assert violations(seller) == []
    assert seller.faults == []
    go(phone, site, place)
    assert violations(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def pick(page: Any, name: str, text: str) -> None:
    """A choice of a picker by typing."""
    box = page.locator(f"ka-pick:has(select[name={name}]) .ts-control input")
    box.click()
    box.type(text)
    page.locator(f"ka-pick:has(select[name={name}]) .option", has_text=text).first.click()


def answer(page: Any, question: str, choice: str = "yes") -> None:
    page.click(f"#ask-{question} button")
    page.locator(f"#ask-{question} input[value={choice}]").check(force=True)
    page.fill(f"#ask-{question} textarea", "需求会上当面说的")
    page.click(f"#ask-{question} button[type=submit]")
    page.locator(f"li[data-answer={choice}]#ask-{question}").wait_for()


def test_a_deal_is_judged_and_goes_on_when_its_gate_is_met(seller: Any, site: Site) -> None:
    go(seller, site, "/deals/new")
    pick(seller, "account", "澜海银行")
    seller.fill("input[name=name]", "网点智能外呼")
    seller.click("main form button[type=submit]")
    seller.wait_for_url("**/deals/*-*/")
    here = seller.url
    seller.click("text=推进到“判断商机”")
    refusal = seller.locator("#refused .ka-refused")
    refusal.wait_for()
    assert "发起" in refusal.inner_text()
    refusal.locator("a[href*=details]").first.click()
    seller.wait_for_url("**/details/**")
    seller.locator("#deal button").first.click()
    seller.locator("#panel textarea[name=reason]").fill("网点排队太久，行长要求半年内见效")
    pick(seller, "originator", "邢小满")
    seller.locator("#panel button[type=submit]").click()
    seller.locator("#deal", has_text="网点排队太久").wait_for()
    seller.goto(here)
    seller.locator("#gate-contact_made .ka-actions a").click()
    seller.locator("#panel textarea[name=text]").fill("网点主任说想用机器人通知排号")
    seller.locator("#panel button[type=submit]").click()
    seller.locator("#gate-contact_made[data-state=met]").wait_for()
    seller.click("text=推进到“判断商机”")
    seller.locator(".ka-stages [aria-current]", has_text="判断商机").wait_for()
    answer(seller, "need_clear")
    answer(seller, "budget_clear")
    assert seller.locator("#judgement li[data-answer=yes]").count() == 2
    for item in seller.locator("#gate li[data-state=open], #gate li[data-state=unknown]").all():
        assert item.locator("a, button").count(), item.inner_text()


def test_a_refused_move_explains_itself_in_the_column(seller: Any, site: Site) -> None:
    go(seller, site, "/deals/")
    card = seller.locator("[data-stage=judge] .ka-deal").first
    card.drag_to(seller.locator("[data-stage=need] ul"))
    told = seller.locator("[data-stage=need] .ka-refusal li")
    told.first.wait_for()
    assert told.count() >= 1 and seller.locator("[data-stage=judge] .ka-deal").count() >= 1


def test_the_keyboard_moves_a_card(seller: Any, site: Site) -> None:
    go(seller, site, "/deals/")
    handle = seller.locator("[data-stage=judge] [data-lift]").first
    handle.focus()
    seller.keyboard.press("Space")
    assert handle.get_attribute("aria-pressed") == "true"
    seller.keyboard.press("ArrowRight")
    assert seller.locator("[data-stage=need].is-aim").count() == 1
    seller.keyboard.press("Enter")
    seller.locator("[data-stage=need] .ka-refusal li").first.wait_for()


def test_a_contact_on_the_phone_leaves_a_task_that_is_finished_today(phone: Any, site: Site) -> None:
    go(phone, site, "/")
    phone.click(".ka-bottom a:has-text('记联系')")
    phone.locator("#panel textarea[name=text]").wait_for()
    pick(phone, "account", "澜海银行")
    phone.fill("#panel textarea[name=text]", "曲总要一页三年总成本")
    phone.fill("#panel input[name=next_title]", "送三年总成本")
    phone.fill("#panel input[name=next_due_on]", date(2020, 1, 2).isoformat())
    phone.locator("#panel button[type=submit]").click()
    line = phone.locator(".ka-next li", has_text="送三年总成本")
    line.wait_for()
    line.get_by_role("button", name="完成").click()
    line.wait_for(state="detached")


def test_a_deal_is_lost_with_its_reason(seller: Any, site: Site) -> None:
    go(seller, site, "/deals/")
    seller.locator("[data-stage=seek] .ka-deal > a").first.click()
    seller.wait_for_url("**/deals/*-*/")
    seller.get_by_role("button", name="更多操作").click()
    seller.get_by_text("记为输单").click()
    panel = seller.locator("#panel")
    panel.locator("select[name=reason]").select_option(index=1)
    panel.locator("textarea").first.fill("对方比我们早一年介入")
    panel.locator("button[type=submit]").click()
    seller.locator(".ka-notice, [role=status], .alert", has_text="已输单").first.wait_for()

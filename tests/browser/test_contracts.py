"""从报价到赢单，在真实浏览器里走一遍：报价、审批、做成合同、签订、分期、开票、到账、赢单；无障碍，360 像素不横向滚动。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site
from tests.browser.test_journeys import signed_in

pytestmark = pytest.mark.browser
# What reaches beyond a page that can be scrolled sideways.
WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 40)).slice(-8)"""


@pytest.fixture(scope="module")
def seller(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(browser, site, "xuyang")
    page.set_default_timeout(10_000)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def finance(browser: Any, site: Site) -> Iterator[Any]:
    page = signed_in(browser, site, "qianruohua")
    page.set_default_timeout(10_000)
    yield page
    page.context.close()


def press(page: Any, label: str, within: str = "main") -> None:
    """Press the first button or link so called, and wait until the page is quiet."""
    page.locator(f"{within} :is(button, a):has-text('{label}'):visible").first.click()
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")


def fill_panel(page: Any, **values: str) -> None:
    """Fill the open panel by name (dates too) and send it."""
    panel = page.locator("#panel form")
    panel.wait_for()
    for name, value in values.items():
        panel.locator(f"[name={name}]").fill(value)
    panel.locator("button[type=submit]").click()
    panel.wait_for(state="hidden")
    page.wait_for_timeout(500)
    page.wait_for_load_state("networkidle")


def pick(page: Any, name: str, text: str) -> None:
    """Choose in a picker of the open panel."""
    field = page.locator(f"#panel ka-pick:has(select[name={name}])")
    field.locator("[role=combobox]").first.click()
    page.keyboard.type(text)
    field.locator(f"[role=option]:has-text('{text}')").first.click()


def clean(page: Any) -> None:
    broken = Axe().run(page).response["violations"]
    assert not broken, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in broken]
    assert not page.faults


def contract_on_its_way(page: Any, site: Site) -> tuple[str, str]:
    """Addresses of the seller's contract that is being signed, and of its deal."""
    page.goto(f"{site.url}/contracts/?state=route&owner=me")
    page.locator("tr[data-row] a").first.click()
    page.wait_for_url("**/contracts/*/")
    deal = page.locator(".ka-strip a[href^='/deals/']").first.get_attribute("href")
    return str(page.url), site.url + deal.removesuffix("/contracts/")


def test_报价到合同(seller: Any, browser: Any, site: Site) -> None:
    page = seller
    _, deal = contract_on_its_way(page, site)
    page.goto(f"{deal}/quotes/")
    press(page, "新建报价")
    panel = page.locator("#panel form")
    panel.wait_for()
    panel.locator("[name=terms]").fill("含税。首年维保免费。")
    panel.locator("button[type=submit]").click()
    page.wait_for_url("**/quotes/*/")
    press(page, "添加产品")
    pick(page, "product", "聆川语音机器人")
    fill_panel(page, quantity="10", unit_price="9000")
    assert page.locator("text=要").first.is_visible()
    clean(page)
    press(page, "修改", "#quote")
    fill_panel(page, special_reason="扩容老客户，三年不变价")
    press(page, "提交报价")
    quote = page.url
    boss = signed_in(browser, site, "shenzhiyuan")
    boss.goto(quote)
    press(boss, "审批报价")
    fill_panel(boss, note="同意")
    boss.context.close()
    page.goto(quote)
    press(page, "已报给客户")
    press(page, "客户接受")
    with page.expect_download() as paper:
        press(page, "生成文件")
        page.locator("[popover] a:has-text('PDF'):visible").first.click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")
    press(page, "做成合同")
    panel = page.locator("#panel form")
    panel.wait_for()
    panel.locator("[name=title]").fill("加购十路机器人")
    panel.locator("button[type=submit]").click()
    page.wait_for_url("**/contracts/*/")
    assert page.locator("text=9,000.00").first.is_visible()
    press(page, "排计划")
    press(page, "3-3-3.5")
    assert page.locator("[name=amount-3]").input_value() == "4500.00"
    clean(page)
    press(page, "存为回款计划")
    assert page.locator("#instalments >> text=质保金").first.is_visible()
    press(page, "作废")
    fill_panel(page, reason="演示用，并入主合同")


def test_签订到赢单(seller: Any, finance: Any, site: Site, tmp_path: Path) -> None:
    page = seller
    here, deal = contract_on_its_way(page, site)
    press(page, "排计划")
    press(page, "一次付清")
    amount = page.locator("[name=amount-0]").input_value()
    press(page, "存为回款计划")
    for _ in range(page.locator("#route-sign li").count()):
        if not page.locator("#route-sign button:has-text('走完这一步')").count():
            break
        press(page, "走完这一步", "#route-sign")
    press(page, "已签订")
    fill_panel(page)
    copy = tmp_path / "签字版.pdf"
    copy.write_bytes(b"%PDF-1.7")
    page.set_input_files("#copy input[type=file]", str(copy))
    press(page, "存档", "#copy")
    assert page.locator("text=下载签订件").is_visible()
    clean(page)
    press(page, "申请开票", "#instalments")
    fill_panel(page)
    money = finance
    money.goto(here)
    customer = money.locator(".ka-strip a[href^='/accounts/']").first.inner_text()
    press(money, "开具", "#invoices")
    fill_panel(money, number="26310001")
    press(money, "已送达", "#invoices")
    fill_panel(money)
    money.goto(site.url + "/receipts/")
    press(money, "登记到账")
    pick(money, "account", customer)
    panel = money.locator("#panel form")
    panel.locator("[name=amount]").fill(amount)
    panel.locator("[name=bank_reference]").fill("货款 26310001")
    panel.locator("button[type=submit]").click()
    money.wait_for_url("**/receipts/*/")
    assert money.locator("text=金额一致").first.is_visible()
    clean(money)
    press(money, "核销", "#match")
    assert money.locator("#matched").is_visible()
    clean(money)
    page.goto(deal + "/")
    press(page, "推进到")
    page.wait_for_timeout(500)
    page.reload()
    assert page.locator("text=赢单").first.is_visible()


def test_手机上不横向滚动(browser: Any, site: Site) -> None:
    phone = signed_in(browser, site, "xuyang", viewport={"width": 360, "height": 740}, has_touch=True)
    phone.goto(f"{site.url}/contracts/?state=signed&owner=me")
    phone.locator("tr[data-row] a").first.click()
    phone.wait_for_url("**/contracts/*/")
    contract = phone.url
    deal = phone.locator(".ka-strip a[href^='/deals/']").first.get_attribute("href")
    deal = site.url + deal.removesuffix("/contracts/")
    places = [contract, *(f"{deal}/{tab}/" for tab in ("proposals", "quotes", "points", "contracts"))]
    places += [
        site.url + path
        for path in ("/contracts/", "/contracts/receivables/", "/receipts/", "/products/papers/")
    ]
    for place in places:
        phone.goto(place)
        phone.wait_for_load_state("networkidle")
        assert not phone.evaluate(WIDE), (place, phone.evaluate(WIDE))
        clean(phone)
    phone.context.close()

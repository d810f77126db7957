"""Products and price lists: who sells reads them, who keeps them changes them."""

from __future__ import annotations

import pytest

from keyaccount.records.library.models import PriceEntry, PriceList, Product
from tests.interfaces.web.page_world import HTMX, World, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def test_产品和价目表_由管产品的人维护(world: World) -> None:
    ops = browser(world.ops)
    assert "还没有产品" in ops.get("/products/").content.decode()
    raw = {"name": "智能客服坐席", "code": "KF-1", "unit": "坐席", "list_price": "1000", "currency": "CNY"}
    assert ops.post("/contracts/parts/product/new", raw, headers=HTMX).status_code == 204
    product = Product.rows.get()
    assert "智能客服坐席" in ops.get("/products/").content.decode()
    raw = {
        "name": "2026 价目",
        "currency": "CNY",
        "sales_limit": "10",
        "manager_limit": "25",
        "is_default": "1",
    }
    made = ops.post("/contracts/parts/price_list/new", raw, headers=HTMX)
    prices = PriceList.rows.get()
    assert made["HX-Redirect"] == f"/products/prices/{prices.pk}/"
    raw = {"product": str(product.pk), "from_quantity": "100", "price": "900"}
    assert ops.post(f"/contracts/parts/price_entry/new/{prices.pk}", raw, headers=HTMX).status_code == 204
    entry = PriceEntry.rows.get()
    for place in ("/products/prices/", f"/products/prices/{prices.pk}/", f"/products/{product.pk}/"):
        assert "2026 价目" in ops.get(place).content.decode()
    again = ops.post(f"/contracts/parts/price_entry/{entry.pk}/remove", headers=HTMX)
    assert again.status_code == 204 and not PriceEntry.rows.exists()


def test_销售看得见价目_改不了(world: World) -> None:
    browser(world.ops).post(
        "/contracts/parts/product/new", {"name": "智能客服坐席", "currency": "CNY"}, headers=HTMX
    )
    product = Product.rows.get()
    sales = browser(world.lilei)
    page = sales.get("/products/").content.decode()
    assert "智能客服坐席" in page and "新建产品" not in page
    assert "/contracts/parts/product/" not in sales.get(f"/products/{product.pk}/").content.decode()
    assert sales.get("/contracts/parts/product/new", headers=HTMX).status_code == 403
    assert sales.post(f"/contracts/parts/product/{product.pk}", {"name": "x"}, headers=HTMX).status_code in (
        403,
        404,
    )
    assert sales.get("/contracts/parts/nothing/new", headers=HTMX).status_code == 404

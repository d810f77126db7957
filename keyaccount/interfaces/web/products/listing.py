"""What we sell, and the price lists with the limits up to which each may discount (PRO-2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to
from keyaccount.base.errors import Refused
from keyaccount.base.language import say, sense
from keyaccount.interfaces.web.lists import ListSpec, Look, shown
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.list_records import Page, list_records
from keyaccount.queries.records.show_record import show_record

SPEC = ListSpec(
    entity="product",
    namespace="products",
    columns=("name", "code", "family", "unit", "list_price"),
    looks={
        "name": Look("xl", "title"),
        "code": Look("md", "line"),
        "family": Look("md", "line"),
        "unit": Look("sm", "line"),
        "list_price": Look("md", "side", "end", "-"),
    },
    also=("currency",),
    default_sort="name",
    first_filters=("family", "code", "list_price"),
)
VIEWS = (
    ("products:list", say("产品")),
    ("products:price_lists", say("价目表")),
    ("papers:list", say("单据模板")),
    ("products:rivals", sense("many", "友商")),
)
LIMIT = "200"


def views(current: str) -> list[dict[str, Any]]:
    """The pages of the room, as tabs."""
    return [{"label": str(label), "href": route(name), "active": name == current} for name, label in VIEWS]


@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """The list of products; `/products/<id>` opens its panel."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    context = {"list": found, "views": views("products:list"), "add": _add(by, "product")}
    context["export"] = route("imports:export", "products") if by.may("export.run") else ""
    return page(request, "products/list.html", context, status=found.status)


@require_GET
def product(request: HttpRequest, id: UUID) -> HttpResponse:
    """One product with its price in every list."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, "product", id)
    prices = list_records(
        by, "price_entry", {"product": [str(id)], "limit": [LIMIT]}, default_sort="created_at", count=False
    )
    context = {
        "row": kept.row,
        "facts": [
            {"name": n, "label": str(f.label), "value": words(f, kept.values.get(n), kept.names, currency=kept.row.currency)}
            for n, f in kept.fields.items()
            if n not in ("name", "currency")
        ],
        "crumbs": [(str(say("产品价目")), route("products:list"))],
        "edit": route("contracts:change", "product", id) if kept.writable else "",
        "prices": _rows(prices, kept.row.currency),
    }  # fmt: skip
    return page(request, "products/product.html", context)


@require_GET
def price_lists(request: HttpRequest) -> HttpResponse:
    """All price lists with their limits."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not access_to(by, "price_list").fields:
        raise Refused()
    found = list_records(by, "price_list", {"limit": [LIMIT]}, default_sort="name", count=False)
    context = {
        "rows": _rows(found, "CNY"),
        "views": views("products:price_lists"),
        "add": _add(by, "price_list"),
    }
    return page(request, "products/price_lists.html", context)


@require_GET
def price_list(request: HttpRequest, id: UUID) -> HttpResponse:
    """One price list with its entries."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kept = show_record(by, "price_list", id)
    asked = {"price_list": [str(id)], "limit": [LIMIT]}
    entries = list_records(by, "price_entry", asked, default_sort="created_at", count=False)
    said = {n: words(f, kept.values.get(n), kept.names) for n, f in kept.fields.items()}
    change = access_to(by, "price_entry").may("edit")
    context = {
        "row": kept.row,
        "said": said,
        "crumbs": [(str(say("产品价目")), route("products:list")), (str(say("价目表")), route("products:price_lists"))],
        "figures": [
            {"label": str(kept.fields[n].label), "value": said[n]}
            for n in ("sales_limit", "manager_limit", "valid_from", "valid_until")
            if said.get(n)
        ],
        "edit": route("contracts:change", "price_list", id) if kept.writable else "",
        "add": route("contracts:add_to", "price_entry", id) if access_to(by, "price_entry").may("create") else "",
        "rows": [{**one, **_tools(one["id"], change)} for one in _rows(entries, kept.row.currency)],
    }  # fmt: skip
    return page(request, "products/price_list.html", context)


def _add(by: Principal, entity: str) -> str:
    return route("contracts:add", entity) if access_to(by, entity).may("create") else ""


def _tools(id: Any, may: bool) -> dict[str, str]:
    ways = {"edit": "contracts:change", "remove": "contracts:remove"}
    return {name: route(where, "price_entry", id) if may else "" for name, where in ways.items()}


def _rows(found: Page, currency: str) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "values": row.values,
            "said": {
                n: words(f, row.values.get(n), found.names, currency=currency)
                for n, f in found.fields.items()
            },
        }
        for row in found.rows
    ]

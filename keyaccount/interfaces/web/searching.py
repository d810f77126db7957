"""One box over everything: the palette's suggestions and the page of results."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.search.find import FINDABLE, Hit, find
from keyaccount.queries.search.find import suggest as suggested

ICONS = {
    "account": "building",
    "opportunity": "target",
    "contract": "file-text",
    "quote": "currency-yuan",
    "invoice": "receipt",
    "product": "stack-2",
    "person": "user",
    "member": "id",
    "unit": "hierarchy",
    "note": "note",
    "file": "paperclip",
    "fact": "list-details",
    "intelligence": "scale",
}
PAGES = {
    "person": "people:show",
    "opportunity": "deals:show",
    "contract": "contracts:show",
    "product": "products:show",
    "intelligence": "intelligence:show",
}
LONGEST = 100


def href(entity: str, id: Any, account: Any, inside: Any = None) -> str:
    """Where a found record is shown: its own page, that of the deal or contract it is `inside`, or that of its customer."""
    if entity in PAGES:
        return reverse(PAGES[entity], args=[id])
    if entity == "quote":
        return reverse("offering:quote", args=[inside, id])
    if entity == "invoice":
        return reverse("contracts:show", args=[inside])
    if entity == "member":
        return f"{reverse('accounts:list')}?owner={id}"
    return (
        reverse("accounts:show", args=[id if entity == "account" else account])
        if entity == "account" or account
        else ""
    )


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=` → `{groups: [{label, items: [{label, sub, href, icon}]}]}`."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    text = request.GET.get("q", "")[:LONGEST]
    groups: dict[str, list[dict[str, str]]] = {}
    for row in suggested(by, text) if text.strip() else []:
        item = {
            "label": row["label"],
            "sub": row["sub"],
            "href": href(row["kind"], row["id"], row["account"], row["inside"]),
            "icon": ICONS.get(row["kind"], "search"),
        }
        groups.setdefault(row["group"], []).append(item)
    return JsonResponse({"groups": [{"label": label, "items": items} for label, items in groups.items()]})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`, `?kind=` one of the entities: hits by kind with what matched marked."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    text, kind = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("kind", "")
    kinds = [kind] if kind in FINDABLE else None
    result = find(by, text, entities=kinds, limit=100 if kinds else 10) if text else None
    groups = [
        {
            "group": group,
            "icon": ICONS.get(group.entity, "search"),
            "hits": [(hit, _to(hit)) for hit in group.hits],
        }
        for group in (result.groups if result else [])
    ]
    context = {
        "text": text,
        "kind": kind if kinds else "",
        "groups": groups,
        "nearly": bool(result and result.nearly),
    }
    return page(request, "search/search.html", context)


def _to(hit: Hit) -> str:
    return href(hit.entity, hit.id, hit.account_id, hit.inside)

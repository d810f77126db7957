"""The list of contracts, with the ways to what is still to come in and what has come in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, Relation, access_to
from keyaccount.base.language import say
from keyaccount.interfaces.web.contracts.cells import contract_cells
from keyaccount.interfaces.web.lists import ListSpec, Look, Params, Tab, shown
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route

LOOKS = {
    "title": Look("xl", "title"),
    "number": Look("md", "line"),
    "account": Look("lg", "line"),
    "state": Look("sm", "side"),
    "amount": Look("sm", "line", "end", "-"),
    "invoiced": Look("sm", "hide", "end", "-"),
    "received": Look("sm", "line", "end", "-"),
    "signed_on": Look("sm", "hide", "", "-"),
    "owner": Look("md", "hide"),
}
VIEWS = (
    ("contracts:list", say("合同")),
    ("contracts:receivables", say("应收账龄")),
    ("receipts:list", say("到账")),
)


def views(by: Principal, current: str) -> list[dict[str, Any]]:
    """The pages of the room, as tabs."""
    return [{"label": str(label), "href": route(name), "active": name == current} for name, label in VIEWS]


def tabs(by: Principal) -> list[Tab]:
    """The views everybody has."""
    mine = [Tab(say("我的合同"), "owner=me")] if Relation.OWNER in by.grants("contract") else []
    return [
        *mine,
        Tab(say("签订中"), "state=draft,route"),
        Tab(say("已签订"), "state=signed"),
        Tab(say("全部"), ""),
    ]


def narrow(by: Principal, params: Params) -> Q:
    """`archived`: those put away, for who may do that."""
    if "archived" not in params:
        return Q()
    return Q(archived_at__isnull=False) if access_to(by, "contract").may("archive") else Q(pk__in=[])


SPEC = ListSpec(
    entity="contract",
    namespace="contracts",
    columns=("title", "number", "account", "state", "amount", "invoiced", "received", "signed_on", "owner"),
    looks=LOOKS,
    lead="title",
    also=("currency",),
    tabs=tabs,
    special={"archived": {"1": say("已归档")}},
    narrow=narrow,
    cells=contract_cells,
    first_filters=("state", "owner", "account", "amount", "signed_on", "ends_on"),
)


@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    may = access_to(by, "contract").may("create")
    context = {
        "list": found,
        "views": views(by, "contracts:list"),
        "add": route("contracts:add", "contract") if may else "",
        "export": route("imports:export", "contracts") if by.may("export.run") else "",
    }
    return page(request, "contracts/list.html", context, status=found.status)

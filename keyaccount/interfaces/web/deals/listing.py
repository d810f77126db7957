"""The table of deals: the shared list, with the ways to the other views of the same deals."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, Relation, access_to
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.cells import cells
from keyaccount.interfaces.web.lists import ListSpec, Look, Params, Tab, params_of, shown
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.shown import amount
from keyaccount.queries.deals.totals import deal_totals
from keyaccount.queries.library.export_rows import LISTS
from keyaccount.queries.search.find import matching_ids

LOOKS = {
    "name": Look("xl", "title"),
    "account": Look("lg", "line"),
    "stage": Look("sm", "side"),
    "verdict": Look("sm", "line"),
    "chance": Look("sm", "hide", "end", "-"),
    "amount": Look("sm", "line", "end", "-"),
    "sign_on": Look("md", "line"),
    "owner": Look("md", "line"),
    "state": Look("sm", "hide"),
    "stage_since": Look("sm", "hide", "end"),
    "contacted_at": Look("sm", "hide", "end", "-"),
    "updated_at": Look("sm", "hide", "end", "-", label=say("更新")),
}
VIEWS = (
    ("board", say("看板"), "layout-kanban"),
    ("list", say("表格"), "table"),
    ("calendar", say("日历"), "calendar"),
    ("funnel", say("漏斗"), "chart-funnel"),
    ("radar", say("预算季"), "coin"),
    ("coach", say("教练"), "eye-off"),
)
EXPORT = next((kind for kind, (entity, _) in LISTS.items() if entity == "opportunity"), "")


def tabs(by: Principal) -> list[Tab]:
    """The views everybody has; those who see more than their own also get their department's."""
    relations = by.grants("opportunity").keys()
    found = [Tab(say("我的商机"), "owner=me&state=open")] if Relation.OWNER in relations else []
    if {Relation.SUBTREE, Relation.COMPANY} & relations:
        found.append(Tab(say("部门商机"), "held=department&state=open"))
    found += [
        Tab(say("进行中"), "state=open"),
        Tab(say("搁置"), "state=shelved"),
        Tab(say("赢单"), "state=won"),
        Tab(say("输单"), "state=lost"),
        Tab(say("全部"), ""),
    ]
    return found


def narrow(by: Principal, params: Params) -> Q:
    """`held=department`: of mine and those below; `archived`: those put away, for who may do that."""
    wanted = Q()
    if "held" in params:
        wanted &= Q(department_id__in=by.subtree) if params["held"] == ["department"] else Q(pk__in=[])
    if "archived" in params:
        may = access_to(by, "opportunity").may("archive")
        wanted &= Q(archived_at__isnull=False) if may else Q(pk__in=[])
    return wanted


SPEC = ListSpec(
    entity="opportunity",
    namespace="deals",
    columns=("name", "account", "stage", "verdict", "chance", "amount", "sign_on", "owner", "stage_since"),
    looks=LOOKS,
    also=("currency", "state", "signed"),
    tabs=tabs,
    special={"held": {"department": say("部门商机")}, "archived": {"1": say("已归档")}},
    narrow=narrow,
    cells=cells,
    find=matching_ids,
    first_filters=("stage", "state", "verdict", "owner", "account", "amount", "sign_on", "chance"),
)


@require_GET
def deals(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    may = access_to(by, "opportunity").may
    context = {
        "list": found,
        "views": views(by, "list"),
        "totals": _totals(request) if not found.problems else [],
        "export": reverse("imports:export", args=[EXPORT]) if EXPORT and by.may("export.run") else "",
        "may": {verb: may(verb) for verb in ("create", "transfer")},
    }
    return page(request, "deals/list.html", context, status=found.status)


def _totals(request: HttpRequest) -> list[str]:
    """What the filtered deals come to, per currency, in the reader's unit."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    params = params_of(request.GET)
    asked = {name: given for name, given in params.items() if name not in ("columns", "at")}
    found = deal_totals(by, asked, narrow=narrow(by, params), find=matching_ids)
    return [amount(one.amount, one.currency, by.member.money_unit) for one in found]


def views(by: Principal, current: str) -> list[dict[str, Any]]:
    """The ways to look at the same deals, as tabs."""
    known = [*VIEWS, ("calibration", say("把握校准"), "gauge")] if by.may("pareto.read") else VIEWS
    return [
        {"label": str(label), "href": route(f"deals:{name}"), "active": name == current}
        for name, label, _ in known
    ]

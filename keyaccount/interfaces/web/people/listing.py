"""The list of the customers' people."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, Relation, access_to
from keyaccount.base.language import say
from keyaccount.interfaces.web.lists import ListSpec, Look, Params, Tab, shown
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.people.cells import cells
from keyaccount.queries.search.find import matching_ids

LOOKS = {
    "name": Look("lg", "title"),
    "account": Look("xl", "line"),
    "title": Look("md", "line"),
    "unit_name": Look("md"),
    "mobile": Look("md", "side"),
    "email": Look("lg"),
    "is_key": Look("xs"),
    "followed_at": Look("sm", first="-"),
    "updated_at": Look("sm", "hide", "end", "-", label=say("更新")),
}


def tabs(by: Principal) -> list[Tab]:
    """The views everybody has, as far as the roles give them a meaning."""
    found = [Tab(say("我的联系人"), "held=mine")] if Relation.OWNER in by.grants("person") else []
    found += [Tab(say("关键人"), "is_key=1"), Tab(say("全部"), "")]
    if access_to(by, "person").may("archive"):
        found.append(Tab(say("已归档"), "archived=1"))
    return found


def narrow(by: Principal, params: Params) -> Q:
    """`held=mine`: people at my own customers; archived ones only by themselves and for who may archive."""
    wanted = Q(owner_id=by.id) if "held" in params else Q()
    if "archived" in params:
        wanted &= Q(archived_at__isnull=False) if access_to(by, "person").may("archive") else Q(pk__in=[])
    return wanted


SPEC = ListSpec(
    entity="person",
    namespace="people",
    columns=("name", "title", "account", "mobile", "email", "followed_at"),
    looks=LOOKS,
    also=("is_key",),
    tabs=tabs,
    special={"held": {"mine": say("我的联系人")}, "archived": {"1": say("已归档")}},
    narrow=narrow,
    cells=cells,
    find=matching_ids,
    first_filters=("account", "is_key", "title", "mobile", "email", "followed_at"),
)


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    context = {
        "list": found,
        "may": {"create": access_to(by, "person").may("create")},
        "export": reverse("imports:export", args=["people"]) if by.may("export.run") else "",
    }
    return page(request, "people/list.html", context, status=found.status)

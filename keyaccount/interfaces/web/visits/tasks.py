"""What is to do: mine, my department's, what is late; done with one click and undone as easily."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from keyaccount.access import Principal, Relation, access_to
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.visits.finish_task import finish_task
from keyaccount.actions.visits.reopen_task import reopen_task
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.web.drawing import drawn, macro
from keyaccount.interfaces.web.lists import ListSpec, Look, Params, RowShown, Tab, shown
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.show_record import show_record


def tabs(by: Principal) -> list[Tab]:
    """The views everybody has; those who see more than their own also get their department's."""
    yesterday = (clock.day_of(clock.now()) - timedelta(days=1)).isoformat()
    found = [
        Tab(say("我的待办"), "owner=me&done_at__empty=1&sort=due_on"),
        Tab(say("我的逾期"), f"owner=me&done_at__empty=1&due_on__lte={yesterday}&sort=due_on"),
    ]
    if {Relation.SUBTREE, Relation.COMPANY} & by.grants("task").keys():
        found.append(Tab(say("部门待办"), "held=department&done_at__empty=1&sort=due_on"))
        found.append(
            Tab(say("部门逾期"), f"held=department&done_at__empty=1&due_on__lte={yesterday}&sort=due_on")
        )
    return [*found, Tab(say("全部"), "")]


def narrow(by: Principal, params: Params) -> Q:
    """`held=department`: of members of mine and the departments below."""
    if "held" not in params:
        return Q()
    return Q(department_id__in=by.subtree) if params["held"] == ["department"] else Q(pk__in=[])


def cells() -> dict[str, Callable[[RowShown], Any]]:
    """The button that says it is done stands where the day it was done would."""
    today = clock.day_of(clock.now())
    return {"due_on": lambda row: _due(row, today), "done_at": _done}


def _due(row: RowShown, today: Any) -> Any:
    if row.values.get("done_at") or row.values["due_on"] >= today:
        return row.words["due_on"]
    return Markup("{} {}").format(row.words["due_on"], drawn("badge", "badge", str(say("逾期")), "bad"))


def _done(row: RowShown) -> Any:
    verb, label = ("reopen", say("重新打开")) if row.values["done_at"] else ("finish", say("完成"))
    attrs = {"hx-post": route(f"tasks:{verb}", row.id), "hx-swap": "none"}
    button = macro("button", "button")
    return button(str(label), kind="ghost", size="sm", attrs=attrs)


SPEC = ListSpec(
    entity="task",
    namespace="tasks",
    lead="title",
    columns=("title", "account", "opportunity", "due_on", "owner", "done_at"),
    looks={
        "title": Look("xl", "title"),
        "account": Look("lg", "line"),
        "opportunity": Look("lg", "line"),
        "due_on": Look("md", "side"),
        "owner": Look("md", "line"),
        "done_at": Look("sm", "line"),
    },
    default_sort="due_on",
    tabs=tabs,
    special={"held": {"department": say("部门待办")}},
    narrow=narrow,
    cells=cells,
    first_filters=("owner", "account", "opportunity", "kind", "due_on", "done_at"),
)


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    may = {"log": access_to(by, "contact").may("create")}
    return page(request, "visits/tasks.html", {"list": found, "may": may}, status=found.status)


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """A task has no page of its own: its deal's, else its customer's."""
    row = show_record(request.principal, "task", id).row  # type: ignore[attr-defined]
    if row.opportunity_id:
        return HttpResponseRedirect(route("deals:show", row.opportunity_id))
    return HttpResponseRedirect(
        route("accounts:show", row.account_id) if row.account_id else route("tasks:list")
    )


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A task of one's own, typed where the customer or the deal is looked at."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    raw = {name: request.POST.get(name, "") for name in ("title", "due_on", "account", "opportunity")}
    row = create_record(by=by, at=clock.now(), entity="task", raw={**raw, "owner": str(by.id)})
    if request.headers.get("HX-Request"):
        return done(say("已添加 {name}", name=row.title), reload="#main", close=False)
    return HttpResponseRedirect(route("tasks:show", row.pk))


@require_POST
def finish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Done; the toast takes it back."""
    row = finish_task(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    return done(say("已完成 {name}", name=row.title), undo=route("tasks:reopen", id), reload="#main")


@require_POST
def reopen(request: HttpRequest, id: UUID) -> HttpResponse:
    """To do again."""
    row = reopen_task(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    return done(say("已重新打开 {name}", name=row.title), reload="#main")

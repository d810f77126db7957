"""The department tree."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.org.close_department import close_department
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.settings.doors import ORG, need
from keyaccount.interfaces.web.settings.panels import change_record, new_record
from keyaccount.queries.org.departments import department_tree

FIELDS = ("name", "parent", "sort")


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """The tree with the number of members, and what is closed."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    need(by, *ORG)
    tops, closed = department_tree(by)
    return page(
        request,
        "settings/departments.html",
        {"tops": tops, "closed": closed, "may": {"edit": by.may("org.manage")}},
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?parent=` is where it was asked for."""
    return new_record(
        request,
        "department",
        FIELDS,
        say("新建部门"),
        lambda row: done(say("已新建部门 {name}", name=row.name), reload="#main"),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Rename or move."""
    return change_record(
        request, "department", id, FIELDS, say("修改部门"), lambda row: done(say("已保存"), reload="#main")
    )


@require_POST
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    close_department(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    return done(say("部门已停用"), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="department", id=id, restore=True)  # type: ignore[attr-defined]
    return done(say("部门已启用"), reload="#main")

"""Members: who works here, with which roles, and how one begins and leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from keyaccount.access import ROLES, Principal, may_let_in, opened
from keyaccount.actions.org.disable_member import disable_member
from keyaccount.actions.org.enable_member import enable_member
from keyaccount.actions.org.end_sessions import end_sessions
from keyaccount.actions.org.issue_setup_link import MINUTES, issue_setup_link
from keyaccount.actions.org.set_roles import set_roles
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.drawing import clipped, drawn
from keyaccount.interfaces.web.list_panels import routes as list_routes
from keyaccount.interfaces.web.lists import ListSpec, Look, RowShown, Tab, shown
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.settings.devices import device_name
from keyaccount.interfaces.web.settings.doors import PEOPLE, need
from keyaccount.interfaces.web.settings.panels import change_record, new_record
from keyaccount.interfaces.web.values import words
from keyaccount.queries.org.holdings import held_by
from keyaccount.queries.org.sessions import member_sessions
from keyaccount.queries.records.show_record import show_record

FIELDS = ("name", "login", "title", "department", "email", "phone", "capacity")


def tabs(by: Principal) -> list[Tab]:
    return [Tab(say("在职"), "is_active=1"), Tab(say("已离职"), "is_active=0"), Tab(say("全部"), "")]


def _by_name(by: Principal, entity: str, text: str) -> list[Any]:
    """A few hundred members at most: a plain search does."""
    wanted = (
        Q(name__icontains=text)
        | Q(login__icontains=text)
        | Q(name_sort__icontains=text)
        | Q(title__icontains=text)
    )
    return list(opened(by, "member").filter(wanted).values_list("pk", flat=True))


def _name(row: RowShown) -> Markup:
    name = row.values["name"]
    return Markup('<span class="ka-person">{}{}</span>').format(
        drawn("avatar", "avatar", name, "sm"), clipped(name)
    )


def _status(row: RowShown) -> Markup:
    here = row.values["is_active"]
    return (
        drawn("badge", "status", str(say("在职")), "good")
        if here
        else drawn("badge", "status", str(say("已离职")))
    )


def _roles(row: RowShown) -> Any:
    return row.words["roles"] or drawn("badge", "badge", str(say("没有角色")), "warn")


CELLS: dict[str, Callable[[RowShown], Any]] = {"name": _name, "is_active": _status, "roles": _roles}
SPEC = ListSpec(
    entity="member",
    namespace="settings:members",
    columns=("name", "login", "title", "department", "roles", "is_active"),
    looks={
        "name": Look("lg", "title"),
        "login": Look("md", "line"),
        "title": Look("md"),
        "department": Look("md", "line"),
        "roles": Look("lg", "hide"),
        "is_active": Look("sm", "side", label=say("状态")),
    },
    default_sort="name",
    tabs=tabs,
    find=_by_name,
    first_filters=("department", "is_active"),
    cells=lambda: CELLS,
)


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """The list; leavers stay in it, because their names stand in the history."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    need(by, *PEOPLE)
    found = shown(request, SPEC)
    return page(
        request,
        "settings/members.html",
        {"list": found, "may": {"create": by.may("org.manage")}},
        status=found.status,
    )


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """One member: particulars, roles, devices, leaving."""
    return page(request, "settings/member.html", _context(request, id))


def _context(request: HttpRequest, id: UUID) -> dict[str, Any]:
    by: Principal = request.principal  # type: ignore[attr-defined]
    need(by, *PEOPLE)
    member = show_record(by, "member", id)
    may = {
        name: by.may(f"{room}.{name}")
        for room, name in (("org", "manage"), ("member", "roles"), ("member", "sessions"))
    }
    may["let_in"] = may_let_in(by, member.row)
    sessions = member_sessions(by, id, at=clock.now()) if may["sessions"] else []
    return {
        "member": member,
        "row": member.row,
        "said": {n: words(f, member.values[n], member.names) for n, f in member.fields.items()},
        "own": member.row.pk == by.id,
        "may": may,
        "roles": list(ROLES.values()),
        "chosen": member.row.roles,
        "sessions": [(one, device_name(one.device)) for one in sessions],
        "problems": [],
    }


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a member; the answer shows the link with which they set a password."""
    return new_record(request, "member", FIELDS, say("添加成员"), lambda row: _link(request, row))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    return change_record(
        request, "member", id, FIELDS, say("修改成员资料"), lambda row: done(say("已保存"), reload="#main")
    )


@require_POST
def link(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new one-time link, for who forgot the password or comes back."""
    return _link(request, show_record(request.principal, "member", id).row)  # type: ignore[attr-defined]


def _link(request: HttpRequest, row: Any) -> HttpResponse:
    secret = issue_setup_link(by=request.principal, at=clock.now(), id=row.pk)  # type: ignore[attr-defined]
    address = request.build_absolute_uri(reverse("setup", args=[secret]))
    return page(request, "settings/link_once.html", {"row": row, "address": address, "minutes": MINUTES})


@require_POST
def roles(request: HttpRequest, id: UUID) -> HttpResponse:
    """Replace the roles."""
    wanted = request.POST.getlist("roles")
    try:
        set_roles(by=request.principal, at=clock.now(), id=id, roles=wanted)  # type: ignore[attr-defined]
    except Invalid as error:
        context = {**_context(request, id), "problems": error.problems, "chosen": wanted}
        return page(request, "settings/member.html", context, status=422)
    return done(say("角色已更新，下一次点击即生效"), reload="#main")


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, id: UUID) -> HttpResponse:
    """Disable a member and hand over what they hold."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    by.must("org.manage")
    member = show_record(by, "member", id).row
    problems: Any = ()
    if request.method == "POST":
        try:
            count = disable_member(by=by, at=clock.now(), id=id, to=request.POST.get("to") or None)
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("{name} 已停用，移交了 {n} 个客户", name=member.name, n=count), reload="#main")
    lookup = reverse("lookups:records", args=["member"])
    context = {"row": member, "held": held_by(by, id), "problems": problems, "lookup": lookup}
    return page(request, "settings/leave.html", context, status=422 if problems else 200)


@require_POST
def back(request: HttpRequest, id: UUID) -> HttpResponse:
    """A member comes back and gets a link for a new password."""
    return _link(request, enable_member(by=request.principal, at=clock.now(), id=id))  # type: ignore[attr-defined]


@require_POST
def end(request: HttpRequest, id: UUID) -> HttpResponse:
    """End one session of a colleague, or all."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    wanted = request.POST.get("id", "")
    ids = [int(wanted)] if wanted.isdigit() and len(wanted) < 18 else None
    count = end_sessions(by=by, at=clock.now(), member=id, ids=ids)
    return done(say("已结束 {n} 个登录", n=count), reload="#main")


routes = [
    path("", members, name="list"),
    *list_routes(SPEC),
    path("new", new, name="new"),
    path("<uuid:id>/", show, name="show"),
    path("<uuid:id>/edit", edit, name="edit"),
    path("<uuid:id>/link", link, name="link"),
    path("<uuid:id>/roles", roles, name="roles"),
    path("<uuid:id>/leave", leave, name="leave"),
    path("<uuid:id>/back", back, name="back"),
    path("<uuid:id>/sessions", end, name="end_sessions"),
]

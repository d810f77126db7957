"""The first page of the settings, and what a member sets for oneself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from keyaccount.access import ROLES, Principal
from keyaccount.actions.org.change_profile import FIELDS, change_profile
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say, sense
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import page, told
from keyaccount.interfaces.web.settings.doors import ORG, PEOPLE
from keyaccount.queries.records.names import names_for

Card = tuple[tuple[str, ...], str, str, Say, Say]
CARDS: tuple[tuple[Say, tuple[Card, ...]], ...] = (
    (
        say("常用"),
        (
            ((), "settings:profile", "user", say("个人设置"), say("语言、金额单位、外观")),
            ((), "settings:security", "lock", say("登录与安全"), say("密码、二次验证、设备、令牌")),
            ((), "settings:about", "info-circle", say("关于"), say("版本、打法版本、开源许可")),
        ),
    ),
    (
        say("组织"),
        (
            (PEOPLE, "settings:members:list", "users", say("成员"), say("添加成员、分配角色、办理离职")),
            (ORG, "settings:departments", "sitemap", say("部门"), say("部门树决定谁看得到谁的客户")),
            (ORG, "settings:teams", "users-group", say("团队"), say("跨部门的小组，可以整组共享客户")),
        ),
    ),
    (
        sense("many", "客户"),
        (
            (("pool.manage",), "pools:list", "inbox", say("公海"), say("谁能领、多久不跟进就收回")),
            (("list.manage",), "settings:lists", "tag", say("行业与标签"), say("全公司共用的清单")),
        ),
    ),
    (
        say("监督"),
        (
            (PEOPLE, "settings:roles", "shield", say("角色与权限"), say("每个角色看什么、能做什么")),
            (("audit.read",), "settings:audit", "history", say("审计日志"), say("谁在什么时候做了什么")),
        ),
    ),
)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Cards of what the reader may open."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    groups = []
    for title, cards in CARDS:
        open_ = [
            {"href": reverse(route), "icon": icon, "label": label, "sub": sub}
            for functions, route, icon, label, sub in cards
            if not functions or any(by.may(function) for function in functions)
        ]
        if open_:
            groups.append({"title": title, "cards": open_})
    return page(request, "settings/home.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Language, money unit, colours, telephone; name, department and roles are shown only."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    fields = list(FIELDS.values())
    problems: tuple[Problem, ...] = ()
    values: dict[str, Any] = {name: getattr(by.member, name) for name in FIELDS}
    if request.method == "POST":
        values = typed(request.POST, fields)
        try:
            change_profile(by=by, at=clock.now(), raw=values)
        except Invalid as error:
            problems = error.problems
        else:
            told(request, say("已保存"))
            return HttpResponseRedirect(reverse("settings:profile"))
    department = by.member.department_id
    context = {
        "fields": controls(fields, values, {}, problems),
        "problems": problems,
        "department": names_for(by, "department", [department]).get(department, "") if department else "",
        "roles": [ROLES[key] for key in by.member.roles if key in ROLES],
    }
    return page(request, "settings/profile.html", context, status=422 if problems else 200)

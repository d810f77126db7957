"""Where a member can go and what a member can make: only what works, and only what the roles allow."""

from __future__ import annotations

from typing import Any

from keyaccount.access import ROLES, Principal, access_to
from keyaccount.actions.importing.columns import kinds_for
from keyaccount.base.language import listed, say, sense
from keyaccount.interfaces.web.routes import route


def entries(principal: Principal, path: str) -> list[dict[str, Any]]:
    """The entries of the sidebar and the bottom bar."""
    sells = bool(principal.grants("account"))
    files = bool(kinds_for(principal)) or principal.may("export.run")
    rows: list[tuple[bool, str, Any, str, str, str, bool]] = [
        (True, "home", say("今日"), "home", "home", "h", True),
        (sells, "accounts", sense("many", "客户"), "accounts:list", "building", "a", True),
        (
            bool(principal.grants("opportunity")),
            "deals",
            sense("many", "商机"),
            "deals:board",
            "target",
            "d",
            True,
        ),
        (_sees(principal, "contract"), "contracts", say("合同与回款"), "contracts:list", "coin", "c", False),
        (_sees(principal, "task"), "tasks", sense("many", "任务"), "tasks:list", "checklist", "t", False),
        (bool(principal.grants("person")), "people", say("联系人"), "people:list", "users", "p", True),
        (
            _sees(principal, "intelligence"),
            "intelligence",
            say("情报"),
            "intelligence:list",
            "scale",
            "n",
            False,
        ),
        (sells, "pools", say("公海"), "pools:list", "ripple", "o", False),
        (bool(principal.roles), "playbook", say("打法"), "playbook:show", "book", "b", False),
        (_sees(principal, "product"), "products", say("产品价目"), "products:list", "tag", "r", False),
        (principal.may("pareto.read"), "insight", say("帕累托"), "accounts:pareto", "chart-bar", "i", False),
        (files, "imports", say("导入导出"), "imports:list", "file-import", "m", False),
        (True, "settings", say("设置"), "settings:home", "settings", "s", True),
    ]
    return [
        {
            "key": key,
            "label": str(label),
            "href": route(place),
            "icon": icon,
            "active": _active(path, route(place)),
            "go": letter,
            "phone": phone,
        }
        for allowed, key, label, place, icon, letter, phone in rows
        if allowed
    ]


def _sees(principal: Principal, entity: str) -> bool:
    """Whether the member may read the entity at all."""
    return bool(access_to(principal, entity).fields)


def _active(path: str, href: str) -> bool:
    """Whether the page belongs to the entry; Pareto has an entry of its own below the accounts."""
    pareto = route("accounts:pareto")
    if path.startswith(pareto) or href == "/":
        return path.startswith(href) if href != "/" and href == pareto else path == href
    return path.startswith(href)


def creatable(principal: Principal) -> list[dict[str, Any]]:
    """The menu ＋ 新建."""
    rows = [
        (principal.may("account.create"), say("新建客户"), "accounts:new", "building"),
        (principal.may("deal.create"), say("新建商机"), "deals:new", "target"),
        (principal.may("contact.edit"), say("记一次联系"), "contacts:new", "message"),
        (principal.may("person.create"), say("新建联系人"), "people:new", "user-plus"),
        (bool(kinds_for(principal)), say("导入文件"), "imports:new", "file-import"),
    ]
    return [
        {"label": str(label), "href": route(place), "icon": icon} for may, label, place, icon in rows if may
    ]


def member_menu(principal: Principal) -> dict[str, Any]:
    """Name, roles and the menu behind them."""
    member = principal.member
    return {
        "name": member.name,
        "sub": str(listed(str(ROLES[key].label) for key in member.roles if key in ROLES)),
        "menu": [
            {"label": str(say("个人设置")), "href": route("settings:profile"), "icon": "user"},
            {"label": str(say("登录与安全")), "href": route("settings:security"), "icon": "lock"},
            {
                "label": str(say("退出")),
                "href": route("account_logout"),
                "icon": "logout",
                "post": route("account_logout"),
            },
        ],
    }

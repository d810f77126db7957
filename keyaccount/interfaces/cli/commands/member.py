"""`keyaccount member …`: who may sign in, also when nobody can sign in to say so."""

from __future__ import annotations

import argparse

from django.db import transaction

from keyaccount.access import everything, opened
from keyaccount.actions.org.disable_member import disable_member
from keyaccount.actions.org.set_roles import set_roles
from keyaccount.actions.records.create_record import create_record
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.cli import acting
from keyaccount.interfaces.cli.columns import columns
from keyaccount.interfaces.cli.main import Stop
from keyaccount.interfaces.cli.start.sign_in import set_up_link
from keyaccount.records.org.models import Member


def run(options: argparse.Namespace) -> int:
    {"add": add, "list": listed, "link": link, "roles": roles, "disable": disable}[options.action](options)
    return 0


def add(options: argparse.Namespace) -> None:
    """A new member with roles; prints the link with which the member sets a password."""
    by, guard = acting.as_member("", "org.manage"), acting.as_member("", "member.roles")
    raw = {name: getattr(options, name) for name in ("login", "name", "email", "title")}
    if options.department:
        place = opened(by, "department").filter(name=options.department).first()
        if place is None:
            raise Stop(str(say("没有名为 {name} 的部门", name=options.department)))
        raw["department"] = str(place.pk)
    wanted = split(options.roles)
    with transaction.atomic():
        made = create_record(by=by, at=clock.now(), entity="member", raw=raw)
        set_roles(by=guard, at=clock.now(), id=made.pk, roles=wanted)
    print(set_up_link(made))


def listed(options: argparse.Namespace) -> None:
    rows = [(str(say("登录名")), str(say("姓名")), str(say("角色")), str(say("部门")), str(say("状态")))]
    members = everything(Member, why="the list of members for whoever runs the server").select_related(
        "department"
    )
    for one in members.order_by("-is_active", "login"):
        state = str(say("在职")) if one.is_active else str(say("已停用"))
        if one.is_active and not one.has_usable_password():
            state = str(say("未设密码"))
        rows.append(
            (one.login, one.name, ",".join(one.roles), one.department.name if one.department else "", state)
        )
    print("\n".join(columns(rows)))


def link(options: argparse.Namespace) -> None:
    print(set_up_link(acting.member(options.login)))


def roles(options: argparse.Namespace) -> None:
    by = acting.as_member("", "member.roles")
    changed = set_roles(by=by, at=clock.now(), id=acting.member(options.login).pk, roles=split(options.roles))
    print(",".join(changed.roles))


def disable(options: argparse.Namespace) -> None:
    heir = acting.member(options.to).pk if options.to else None
    by = acting.as_member("", "org.manage")
    count = disable_member(by=by, at=clock.now(), id=acting.member(options.login).pk, to=heir)
    print(say("已停用 {login}，交接了 {n} 个客户", login=options.login, n=count))


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]

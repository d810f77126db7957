"""What is still to be set up before the company can work: for those who look after the system and see no customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from keyaccount.access import Principal, opened
from keyaccount.base.language import Say, say


@dataclass(frozen=True)
class Step:
    """`key` names the page where it is done; `mine` whether the reader may do it, else `who` is asked."""

    key: str
    label: Say
    told: Say
    done: bool
    mine: bool
    who: Say


def looks_after_system(by: Principal) -> bool:
    """Administrators and security officers."""
    return by.may("org.manage") or by.may("member.roles")


def setup_steps(by: Principal) -> list[Step]:
    """In the order in which they are done; five queries."""
    members = list(opened(by, "member").filter(is_active=True).values_list("roles", "department_id"))
    homeless = sum(1 for _, department in members if department is None)
    roleless = sum(1 for roles, _ in members if not roles)
    departments, pools = opened(by, "department").count(), opened(by, "pool").count()
    factor = Authenticator.objects.filter(user_id=by.id, type=Authenticator.Type.TOTP).exists()
    may: Callable[[str], bool] = by.may
    admin, security, operations = say("系统管理员"), say("安全管理员"), say("销售运营")
    return [
        Step(
            "departments",
            say("建好部门"),
            say("现有 {n} 个部门", n=departments),
            departments > 0,
            may("org.manage"),
            admin,
        ),
        Step(
            "members",
            say("添加成员"),
            _members(len(members), homeless),
            len(members) > 1 and not homeless,
            may("org.manage"),
            admin,
        ),
        Step("roles", say("给每个人分配角色"), _roles(roleless), not roleless, may("member.roles"), security),
        Step(
            "pools", say("建公海"), say("现有 {n} 个公海", n=pools), pools > 0, may("pool.manage"), operations
        ),
        Step("security", say("给自己的账号启用二次验证"), say("管理账号最值得保护"), factor, True, admin),
    ]


def _members(count: int, homeless: int) -> Say:
    if homeless:
        return say("现有 {n} 人，其中 {m} 人还没有部门", n=count, m=homeless)
    return say("现有 {n} 人", n=count)


def _roles(roleless: int) -> Say:
    return say("{n} 人还没有角色，登录后什么也看不到", n=roleless) if roleless else say("每个人都有角色")

"""Roles as an auditor reads them: for each relation to a record the classes seen and written, and what one may do.

What is not granted here is denied. docs/admin/permissions.md shows the same as tables. A member may hold several roles; grants are united.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from keyaccount.access.classes import C0, C1, C2, C3, NOTHING, FieldClass, up_to
from keyaccount.base.language import Say, say


class Relation(StrEnum):
    """How a member stands to a record."""

    OWNER = "owner"
    SUBTREE = "subtree"
    COMPANY = "company"
    TEAM_EDIT = "team_edit"
    TEAM_READ = "team_read"
    SHARED_EDIT = "shared_edit"
    SHARED_READ = "shared_read"
    POOL = "pool"


# Only these decide who has an account and who else gets at it; a seat or a share, even one to edit, doesn't hand it on.
HOLDING = frozenset({Relation.OWNER, Relation.SUBTREE, Relation.COMPANY})


@dataclass(frozen=True)
class Grant:
    """What one relation gives: classes read, classes written, and for which entities (None: all of the business)."""

    read: frozenset[FieldClass]
    write: frozenset[FieldClass] = NOTHING
    only: frozenset[str] | None = None


@dataclass(frozen=True)
class Role:
    key: str
    label: Say
    meaning: Say
    grants: Mapping[Relation, Grant] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()


_JOINED = {
    Relation.TEAM_EDIT: Grant(up_to(C1), up_to(C1)),
    Relation.TEAM_READ: Grant(up_to(C1)),
    Relation.SHARED_EDIT: Grant(up_to(C1), up_to(C1)),
    Relation.SHARED_READ: Grant(up_to(C1)),
}
_POOLED = {Relation.POOL: Grant(up_to(C0), only=frozenset({"account", "pool"}))}
_SELL = frozenset(
    "account.create account.edit account.claim account.release account.judge account.note account.file account.fact "
    "account.team person.create person.edit person.archive person.reveal unit.edit import.run export.run "
    "deal.create deal.edit proposal.review contact.edit contract.edit invoice.apply insider.keep".split()
)
_LEAD = _SELL | frozenset(
    "account.assign account.transfer account.merge account.archive account.share account.override pareto.read "
    "deal.waive deal.archive deal.transfer quote.approve deal.limits person.erase".split()
)
_OWN_WORK = {Relation.OWNER: Grant(up_to(C1), up_to(C1), only=frozenset({"task", "contact"}))}
_MONEY = frozenset(
    "account result contract contract_line route_step contract_risk instalment invoice receipt allocation dunning_step".split()
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role(
            "sales",
            say("销售"),
            say("自己的客户全权；团队和共享的客户按授权；公海可领取"),
            {Relation.OWNER: Grant(up_to(C3), up_to(C3)), **_JOINED, **_POOLED},
            _SELL,
        ),
        Role(
            "manager",
            say("销售经理"),
            say("本部门及下级的客户；审批、转移、合并；个人敏感信息只见掩码"),
            {
                Relation.OWNER: Grant(up_to(C3), up_to(C3)),
                Relation.SUBTREE: Grant(up_to(C3), up_to(C2)),
                **_JOINED,
                **_POOLED,
            },
            _LEAD,
        ),
        Role(
            "director",
            say("销售总监"),
            say("本部门及下级的客户与分析；不见个人敏感信息"),
            {
                Relation.OWNER: Grant(up_to(C3), up_to(C3)),
                Relation.SUBTREE: Grant(up_to(C2), up_to(C2)),
                **_JOINED,
                **_POOLED,
            },
            _LEAD | {"playbook.publish"},
        ),
        Role(
            "operations",
            say("销售运营"),
            say("全公司客户的内部信息；分配、查重、公海、导入导出"),
            {Relation.COMPANY: Grant(up_to(C1), up_to(C1)), **_JOINED, **_POOLED},
            _LEAD
            - set(
                "pareto.read person.reveal person.erase insider.keep deal.limits quote.approve contract.edit "
                "invoice.apply".split()
            )
            | {"pool.manage", "list.manage", "product.manage"},
        ),
        Role(
            "presales",
            say("售前"),
            say("加入的客户的内部信息"),
            {**_JOINED, **_OWN_WORK},
            frozenset(
                "account.edit account.note account.file account.fact person.edit unit.edit deal.edit proposal.review "
                "contact.edit".split()
            ),
        ),
        Role(
            "delivery",
            say("交付与客户成功"),
            say("加入的客户的内部信息，够用为止"),
            {**_JOINED, **_OWN_WORK},
            frozenset(
                "account.edit account.note account.file account.fact person.edit unit.edit proposal.review "
                "contact.edit".split()
            ),
        ),
        Role(
            "finance",
            say("财务"),
            say("全公司客户的公开信息与金额；不见联系人"),
            {Relation.COMPANY: Grant(frozenset({C0, C2}), frozenset({C2}), only=_MONEY)},
            frozenset(
                "result.edit pareto.read import.run export.run money.edit invoice.apply proposal.review".split()
            ),
        ),
        Role(
            "compliance",
            say("合规审计"),
            say("全公司只读；查看审计日志"),
            {Relation.COMPANY: Grant(up_to(C1))},
            frozenset({"audit.read"}),
        ),
        Role(
            "security",
            say("安全管理员"),
            say("角色、会话、令牌；不见业务数据"),
            {},
            frozenset({"member.roles", "member.sessions", "token.manage", "audit.read"}),
        ),
        Role(
            "admin",
            say("系统管理员"),
            say("成员、部门、团队、设置；不见业务数据"),
            {},
            frozenset({"org.manage", "settings.manage"}),
        ),
    )
}

FUNCTIONS: frozenset[str] = frozenset().union(*(role.functions for role in ROLES.values()))

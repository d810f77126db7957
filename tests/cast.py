"""The small cast every test shares: one company, two regions, a handful of members, a few accounts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from keyaccount.access import Principal
from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account, Industry, Pool
from keyaccount.records.org.models import Department, Member

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def department(name: str, parent: Department | None = None) -> Department:
    return Department.rows.create(name=name, parent=parent, created_at=NOW, updated_at=NOW)


def member(login: str, name: str, roles: list[str], where: Department | None, **more: Any) -> Member:
    made = Member(
        login=login, name=name, roles=roles, department=where, created_at=NOW, updated_at=NOW, **more
    )
    made.set_password("correct-horse-1")
    made.save(force_insert=True)
    return made


def account(name: str, owner: Member | None = None, pool: Pool | None = None, **more: Any) -> Account:
    """A stored account, past the actions: for tests that need one to be there."""
    return Account.rows.create(
        id=new_id(),
        name=name,
        name_key=name[:200],
        core_key=name[:200],
        name_sort=name[:120],
        owner=owner,
        department=owner.department if owner else None,
        pool=None
        if owner
        else (
            pool
            or Pool.rows.get_or_create(
                name="全国公海", defaults={"created_at": NOW, "updated_at": NOW, "is_default": True}
            )[0]
        ),
        created_at=NOW,
        updated_at=NOW,
        **more,
    )


class Company:
    """华讯 and its people: 总部 > 华东 (经理 韩梅, 销售 李雷, 销售 王芳), 华北 (销售 赵强)."""

    def __init__(self) -> None:
        self.head = department("总部")
        self.east = department("华东大区", self.head)
        self.north = department("华北大区", self.head)
        self.lilei = member("lilei", "李雷", ["sales"], self.east)
        self.wangfang = member("wangfang", "王芳", ["sales"], self.east)
        self.hanmei = member("hanmei", "韩梅", ["manager"], self.east)
        self.zhaoqiang = member("zhaoqiang", "赵强", ["sales"], self.north)
        self.boss = member("zhouzong", "周总", ["director"], self.head)
        self.ops = member("yunying", "云英", ["operations"], self.head)
        self.presales = member("shouqian", "寿前", ["presales"], self.head)
        self.finance = member("caiwu", "蔡雯", ["finance"], self.head)
        self.auditor = member("hegui", "何规", ["compliance"], self.head)
        self.security = member("anquan", "安全", ["security"], self.head)
        self.admin = member("guanli", "管理", ["admin"], self.head)
        self.pool = Pool.rows.create(name="全国公海", is_default=True, created_at=NOW, updated_at=NOW)
        self.bank = Industry.rows.get_or_create(
            key="bank", defaults={"name": "银行", "name_hant": "銀行", "name_en": "Banking"}
        )[0]

    def members(self) -> dict[str, Member]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Member)}


def acting(member: Member, **more: Any) -> Principal:
    """The member as a principal, read afresh."""
    return Principal(Member.objects.get(pk=member.pk), **more)

"""What members, departments and teams add: unique logins, sort keys, no cycles, accounts that follow their owner's department."""

from __future__ import annotations

import re
from typing import Any

from keyaccount.access import everything
from keyaccount.actions.accounts.placing import rescope
from keyaccount.actions.shared import indexing, rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import names
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Department, Member
from keyaccount.records.visits.models import Task

_WHY = "logins and the department tree hold for the whole company"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


def prepare_member(change: Change) -> list[Problem]:
    problems = []
    if change.created:
        change.row.set_unusable_password()
    if "name" in change.values:
        change.row.name_sort = names.sort_key(change.values["name"])[:120]
    login = change.values.get("login")
    if login is not None:
        login = change.values["login"] = login.lower()
        if not _LOGIN.fullmatch(login):
            problems.append(Problem("login", say("登录名用 2–60 位小写字母、数字、点或横线"), field="login"))
        elif everything(Member, why=_WHY).filter(login=login).exclude(pk=change.row.pk).exists():
            problems.append(Problem("taken", say("这个登录名已有人使用"), field="login"))
    return problems


def settle_member(change: Change, changed: dict[str, list[Any]]) -> None:
    """Found under the new name; and accounts, deals, contracts and tasks carry their owner's department: when the owner
    moves, they move along."""
    indexing.index("member", [change.row])
    if "department" not in changed or change.created:
        return
    accounts = everything(Account, why=_WHY).filter(owner=change.row)
    accounts.update(department=change.row.department_id)
    for model in (Opportunity, Contract, Task):
        everything(model, why=_WHY).filter(owner=change.row).update(department=change.row.department_id)
    rescope(list(accounts.values_list("id", flat=True)), change.row)
    indexing.reindex_worked(change.row.pk)


def prepare_department(change: Change) -> list[Problem]:
    at, seen = change.values.get("parent"), {change.row.pk}
    while at:
        if at in seen:
            return [Problem("cycle", say("上级部门不能是自己或自己的下级"), field="parent")]
        seen.add(at)
        at = everything(Department, why=_WHY).filter(pk=at).values_list("parent_id", flat=True).first()
    return []


def _unique_name(change: Change) -> list[Problem]:
    wanted = change.values.get("name")
    same = everything(change.policy.model, why=_WHY).filter(name=wanted).exclude(pk=change.row.pk)
    return [Problem("taken", say("这个名称已经有了"), field="name")] if wanted and same.exists() else []


rules.add("member", Rules(prepare=prepare_member, settle=settle_member))


def settle_department(change: Change, changed: dict[str, list[Any]]) -> None:
    """Who stands above a moved department finds what it holds, and who stood above finds it no more."""
    if "parent" in changed and not change.created:
        indexing.rescope_department(change.row.pk)


rules.add("department", Rules(prepare=prepare_department, settle=settle_department))
for _entity in ("team", "industry", "tag", "pool"):
    rules.add(_entity, Rules(prepare=_unique_name))

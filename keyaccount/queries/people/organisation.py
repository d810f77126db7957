"""The customer's organisation as far as we know it: departments as a tree, with who sits where (PPL-1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal, access_to, found, opened
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema import Function
from keyaccount.queries.people.posts import without_unseen
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import CustomerUnit, Post


@dataclass
class UnitNode:
    """A department with its current posts; the node without a unit holds people whose department is unknown."""

    unit: CustomerUnit | None
    posts: list[Post] = field(default_factory=list)
    children: list[UnitNode] = field(default_factory=list)


@dataclass(frozen=True)
class Organisation:
    """The tree, people who left, functions nobody covers yet (a blind spot), and guidance by function."""

    tops: list[UnitNode]
    former: list[Post]
    uncovered: list[Any]
    guidance: dict[str, Any]


def account_organisation(by: Principal, id: UUID | str) -> Organisation:
    """Empty for readers who see only the public fields of the account."""
    account = found(by, "account", id, archived=True)
    functions = {f.key: f for f in edition_in_force().functions}
    if FieldClass.INTERNAL not in access_to(by, "account").classes(account):
        return Organisation([], [], [], functions)
    units = list(opened(by, "unit").filter(account=account).order_by("sort", "name", "pk"))
    posts = (
        opened(by, "post")
        .filter(account=account, person__archived_at=None)
        .select_related("person", "reports_to")
    )
    nodes: dict[UUID | None, UnitNode] = {u.pk: UnitNode(u) for u in units}
    unknown, former = UnitNode(None), []
    for post in without_unseen(by, posts.order_by("-person__is_key", "person__name_sort", "pk")):
        if post.ended_on:
            former.append(post)
        else:
            nodes.get(post.unit_id, unknown).posts.append(post)
    tops: list[UnitNode] = []
    for unit in units:
        above = nodes.get(unit.parent_id) if unit.parent_id else None
        (above.children if above else tops).append(nodes[unit.pk])
    covered = {n.unit.function for n in nodes.values() if n.unit and n.posts}
    wanting = [f for key, f in functions.items() if key not in covered]
    return Organisation([*tops, unknown] if unknown.posts else tops, former, wanting, functions)


def uncovered(by: Principal, account: Account) -> list[Function]:
    """Functions in whose departments we know nobody at present; two queries. The account has been opened for the reader."""
    posts = opened(by, "post").filter(account=account, ended_on=None, person__archived_at=None)
    seated = set(posts.values_list("unit_id", flat=True))
    units = opened(by, "unit").filter(account=account).values_list("pk", "function")
    covered = {function for unit, function in units if unit in seated}
    return [f for f in edition_in_force().functions if f.key not in covered]

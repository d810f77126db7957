"""Our department tree with how many work where."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from keyaccount.access import Principal, opened
from keyaccount.records.org.models import Department


@dataclass
class DepartmentNode:
    """A department, its active members and what is below it."""

    department: Department
    members: int
    children: list[DepartmentNode] = field(default_factory=list)


def department_tree(by: Principal) -> tuple[list[DepartmentNode], list[Department]]:
    """The tops of the tree, and the archived ones; three queries."""
    counts = dict(
        opened(by, "member")
        .filter(is_active=True)
        .values("department_id")
        .annotate(n=Count("pk"))
        .values_list("department_id", "n")
    )
    rows = list(opened(by, "department").order_by("sort", "name", "pk"))
    nodes: dict[UUID, DepartmentNode] = {d.pk: DepartmentNode(d, counts.get(d.pk, 0)) for d in rows}
    tops: list[DepartmentNode] = []
    for department in rows:
        above = nodes.get(department.parent_id) if department.parent_id else None
        (above.children if above else tops).append(nodes[department.pk])
    closed = opened(by, "department", archived=True).filter(archived_at__isnull=False).order_by("name", "pk")
    return tops, list(closed)

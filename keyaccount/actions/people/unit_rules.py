"""What a customer's department adds to the shared mechanics: a sound tree, its name on its people, search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.shared import indexing, rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.people.models import CustomerUnit, Person

_WHY = "the account was opened for change; its whole department tree and all its people are meant"


def prepare(change: Change) -> list[Problem]:
    """The superior department is at the same account and not below this one."""
    above: UUID | None = change.after("parent")
    if above is None or "parent" not in change.values:
        return []
    units = everything(CustomerUnit, why=_WHY).filter(account_id=change.after("account"))
    tree: dict[UUID, UUID | None] = dict(units.values_list("id", "parent_id"))
    if above not in tree:
        return [Problem("other_account", say("上级部门不属于这个客户"), field="parent")]
    seen: set[UUID] = set()
    while above and above not in seen:
        if above == change.row.pk:
            return [Problem("cycle", say("上级部门不能是自己或自己的下级"), field="parent")]
        seen.add(above)
        above = tree.get(above)
    return []


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    """A new name shows on the people whose primary post is here, and they are found by it."""
    row: CustomerUnit = change.row
    indexing.index("unit", [row], fresh=change.created)
    if "name" in changed and not change.created:
        people = everything(Person, why=_WHY)
        people.filter(posts__unit=row, posts__is_primary=True).update(unit_name=row.name)
        indexing.index("person", list(people.filter(posts__unit=row).distinct()))


rules.add("unit", Rules(prepare=prepare, settle=settle))

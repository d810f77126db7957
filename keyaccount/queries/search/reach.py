"""What of the index a principal may find: a condition on its rows, and marks that let the engine pass over the rest.

The condition alone decides. The marks only spare reading rows that it would refuse, and are left out when there would
be too many. Rows of class 0 need the reach of public fields, rows of class 1 that of internal ones, so that an internal
word never makes a record findable for those who see its public side only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from keyaccount.access import FieldClass, Principal, Relation, policy_of
from keyaccount.access.scopes import Owned
from keyaccount.records.search.expressions import Expression, any_of, word
from keyaccount.records.search.matching import Condition, condition
from keyaccount.records.search.words import scope_mark

_MOST_MARKS = 40
_CLASSES = (FieldClass.PUBLIC, FieldClass.INTERNAL)
NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Reach:
    """`where` is None when nothing can be found."""

    where: Condition | None
    marks: Expression | None


def reach(by: Principal, entities: Sequence[str]) -> Reach:
    """What the principal may find of these entities."""
    found: list[tuple[Q, dict[int, list[str]]]] = []
    for entity in entities:
        for klass in _CLASSES:
            rows = _rows(by, entity, klass)
            sides = next((sides for known, sides in found if known == rows), None)
            if sides is None:
                sides = {}
                found.append((rows, sides))
            sides.setdefault(int(klass), []).append(entity)
    where = NOBODY
    for rows, sides in found:
        for side, kinds in sides.items():
            where |= Q(klass=side, entity__in=kinds) & rows
    return Reach(condition(where), _marks(by, entities))


def _rows(by: Principal, entity: str, klass: FieldClass) -> Q:
    """The entity's own rule where it has no owner; else the same rule on the columns of the index."""
    rule = policy_of(entity).scope
    if isinstance(rule, Owned):
        here = Owned(account="account_id", pool="pool_id" if rule.pool else "")
        return here.reach(by, entity, klass, write=False)
    return rule.reach(by, entity, klass, write=False)


def _marks(by: Principal, entities: Sequence[str]) -> Expression | None:
    marks: set[str] = set()
    for entity in entities:
        if not isinstance(policy_of(entity).scope, Owned):
            marks.add("_s")
            continue
        for relation, grant in by.grants(entity).items():
            if not grant.read & set(_CLASSES):
                continue
            if relation is Relation.COMPANY:
                return None
            marks |= {scope_mark(kind, id) for kind, ids in _reached(by, relation) for id in ids}
    return any_of(map(word, sorted(marks))) if 0 < len(marks) <= _MOST_MARKS else None


def _reached(by: Principal, relation: Relation) -> list[tuple[str, frozenset[UUID]]]:
    match relation:
        case Relation.OWNER:
            return [("_o", frozenset({by.id}))]
        case Relation.SUBTREE:
            return [("_d", frozenset(filter(None, [by.member.department_id])))]
        case Relation.POOL:
            return [("_p", by.pools)]
        case _:
            return [("_a", by.joined.get(relation, frozenset()))]

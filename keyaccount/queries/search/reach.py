"""What of the index a principal may find: a condition on its rows, and marks that let the engine pass over the rest.

The condition alone decides. The marks only spare reading rows that it would refuse, and are left out when there would
be too many. Rows of class 0 need the reach of public fields, rows of class 1 that of internal and of class 2 that of commercial ones, so
that an internal word never makes a record findable for those who see its public side only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from keyaccount.access import FieldClass, Principal, Relation, policy_of
from keyaccount.access.scopes import Either, Owned, ScopeRule
from keyaccount.records.search.expressions import Expression, any_of, word
from keyaccount.records.search.matching import Condition, condition
from keyaccount.records.search.words import scope_mark

_MOST_MARKS = 40
_CLASSES = (FieldClass.PUBLIC, FieldClass.INTERNAL, FieldClass.COMMERCIAL)
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
        for klass in _classes(entity):
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


def _classes(entity: str) -> tuple[FieldClass, ...]:
    """Classes that sides of the entity have: commercial only where all of it is."""
    floor = policy_of(entity).floor
    return tuple(c for c in _CLASSES if c >= floor and c <= max(floor, FieldClass.INTERNAL))


def _owned(rule: ScopeRule) -> bool:
    """Whether each side of the record has an owner; the rules of one with several meet on the columns of the index."""
    if isinstance(rule, Either):
        return not rule.function and all(_owned(one) for one in rule.rules)
    return isinstance(rule, Owned)


def _rows(by: Principal, entity: str, klass: FieldClass) -> Q:
    """The entity's own rule where it has no owner; else the same rule on the columns of the index."""
    rule = policy_of(entity).scope
    if _owned(rule):
        here = Owned(account="account_id", pool="pool_id" if getattr(rule, "pool", "") else "")
        return here.reach(by, entity, klass, write=False)
    return rule.reach(by, entity, klass, write=False)


def _marks(by: Principal, entities: Sequence[str]) -> Expression | None:
    marks: set[str] = set()
    for entity in entities:
        if not _owned(policy_of(entity).scope):
            marks.add("_s")
            continue
        for relation, grant in by.grants(entity).items():
            if not grant.read & set(_classes(entity)):
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

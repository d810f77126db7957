"""Taking away what an import made, unless it was worked on since or something hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError

from keyaccount.access import FieldClass, everything, policies, policy_of
from keyaccount.actions.shared import indexing
from keyaccount.records.accounts.models import Account, Note
from keyaccount.records.common import Guarded
from keyaccount.records.deals.models import Intelligence
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import CustomerUnit, Person, PersonKey, Post

_WHY = "the member's own import is taken back with all it made"


@dataclass(frozen=True)
class Span:
    """From when the import ran to when it is taken back."""

    imported: datetime
    undone: datetime

    def untouched(self, record: Any) -> bool:
        """Nobody but the import, or its undoing, wrote the record last."""
        return record.updated_at in (self.imported, self.undone)


def remove(made: Iterable[tuple[str, UUID]], span: Span) -> set[UUID]:
    """Delete the (entity, id) that may go; returns what is gone, also what was gone before."""
    by_entity: dict[str, list[UUID]] = {}
    for entity, pk in made:
        by_entity.setdefault(entity, []).append(pk)
    gone: set[UUID] = set()
    for entity, ids in by_entity.items():
        model = policy_of(entity).model
        there = {record.pk: record for record in everything(model, why=_WHY).filter(pk__in=ids)}
        free = {pk for pk, record in there.items() if span.untouched(record)} - _worked_on(model, ids, span)
        gone |= (set(ids) - there.keys()) | _delete(entity, model, free, span)
    return gone


def _hidden() -> set[type[Any]]:
    """What is personal or secret: whoever takes an import back may not know that it is there, so it keeps nothing."""
    return {policy.model for policy in policies().values() if policy.floor >= FieldClass.PERSONAL} | {
        PersonKey
    }


def _worked_on(model: type[Any], ids: Sequence[UUID], span: Span) -> set[UUID]:
    """Those to which anything was added after the import that is no secret of others."""
    found: set[UUID] = set()
    hidden = _hidden()
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if other in hidden:
            continue
        if issubclass(other, Guarded) and any(f.name == "created_at" for f in other._meta.fields):
            rows = everything(other, why=_WHY)
            if model is Person and other is Intelligence:
                rows = rows.filter(secret=False)
            later = rows.filter(**{f"{name}__in": ids}, created_at__gt=span.imported)
            found |= set(later.values_list(f"{name}_id", flat=True))
    if model is Member:
        there = everything(Member, why=_WHY).filter(pk__in=ids, last_login__isnull=False)
        found |= set(there.values_list("pk", flat=True))
    if model is Person:
        noted = everything(Note, why=_WHY).filter(person_id__in=ids)
        found |= set(noted.values_list("person_id", flat=True))
    if model is CustomerUnit:
        seats = everything(Post, why=_WHY).filter(unit__in=ids)
        found |= set(seats.values_list("unit_id", flat=True))
    return found


def _delete(entity: str, model: type[Any], ids: set[UUID], span: Span) -> set[UUID]:
    """At once if nothing hangs on any of them, else one by one."""
    if entity == "account":
        children = everything(Account, why=_WHY).filter(parent__in=ids, updated_at=span.imported)
        children.update(parent=None, group_root_id=None)
    rows, gone = everything(model, why=_WHY), ids
    try:
        with transaction.atomic():
            rows.filter(pk__in=ids).delete()
    except ProtectedError:
        gone = {pk for pk in ids if _deleted(rows, pk)}
    if entity in indexing.ENTITIES:
        indexing.unindex(entity, gone)
    return gone


def _deleted(rows: Any, pk: UUID) -> bool:
    try:
        with transaction.atomic():
            rows.filter(pk=pk).delete()
    except ProtectedError:
        return False
    return True


def mend_groups() -> None:
    """Accounts whose group lost its top find their new one."""
    top = everything(Account, why=_WHY).filter(pk=OuterRef("group_root_id"))
    lost = everything(Account, why=_WHY).filter(group_root_id__isnull=False).exclude(Exists(top))
    for account in lost:
        at = account
        while at.parent_id:
            at = everything(Account, why=_WHY).get(pk=at.parent_id)
        root = None if at.pk == account.pk else at.pk
        everything(Account, why=_WHY).filter(pk=account.pk).update(group_root_id=root)

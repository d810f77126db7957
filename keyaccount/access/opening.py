"""The only doors to rows: for a principal, or, with a reason in writing, for the system's own bookkeeping."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from keyaccount.access.classes import FieldClass
from keyaccount.access.policy import Access, policy_of
from keyaccount.access.principal import Principal
from keyaccount.base.errors import Missing, Refused


def access_to(principal: Principal, entity: str) -> Access:
    """The entity's policy compiled for the principal; kept on the principal for the length of a request."""
    kept: dict[str, Access] = principal.__dict__.setdefault("compiled", {})
    if entity not in kept:
        kept[entity] = Access(principal, policy_of(entity))
    return kept[entity]


def opened(
    principal: Principal,
    entity: str,
    *,
    write: bool = False,
    archived: bool = False,
    klass: FieldClass = FieldClass.PUBLIC,
    pooled: bool = True,
) -> QuerySet[Any]:
    """The rows of an entity that the principal may see (or change). Archived ones only when asked for."""
    access = access_to(principal, entity)
    rows: QuerySet[Any] = access.policy.model.rows.filter(
        access.rows(klass=klass, write=write, pooled=pooled)
    )
    if "archived_at" in access.policy.internal and not archived:
        rows = rows.filter(archived_at=None)
    return rows


def found(
    principal: Principal, entity: str, id: UUID | str, *, lock: bool = False, archived: bool = False
) -> Any:
    """One row the principal may see, or `Missing`; `lock` holds it until the transaction ends."""
    rows = opened(principal, entity, archived=archived)
    try:
        return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=id)
    except (access_to(principal, entity).policy.model.DoesNotExist, ValidationError, ValueError):
        raise Missing() from None


def changeable(
    principal: Principal, entity: str, id: UUID | str, *, verb: str = "edit", archived: bool = False
) -> Any:
    """One row locked for change: `Missing` when it cannot be seen, `Refused` when it may not be changed."""
    row = found(principal, entity, id, lock=True, archived=archived)
    if not access_to(principal, entity).allows(row, verb):
        raise Refused()
    return row


def attachable(principal: Principal, entity: str, account: UUID | str, *, verb: str = "create") -> Any:
    """The account, locked, to which the principal may add a record of the entity. Raises `Missing` or `Refused`.

    Asked of the entity and not of the account: who may write money on an account need not be let near its persons.
    """
    row = found(principal, "account", account, lock=True)
    if not may_attach(principal, entity, row, verb=verb):
        raise Refused()
    return row


def may_attach(principal: Principal, entity: str, account: Any, *, verb: str = "create") -> bool:
    """Whether the principal may add a record of the entity to this account, which they see."""
    scope = {"owner_id": account.owner_id, "department_id": account.department_id}
    new = {"account_id": account.pk, **scope, **{f"account__{column}": id for column, id in scope.items()}}
    return access_to(principal, entity).allows(new, verb)


def everything(model: type[Any], *, why: str) -> QuerySet[Any]:
    """All rows of a model, whoever asks. `why` is a literal that an auditor reads; the house test lists every use."""
    if not why:
        raise ValueError("say why")
    rows: QuerySet[Any] = model.rows.all()
    return rows

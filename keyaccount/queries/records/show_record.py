"""One record as its reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Kind, Principal, access_to, found
from keyaccount.facts.tags import tags_of
from keyaccount.queries.records.list_records import masked
from keyaccount.queries.records.names import names_for, names_of


@dataclass(frozen=True)
class Shown:
    """A record: readable values by field, names of what it refers to, and which fields this reader may write."""

    entity: str
    id: Any
    version: int | None
    values: dict[str, Any]
    fields: dict[str, Field]
    names: dict[str, dict[Any, str]]
    writable: frozenset[str]
    row: Any


def show_record(by: Principal, entity: str, id: UUID | str, *, archived: bool = True) -> Shown:
    """The record, or `Missing`. Archived records can be shown; lists leave them out."""
    row = found(by, entity, id, archived=archived)
    access = access_to(by, entity)
    fields = access.readable(row)
    values = {name: _value(f, row) for name, f in fields.items()}
    writable = frozenset(access.writable(row)) if access.may("edit") else frozenset()
    tags = [t for name, f in fields.items() if f.kind is Kind.TAGS and f.ref for t in values[name]]
    return Shown(
        entity=entity,
        id=row.pk,
        version=getattr(row, "version", None),
        values=values,
        fields=fields,
        names=names_of(by, fields.values(), [values], tags=names_for(by, "tag", tags) if tags else None),
        writable=writable,
        row=row,
    )


def _value(field: Field, row: Any) -> Any:
    if field.kind is Kind.TAGS and field.ref:
        return tags_of(row)
    return masked(field, getattr(row, field.path))

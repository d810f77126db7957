"""One record as its reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Kind, Principal, access_to, found
from keyaccount.facts.tags import tags_by_account
from keyaccount.queries.records.list_records import OPEN_NAMES, masked, name_paths
from keyaccount.queries.records.names import names_of, spoken


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
    access = access_to(by, entity)
    near = [f for f in access.fields.values() if name_paths(f)]
    row = found(by, entity, id, archived=archived, related=[_relation(f) for f in near])
    fields = access.readable(row)
    tags, tag_names = _tags(fields, row)
    values = {name: tags if _tagged(f) else masked(f, getattr(row, f.path)) for name, f in fields.items()}
    others = [f for f in fields.values() if f not in near]
    return Shown(
        entity=entity,
        id=row.pk,
        version=getattr(row, "version", None),
        values=values,
        fields=fields,
        names={
            **names_of(by, others, [values], tags=tag_names),
            **_near_names([f for f in fields.values() if f in near], row),
        },
        writable=frozenset(access.writable(row)) if access.may("edit") else frozenset(),
        row=row,
    )


def _relation(field: Field) -> str:
    return field.path.removesuffix("_id")


def _near_names(fields: list[Field], row: Any) -> dict[str, dict[Any, str]]:
    """Names of the references that came along with the row, which every reader may see."""
    names: dict[str, dict[Any, str]] = {}
    for field in fields:
        if there := getattr(row, _relation(field)):
            said = spoken([getattr(there, column) for column in OPEN_NAMES[field.ref]])
            names.setdefault(field.ref, {})[there.pk] = said
    return names


def _tagged(field: Field) -> bool:
    return field.kind is Kind.TAGS and bool(field.ref)


def _tags(fields: dict[str, Field], row: Any) -> tuple[list[UUID], dict[Any, str]]:
    """Tag ids of the row, and their names."""
    if not any(map(_tagged, fields.values())):
        return [], {}
    by_account, names = tags_by_account([row.pk])
    return by_account.get(row.pk, []), names

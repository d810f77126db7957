"""Names of referenced records, for all rows of a page at once; what the reader may not see has no name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from keyaccount.access import Field, Kind, Principal, opened, policy_of
from keyaccount.base.language import EN, ZH_HANT, current


def names_of(
    by: Principal,
    fields: Iterable[Field],
    rows: Iterable[Mapping[str, Any]],
    *,
    tags: dict[Any, str] | None = None,
) -> dict[str, dict[Any, str]]:
    """{entity: {id: name}} for every reference in the rows; one query per referenced entity."""
    wanted: dict[str, set[Any]] = {}
    kept = list(rows)
    for field in fields:
        if field.kind is Kind.REF:
            ids = {row[field.name] for row in kept if row.get(field.name)}
            wanted.setdefault(field.ref, set()).update(ids)
    found = {entity: names_for(by, entity, ids) for entity, ids in wanted.items() if ids}
    return {**found, "tag": tags} if tags else found


def names_for(by: Principal, entity: str, ids: Iterable[Any]) -> dict[Any, str]:
    """{id: name} of one entity, for those of the ids that the reader may see, archived ones included."""
    columns = ["pk", policy_of(entity).title]
    if entity == "industry":
        return {
            row[0]: _spoken(row)
            for row in opened(by, entity).filter(pk__in=ids).values_list("pk", "name", "name_hant", "name_en")
        }
    return dict(opened(by, entity, archived=True).filter(pk__in=list(ids)).values_list(*columns))


def _spoken(row: tuple[Any, str, str, str]) -> str:
    _, name, hant, english = row
    return {ZH_HANT: hant, EN: english}.get(current(), name) or name

"""Names of referenced records, for all rows of a page at once; what the reader may not see has no name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Kind, Principal, opened, policy_of
from keyaccount.base.language import EN, ZH_HANT, current
from keyaccount.facts.editions import edition_in_force


def names_of(
    by: Principal,
    fields: Iterable[Field],
    rows: Iterable[Mapping[str, Any]],
    *,
    tags: dict[Any, str] | None = None,
) -> dict[str, dict[Any, str]]:
    """{entity: {id: name}} for every reference in the rows; one query per referenced entity."""
    wanted: dict[str, set[Any]] = {}
    kept, fields = list(rows), list(fields)
    for field in fields:
        if field.kind is Kind.REF:
            ids = {row[field.name] for row in kept if row.get(field.name)}
            wanted.setdefault(field.ref, set()).update(ids)
    found = {entity: names_for(by, entity, ids) for entity, ids in wanted.items() if ids}
    found |= tier_names(fields)
    return {**found, "tag": tags} if tags else found


def tier_names(fields: Iterable[Field]) -> dict[str, dict[Any, str]]:
    """Names of the tiers by the playbook in force, when a tier is among the fields; read once for a page."""
    if not any(f.name == "tier" for f in fields):
        return {}
    return {"tier": {tier.key: str(tier.label) for tier in edition_in_force().tiers}}


def names_for(by: Principal, entity: str, ids: Iterable[Any]) -> dict[Any, str]:
    """{id: name} of one entity, for those of the ids that the reader may see, archived ones included.

    What somebody typed in place of an id has no name.
    """
    ids = [known for known in map(_id, ids) if known]
    columns = ["pk", policy_of(entity).title]
    if entity == "industry":
        return {
            row[0]: spoken(row[1:])
            for row in opened(by, entity).filter(pk__in=ids).values_list("pk", "name", "name_hant", "name_en")
        }
    return dict(opened(by, entity, archived=True).filter(pk__in=list(ids)).values_list(*columns))


def spoken(names: Sequence[str]) -> str:
    """Of a name with its Traditional and English form, if it has them, the one the reader speaks."""
    if len(names) == 1:
        return names[0]
    return {ZH_HANT: names[1], EN: names[2]}.get(current(), names[0]) or names[0]


def _id(given: Any) -> UUID | None:
    try:
        return given if isinstance(given, UUID) else UUID(str(given))
    except ValueError:
        return None

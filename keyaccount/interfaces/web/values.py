"""A field's value in words, for lists, details and histories."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Kind
from keyaccount.base import dates
from keyaccount.base.language import listed, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web import shown

Names = Mapping[str, Mapping[Any, str]]


def words(field: Field, value: Any, names: Names, *, currency: str = "CNY", unit: Any = "auto") -> str:
    """The value as text; "" when there is none. A reference the reader may not see has no name and shows nothing."""
    if value is None or value == "" or value == []:
        return ""
    match field.kind:
        case Kind.CHOICE:
            return (
                names["tier"].get(value, value)
                if field.name == "tier" and "tier" in names
                else choice(field, str(value))
            )
        case Kind.REF:
            return _named(names, field.ref, value)
        case Kind.TAGS if field.ref:
            return str(listed(_named(names, field.ref, v) for v in value))
        case Kind.TAGS:
            return str(listed(str((field.choices or {}).get(v, v)) for v in value))
        case Kind.YESNO:
            return str(say("是")) if value else str(say("否"))
        case Kind.MONTH:
            return str(dates.month(value))
        case Kind.MONTHS:
            return str(dates.months(value))
        case Kind.INTEGER:
            return str(value) if field.name == "founded" else shown.number(value)
        case Kind.MONEY:
            return shown.amount(Decimal(str(value)), currency, unit)
        case Kind.DECIMAL:
            return f"{Decimal(str(value)).normalize():f}"
        case Kind.DATE:
            return shown.day(value)
        case Kind.MOMENT:
            return shown.moment(value)
        case Kind.REGION:
            return shown.region(str(value))
    return str(value)


def choice(field: Field, key: str) -> str:
    """The label of a choice; tiers and stages are named by the playbook in force."""
    if field.name == "tier":
        return next((str(t.label) for t in edition_in_force().tiers if t.key == key), key)
    if field.name == "stage":
        stages = (stage for path in edition_in_force().pipelines for stage in path.stages)
        return next((str(stage.label) for stage in stages if stage.key == key), key)
    return str((field.choices or {}).get(key, key))


def _named(names: Names, entity: str, key: Any) -> str:
    known = names.get(entity, {})
    if key in known:
        return known[key]
    try:
        return known.get(UUID(str(key)), "")
    except ValueError:
        return ""

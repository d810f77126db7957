"""How each kind of field looks in JSON: its type on the way in, its schema, its form on the way out.

Unknown is `null`, never an empty text. References are UUIDs both ways; money is a decimal text; days and moments are ISO.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from pydantic import Field as Spec
from pydantic import PlainValidator, StrictBool, StrictInt, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from keyaccount.access import Field, Kind, Policy

EARLIEST, LATEST = 1900, 2199
AMOUNT = r"^-?\d{1,16}(\.\d{1,2})?$"
MOST_AMOUNT = 10**16 - 1
MOST_INTEGER = 2_147_483_647
SMALL = {"PositiveSmallIntegerField": 32_767}


def day(raw: Any) -> date:
    """A day as text: 2026-11-22."""
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        raise PydanticCustomError("date", "date")
    try:
        found = date.fromisoformat(raw)
    except ValueError:
        raise PydanticCustomError("date", "date") from None
    return _in_range(found, "date")


def moment(raw: Any) -> datetime:
    """A moment as text in ISO 8601; without a zone it is our local time."""
    if not isinstance(raw, str) or not re.fullmatch(
        r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)?", raw
    ):
        raise PydanticCustomError("moment", "moment")
    try:
        found = datetime.fromisoformat(raw.upper())
    except ValueError:
        raise PydanticCustomError("moment", "moment") from None
    return _in_range(found if found.tzinfo else timezone.make_aware(found), "moment")


def _in_range(found: Any, code: str) -> Any:
    if not EARLIEST <= found.year <= LATEST:
        raise PydanticCustomError(code, code)
    return found


def amount(raw: Any, pattern: str = AMOUNT) -> str:
    """An amount as decimal text; a whole number is taken too, a float is not: it cannot hold money."""
    text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    if not isinstance(text, str) or not re.fullmatch(pattern, text, re.ASCII):
        raise PydanticCustomError("amount", "amount")
    return text


_WHOLE = {"type": "integer", "minimum": -MOST_AMOUNT, "maximum": MOST_AMOUNT}
_MONEY_SCHEMA = {"anyOf": [{"type": "string", "pattern": AMOUNT}, _WHOLE], "examples": ["1234567.80"]}
Day = Annotated[date, PlainValidator(day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    datetime, PlainValidator(moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Money = Annotated[str, PlainValidator(lambda raw: amount(raw)), WithJsonSchema(_MONEY_SCHEMA)]
MoneyOut = Annotated[str, WithJsonSchema({"type": "string", "pattern": AMOUNT, "examples": ["1234567.80"]})]
RATE = r"^-?\d{1,16}(\.\d{1,6})?$"  # exchange rates and percentages have up to six decimals
_RATE_SCHEMA = {"anyOf": [{"type": "string", "pattern": RATE}, _WHOLE], "examples": ["7.1"]}
Rate = Annotated[str, PlainValidator(lambda raw: amount(raw, RATE)), WithJsonSchema(_RATE_SCHEMA)]
RateOut = Annotated[str, WithJsonSchema({"type": "string", "pattern": RATE, "examples": ["7.100000"]})]
Month = Annotated[StrictInt, Spec(ge=1, le=12)]


def into(policy: Policy, field: Field, *, required: bool) -> Any:
    """The type of a field on the way in; `null` is taken wherever the value may be unknown."""
    found = _into(policy, field, required=required)
    return found if required else found | None


def _into(policy: Policy, field: Field, *, required: bool) -> Any:
    match field.kind:
        case Kind.REF:
            return UUID
        case Kind.TAGS:
            return Annotated[list[UUID], Spec(max_length=200)]
        case Kind.CHOICE:
            return Literal[tuple(field.choices or ())]
        case Kind.YESNO:
            return StrictBool
        case Kind.INTEGER:
            return Annotated[StrictInt, Spec(ge=0, le=_most(policy, field))]
        case Kind.MONTH:
            return Month
        case Kind.MONTHS:
            return Annotated[list[Month], Spec(max_length=12)]
        case Kind.MONEY:
            return Money
        case Kind.DECIMAL:
            return Rate
        case Kind.DATE:
            return Day
        case Kind.MOMENT:
            return Moment
    return Annotated[
        str, StringConstraints(strict=True, min_length=1 if required else None, max_length=field.max_length)
    ]


def _most(policy: Policy, field: Field) -> int:
    column = policy.model._meta.get_field(field.path.split("__")[0])
    return SMALL.get(column.get_internal_type(), MOST_INTEGER)


def out(field: Field) -> Any:
    """The type of a field on the way out."""
    match field.kind:
        case Kind.REF:
            found: Any = UUID
        case Kind.TAGS:
            return list[UUID] if field.ref else list[str]
        case Kind.CHOICE:
            found = Literal[tuple(field.choices)] if field.choices else str
        case Kind.YESNO:
            return bool
        case Kind.INTEGER | Kind.MONTH:
            found = int
        case Kind.MONTHS:
            return list[int]
        case Kind.MONEY:
            found = MoneyOut
        case Kind.DECIMAL:
            found = RateOut
        case Kind.DATE:
            found = date
        case Kind.MOMENT:
            found = datetime
        case _:
            found = str
    return found | None


def shown(value: Any) -> Any:
    """A stored value as JSON knows it; the renderer writes UUIDs, days and moments."""
    if value == "":
        return None
    if isinstance(value, dict):
        return {str(key): shown(inner) for key, inner in value.items()}
    return value

"""The filters of an address in words, each with the way to the list without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from keyaccount.access import Access, Field, Kind, Principal
from keyaccount.base import dates
from keyaccount.base.language import Say, listed, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.filters import NOT_FILTERS
from keyaccount.queries.records.names import names_for

NOT_CHIPS = NOT_FILTERS | {"at"}


def chips(
    by: Principal,
    access: Access,
    special: Mapping[str, Mapping[str, Say]],
    params: Mapping[str, list[str]],
    without: Callable[..., str],
) -> list[dict[str, str]]:
    """One chip a filter; `without(name)` is the list without it."""
    found = []
    for key, given in params.items():
        if key in special:
            told = str(special[key].get(given[-1], ""))
            if told:
                found.append({"label": "", "value": told, "remove": without(key, "cursor", "at")})
            continue
        name, _, operator = key.partition("__")
        if key in NOT_CHIPS or name not in access.fields:
            continue
        field = access.fields[name]
        found.append(
            {"label": str(field.label), "value": _told(by, field, operator, given), "remove": without(key)}
        )
    return found


def _told(by: Principal, field: Field, operator: str, given: list[str]) -> str:
    match operator:
        case "empty":
            return str(say("未填") if given[-1] in ("1", "true") else say("已填"))
        case "contains":
            return str(say("含“{text}”", text=given[-1]))
        case "gte" | "lte":
            return ("≥ " if operator == "gte" else "≤ ") + given[-1]
    values = [part for text in given for part in text.split(",") if part]
    text = str(listed(_named(by, field, values)))
    return str(say("不是{value}", value=text)) if operator == "not" else text


def _named(by: Principal, field: Field, values: list[str]) -> list[str]:
    if field.ref:
        names = chosen_names(by, field, values)
        return [str(say("我")) if v == "me" else names.get(v, str(say("未知"))) for v in values]
    if field.kind is Kind.YESNO:
        return [str(say("是") if v in ("1", "true") else say("否")) for v in values]
    if field.kind in (Kind.CHOICE, Kind.REGION):
        return [words(field, v, {}) for v in values]
    if field.kind is Kind.MONTH:
        return [str(dates.month(int(v))) if v.isdecimal() else v for v in values]
    return values


def chosen_names(by: Principal, field: Field, values: list[str]) -> dict[str, str]:
    """{id as text: name} of the records a filter names, as far as the reader may see them."""
    ids = []
    for text in values:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return {str(key): name for key, name in names_for(by, field.ref, ids).items()} if ids else {}


def choices_of(field: Field) -> list[tuple[Any, str]]:
    """The answers a closed filter offers; tiers and stages come from the playbook in force."""
    if field.name == "tier":
        return [(tier.key, str(tier.label)) for tier in edition_in_force().tiers]
    if field.name == "stage":
        stages = [stage for path in edition_in_force().pipelines for stage in path.stages]
        return list({stage.key: str(stage.label) for stage in stages}.items())
    return [(key, str(label)) for key, label in (field.choices or {}).items()]

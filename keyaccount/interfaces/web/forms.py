"""Forms made from the policy: every field the member may write, in the control that fits its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from keyaccount.access import Field, Kind
from keyaccount.base import dates, regions
from keyaccount.base.errors import Problem

CONTROL: dict[Kind, str] = {
    Kind.LONG: "textarea",
    Kind.CHOICE: "select",
    Kind.MONTH: "select",
    Kind.MONTHS: "months",
    Kind.YESNO: "checkbox",
    Kind.INTEGER: "number",
    Kind.MONEY: "money",
    Kind.DECIMAL: "number",
    Kind.DATE: "date",
    Kind.MOMENT: "datetime-local",
    Kind.REF: "pick",
    Kind.TAGS: "tags",
    Kind.PHONE: "tel",
    Kind.EMAIL: "text",
    Kind.REGION: "region",
}


def controls(
    fields: Iterable[Field],
    values: Mapping[str, Any],
    names: Mapping[str, Mapping[Any, str]],
    problems: Iterable[Problem] = (),
) -> list[dict[str, Any]]:
    """Arguments for the `field` macro, one dict a field. `values` are stored values or, after a refusal, what was typed."""
    wrong = {p.field: p.message for p in problems}
    return [control(f, values.get(f.name, ""), names, wrong.get(f.name)) for f in fields]


def control(
    field: Field, value: Any, names: Mapping[str, Mapping[Any, str]], error: Any = None
) -> dict[str, Any]:
    """Arguments for the `field` macro."""
    return {
        "name": field.name,
        "label": str(field.label),
        "kind": CONTROL.get(field.kind, "text"),
        "value": plain(field, value),
        "error": str(error) if error else "",
        "help": str(field.help) if field.help else "",
        "required": field.required,
        "options": options(field, value, names),
        "attrs": attributes(field, value),
    }


def plain(field: Field, value: Any) -> Any:
    """A stored value as its control wants it."""
    if value is None:
        return ""
    if field.kind is Kind.SEALED:
        return ""
    if field.kind is Kind.YESNO:
        return value in (True, "1", "true", "on")
    if hasattr(value, "isoformat"):
        return value.isoformat()[:16] if field.kind is Kind.MOMENT else value.isoformat()
    return value if isinstance(value, list | bool) else str(value)


def options(field: Field, value: Any, names: Mapping[str, Mapping[Any, str]]) -> list[tuple[Any, str]]:
    """Choices of a select, or the chosen entries of a picker."""
    if field.kind is Kind.CHOICE:
        return [(key, str(label)) for key, label in (field.choices or {}).items()]
    if field.kind is Kind.MONTH:
        return [(n, str(dates.month(n))) for n in range(1, 13)]
    if field.kind in (Kind.REF, Kind.TAGS):
        known = {str(key): name for key, name in names.get(field.ref, {}).items()}
        chosen = value if isinstance(value, list) else [value] if value else []
        return [(str(key), known.get(str(key), "")) for key in chosen if str(key) in known]
    return []


def attributes(field: Field, value: Any) -> dict[str, Any]:
    """Further attributes of the control."""
    if field.kind is Kind.REGION:
        return {
            "url": reverse("lookups:regions"),
            "path": [code for code, _ in regions.path(str(value or ""))],
        }
    if field.kind in (Kind.REF, Kind.TAGS):
        return {"url": reverse("lookups:records", args=[field.ref])}
    return {"maxlength": field.max_length} if field.max_length else {}


def typed(post: QueryDict, fields: Iterable[Field], *, complete: bool = True) -> dict[str, Any]:
    """Raw input by field name. Unticked boxes are not sent, so a complete form takes their absence as no."""
    raw: dict[str, Any] = {}
    for field in fields:
        if field.kind in (Kind.MONTHS, Kind.TAGS):
            if complete or field.name in post:
                raw[field.name] = [v for v in post.getlist(field.name) if v]
        elif field.kind is Kind.YESNO:
            if complete or field.name in post:
                raw[field.name] = post.get(field.name, "0")
        elif field.name in post and not (field.kind is Kind.SEALED and not post[field.name]):
            raw[field.name] = post[field.name]
    return raw


def version_of(post: QueryDict) -> int | None:
    """The version of the record a form began with; None when it says none that can be read."""
    text = post.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None

"""The panel of a verb: a few fields, what stands against them, and one button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.pages import page


def field(name: str, label: Say, kind: str = "text", value: Any = "", **more: Any) -> dict[str, Any]:
    """Arguments of the `field` macro."""
    return {"name": name, "label": str(label), "kind": kind, "value": value, **more}


def reason(label: Say, value: str = "", *, required: bool = True, help: Say | None = None) -> dict[str, Any]:
    """The field in which somebody says why."""
    told = str(help) if help else ""
    attrs = {"maxlength": 300, "rows": 3}
    return field("reason", label, "textarea", value, required=required, help=told, attrs=attrs)


def typed_day(post: Mapping[str, str], name: str) -> date | None:
    """The day of a date field; None when left empty. Raises `Invalid` at the field for what is no day."""
    text = post.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(Problem("date", say("日期写法不对"), field=name)) from None


def panel(
    request: HttpRequest,
    title: Say,
    submit: Say,
    controls: Sequence[dict[str, Any]],
    problems: Iterable[Problem] = (),
    *,
    text: Any = "",
    hidden: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """The panel; with `problems` (status 422) each stands at its field. It posts to the address it was asked from."""
    known = list(problems)
    wrong = {p.field: str(p.message) for p in known}
    context = {
        "title": title,
        "submit": submit,
        "action": request.path,
        "controls": [{**one, "error": wrong.get(one["name"], "")} for one in controls],
        "problems": [{"field": p.field, "message": p.message} for p in known],
        "text": text,
        "hidden": list(hidden),
    }
    return page(request, "deals/panels/ask.html", context, status=422 if known else 200)

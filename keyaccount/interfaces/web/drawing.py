"""Markup of a list's cells. A macro is drawn once for each value it meets and kept: a page of 50 rows shows few values often."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import engines
from django.utils import timezone
from markupsafe import Markup, escape

from keyaccount.base import dates, language
from keyaccount.interfaces.web import shown


def macro(template: str, name: str) -> Any:
    """A macro of `components/<template>.html`, to be called with whatever it takes."""
    return getattr(engines["jinja2"].env.get_template(f"components/{template}.html").module, name)  # type: ignore[attr-defined]


@lru_cache(maxsize=4_096)
def _drawn(_language: str, template: str, name: str, *values: Any) -> Markup:
    return Markup(str(macro(template, name)(*values)))


def drawn(template: str, name: str, *values: Any) -> Markup:
    """What the macro of `components/<template>.html` gives for plain values, in the reader's language."""
    return _drawn(language.current(), template, name, *values)


def clipped(text: Any) -> Markup:
    """Text that gives way when the column is narrow."""
    return Markup(f'<span class="ka-clip">{escape(text)}</span>')


def linked(href: str, text: Any) -> Markup:
    return Markup(f'<a class="ka-clip" href="{escape(href)}">{escape(text)}</a>')


def row(shown: Any, columns: Sequence[Mapping[str, Any]], place: str, boxes: bool) -> str:
    """One row of a list's table, of cells already drawn; text among them is escaped here."""
    parts = ["<tr data-row>"]
    if boxes:
        box = f'<input class="form-check-input" type="checkbox" name="ids" value="{shown.id}"'
        parts.append(f'<td class="ka-pick-cell"><label>{box} aria-labelledby="row-{shown.id}"></label></td>')
    for column, cell in zip(columns, shown.cells, strict=True):
        text = str(cell if isinstance(cell, Markup) else escape(cell))
        if column.get("lead"):
            text = f'<a href="{escape(place)}{shown.id}/" id="row-{shown.id}">{text}</a>'
        parts.append(f"<td{column['attrs']}>{text}</td>")
    return "".join([*parts, "</tr>\n"])


def since_now() -> Callable[[datetime | None], Markup]:
    """How to draw how long ago a moment is, as the macro `ago`; day, zone and language are asked once for a page."""
    today, zone, tongue = shown.today(), timezone.get_current_timezone(), language.current()

    def told(value: datetime | None) -> Markup:
        if not value:
            return Markup()
        local = value.astimezone(zone)
        exact = str(local)[:16]
        return Markup(
            f'<time datetime="{exact}" title="{exact}">{_days_since(tongue, local.date(), today)}</time>'
        )

    return told


@lru_cache(maxsize=4_096)
def _days_since(_language: str, day: date, today: date) -> Markup:
    return escape(str(dates.relative(day, today)))

"""Markup of a list's cells. A macro is drawn once for each value it meets and kept: a page of 50 rows shows few values often."""

from __future__ import annotations

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
    return Markup('<span class="ka-clip">') + escape(text) + Markup("</span>")


def linked(href: str, text: Any) -> Markup:
    return Markup('<a class="ka-clip" href="') + escape(href) + Markup('">') + escape(text) + Markup("</a>")


def since(value: date | datetime | None) -> Markup:
    """How long ago, with the moment behind it; as the macro `ago`."""
    if not value:
        return Markup()
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    exact = local.isoformat(" ", "minutes")[:16] if isinstance(local, datetime) else local.isoformat()
    day = local.date() if isinstance(local, datetime) else local
    return Markup(
        f'<time datetime="{exact}" title="{exact}">{_days_since(language.current(), day, shown.today())}</time>'
    )


@lru_cache(maxsize=4_096)
def _days_since(_language: str, day: date, today: date) -> Markup:
    return escape(str(dates.relative(day, today)))

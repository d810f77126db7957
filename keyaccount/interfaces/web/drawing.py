"""Markup of a list's cells. A macro is drawn once for each value it meets and kept: a page of 50 rows shows few values often."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import engines
from markupsafe import Markup, escape

from keyaccount.base import language
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
    exact = shown.moment(value) if isinstance(value, datetime) else shown.day(value)
    return Markup(f'<time datetime="{exact}" title="{exact}">') + escape(shown.ago(value)) + Markup("</time>")

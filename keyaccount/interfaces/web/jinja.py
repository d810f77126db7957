"""The Jinja environment of the pages: translation, addresses, assets, and how values are shown."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment

from keyaccount.base.language import say
from keyaccount.interfaces.web import assets, shown


def translated(msgid: str, **values: Any) -> str:
    """`_("…", name=value)` in a template: the text in the reader's language, with its values escaped."""
    return str(say(msgid, **values))


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """`url("accounts:show", id)`: a route by name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Jinja with autoescape on; the filters are listed in `shown`."""
    env = Environment(
        **{**options, "trim_blocks": True, "lstrip_blocks": True}
    )  # autoescape comes with options
    env.globals.update(_=translated, url=address, static=static, assets=assets.tags, asset_url=assets.address)
    env.filters.update(shown.FILTERS)
    return env

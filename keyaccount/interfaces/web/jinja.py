"""The Jinja environment of the pages: translation, addresses, assets, and how values are shown."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.template import engines
from django.templatetags.static import static
from jinja2 import Environment
from markupsafe import Markup

from keyaccount.base import language
from keyaccount.base.language import say, sense
from keyaccount.interfaces.web import assets, shown
from keyaccount.interfaces.web.routes import route


def translated(msgid: str, **values: Any) -> str:
    """`_("…", name=value)` in a template: the text in the reader's language, with its values escaped."""
    return str(say(msgid, **values))


def sensed(context: str, msgid: str) -> str:
    """`sense("many", "…")` in a template."""
    return str(sense(context, msgid))


def kept(template: str, **context: Any) -> Markup:
    """`kept("layout/sidebar.html", nav=nav)`: a part that depends on nothing but these plain values and the language."""
    return _part(language.current(), template, json.dumps(context))


@lru_cache(maxsize=512)
def _part(_language: str, template: str, context: str) -> Markup:
    found = engines["jinja2"].env.get_template(template)  # type: ignore[attr-defined]
    return Markup(found.render(json.loads(context)))


def environment(**options: Any) -> Environment:
    """Jinja with autoescape on; the filters are listed in `shown`."""
    env = Environment(
        **{**options, "trim_blocks": True, "lstrip_blocks": True}
    )  # autoescape comes with options
    env.globals.update(
        kept=kept,
        _=translated,
        sense=sensed,
        url=route,
        static=static,
        assets=assets.tags,
        asset_url=assets.address,
    )
    env.filters.update(shown.FILTERS)
    return env

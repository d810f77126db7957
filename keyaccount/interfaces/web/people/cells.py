"""What the cells of the people list look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from markupsafe import Markup, escape

from keyaccount.base.language import say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.drawing import clipped, drawn, linked, since_now
from keyaccount.interfaces.web.lists import RowShown


def cells() -> dict[str, Callable[[RowShown], Any]]:
    """Column → how to draw it, for one page."""
    since = since_now()
    return {
        "name": _name,
        "account": _account,
        "mobile": lambda row: _call(row.values["mobile"], row.words["mobile"]),
        "phone": lambda row: _call(row.values["phone"], row.words["phone"]),
        "email": lambda row: (
            linked(f"mailto:{row.values['email']}", row.values["email"]) if row.values["email"] else ""
        ),
        "followed_at": lambda row: since(row.values["followed_at"]),
        "updated_at": lambda row: since(row.values["updated_at"]),
        "created_at": lambda row: since(row.values["created_at"]),
        "title": lambda row: clipped(row.words["title"]),
        "unit_name": lambda row: clipped(row.words["unit_name"]),
    }


def _name(row: RowShown) -> Markup:
    value = row.values
    text = (
        Markup('<span class="ka-person">')
        + drawn("avatar", "avatar", value["name"], "sm")
        + clipped(value["name"])
    )
    text += Markup("</span>")
    return (
        text + Markup(" ") + drawn("badge", "badge", str(say("关键人")), "accent", "crown")
        if value.get("is_key")
        else text
    )


def _account(row: RowShown) -> Any:
    account, name = row.values.get("account"), row.words["account"]
    return linked(reverse("accounts:show", args=[account]), name) if account and name else ""


def _call(number: str, text: str) -> Any:
    if not number:
        return ""
    return (
        Markup('<a href="tel:')
        + escape(shown.phone_link(number))
        + Markup('">')
        + escape(text)
        + Markup("</a>")
    )

"""Questions that several verbs ask: a day, people of the customer, colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.contracts.parts import account_of
from keyaccount.interfaces.web.deals.asking import field, typed_day
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.names import names_for


def day_field(label: Say, post: Mapping[str, str]) -> dict[str, Any]:
    """The day something happened, today unless said otherwise."""
    today = clock.day_of(clock.now()).isoformat()
    return field("on", label, "date", post.get("on", today), required=True)


def day_of(post: Mapping[str, str]) -> date:
    """The day of `day_field`. Raises `Invalid` where there is none."""
    found = typed_day(post, "on")
    if found is None:
        raise Invalid(Problem("required", say("请填写日期"), field="on"))
    return found


def on(label: Say) -> Any:
    """Controls of a verb that asks for nothing but the day."""
    return lambda by, id, post: [day_field(label, post)]


def read_on(post: QueryDict) -> dict[str, Any]:
    return {"on": day_of(post)}


def chosen(post: QueryDict, name: str) -> list[str]:
    return [one for one in post.getlist(name) if one]


def members(by: Principal, label: Say, post: QueryDict) -> dict[str, Any]:
    """Colleagues, several."""
    names = names_for(by, "member", chosen(post, "members"))
    attrs = {"url": route("lookups:records", "member"), "multiple": True}
    options = [(str(key), name) for key, name in names.items()]
    return field(
        "members", label, "pick", chosen(post, "members"), required=True, options=options, attrs=attrs
    )


def persons(by: Principal, label: Say, post: QueryDict, entity: str, id: UUID) -> dict[str, Any]:
    """People of the customer the record belongs to, several."""
    names = names_for(by, "person", chosen(post, "persons"))
    url = f"{route('lookups:records', 'person')}?account={account_of(by, entity, id)}"
    options = [(str(key), name) for key, name in names.items()]
    return field(
        "persons",
        label,
        "pick",
        chosen(post, "persons"),
        options=options,
        attrs={"url": url, "multiple": True},
    )

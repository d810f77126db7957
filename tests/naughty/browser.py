"""A member at the pages who types anything; how a text must be stored and shown."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from keyaccount.access import Field, Kind, policy_of
from keyaccount.records.org.models import Member
from tests.naughty.strings import Bones
from tests.permissions.world import World

FREE = {Kind.TEXT, Kind.LONG, Kind.PHONE}
NOT_FREE = {"login", "country", "currency", "page"}


class Browser:
    """A member at the pages; `sound` fails on anything that broke."""

    def __init__(self, *roles: str) -> None:
        self.world = World(roles)
        Member.rows.filter(pk=self.world.me.pk).update(capacity=100_000)  # there are many odd names
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.world.me)

    def get(self, route: str, *args: Any, **query: str) -> HttpResponse:
        return self.sound(self.client.get(reverse(route, args=args), query), query)

    def post(self, route: str, *args: Any, **data: Any) -> HttpResponse:
        return self.sound(self.client.post(reverse(route, args=args), data), data)

    def sound(self, answer: HttpResponse, given: Any) -> HttpResponse:
        assert answer.status_code < 500, given
        if "html" in answer.headers.get("Content-Type", ""):
            assert not Bones(answer.content.decode()).dangers(), given
        return answer


def fields(entity: str) -> dict[str, Field]:
    """The free texts of an entity; others have rules of their own and are tried for soundness elsewhere."""
    return {
        f.name: f
        for f in policy_of(entity).fields
        if f.writable and f.kind in FREE and f.name not in NOT_FREE
    }


def fitting(text: str, found: dict[str, Field]) -> dict[str, str]:
    return {name: text[: f.max_length] if f.max_length else text for name, f in found.items()}


def kept(text: str, field: Field) -> str:
    """How it must be stored: as given; one line without white space at its ends."""
    text = text[: field.max_length] if field.max_length else text
    return text.replace("\r\n", "\n") if field.kind is Kind.LONG else text.strip()


def stored(row: Any, found: dict[str, Field], text: str) -> list[str]:
    row.refresh_from_db()
    return [
        f"{name}: {getattr(row, f.path)!r} of {text!r}"
        for name, f in found.items()
        if getattr(row, f.path) != kept(text, f)
    ]


def shows(answer: HttpResponse, text: str) -> bool:
    """Whether a reader sees the text; white space is the browser's."""
    bones = Bones(answer.content.decode())
    return squeezed(text) in squeezed(bones.text) or any(
        squeezed(text) in squeezed(value) for value in bones.values
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

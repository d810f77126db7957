"""What happened: the stream of an account, of a person, and of everything the reader follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.interfaces.api.values import shown
from keyaccount.queries.accounts.timeline import (
    PAGE,
    Happening,
    Stream,
    account_timeline,
    person_timeline,
    recent_happenings,
)

MOST = 200


class Changed(Shape):
    field: str
    old: Any
    new: Any


class Happened(Shape):
    """One entry of the journal; `sentence` tells it in the reader's language."""

    id: int
    at: datetime
    kind: str
    actor: str | None
    sentence: str
    text: str | None
    entity: str
    object_id: UUID | None
    account_id: UUID | None
    label: str | None
    changes: list[Changed]


class HappeningsPage(Shape):
    items: list[Happened]
    next: str | None


def _told(one: Happening) -> dict[str, Any]:
    kept = ("id", "at", "kind", "actor", "text", "entity", "object_id", "account_id", "label")
    changes = [{"field": c.field.name, "old": shown(c.old), "new": shown(c.new)} for c in one.changes]
    return {name: shown(getattr(one, name)) for name in kept} | {
        "sentence": str(one.sentence),
        "changes": changes,
    }


def _asked(request: HttpRequest) -> dict[str, Any]:
    asked.only(request, ("cursor", "limit"))
    limit = asked.whole(request, "limit", default=PAGE, least=1, most=MOST)
    return {"cursor": request.GET.get("cursor", ""), "limit": limit}


def _answered(stream: Stream) -> HttpResponse:
    return answers.answer({"items": [_told(one) for one in stream.happenings], "next": stream.next or None})


def of_account(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    return _answered(account_timeline(by, id, **_asked(request)))


def of_person(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    return _answered(person_timeline(by, id, **_asked(request)))


def of_all(request: HttpRequest, by: Principal) -> HttpResponse:
    return _answered(recent_happenings(by, **_asked(request)))


PARAMETERS = [
    asked.parameter("cursor", say("翻页位置，取自上一次回答的 next")),
    asked.parameter("limit", say("每页行数"), type="integer", minimum=1, maximum=MOST),
]


def register() -> None:
    add: Callable[..., None] = partial(operation, "GET", answer=HappeningsPage, parameters=PARAMETERS)
    add(
        "/accounts/{uuid:id}/timeline",
        of_account,
        id="account-timeline",
        tag="accounts",
        summary=say("客户的动态，新的在前"),
    )
    add(
        "/people/{uuid:id}/timeline",
        of_person,
        id="person-timeline",
        tag="people",
        summary=say("联系人的动态，新的在前"),
    )
    add("/journal", of_all, id="list-journal", tag="journal", summary=say("看得见的客户最近发生的事"))

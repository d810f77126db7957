"""Verbs that take one record, do one act, and answer with a record: all of them work alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec
from pydantic import StringConstraints

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.errors import Missing
from keyaccount.base.language import Say, say
from keyaccount.interfaces.api import answers, shapes, values
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.queries.records.show_record import show_record

Line = Annotated[str, StringConstraints(strict=True, max_length=300)]
Long = Annotated[str, StringConstraints(strict=True, max_length=10_000)]
Key = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=60)]


class Why(Shape):
    reason: Annotated[Line, StringConstraints(min_length=1, max_length=200)] = Spec(
        json_schema_extra=described(say("原因"))
    )


class On(Shape):
    on: values.Day = Spec(json_schema_extra=described(say("日期")))


class OnWhy(On, Why):
    pass


class Told(Shape):
    note: Annotated[Long, StringConstraints(min_length=1)] = Spec(json_schema_extra=described(say("说明")))


class HandedTo(Shape):
    to: UUID = Spec(json_schema_extra=described(say("交给哪位成员")))
    note: Line = Spec("", json_schema_extra=described(say("说明")))


def record(request: HttpRequest, by: Principal, entity: str, id: Any, *, status: int = 200) -> HttpResponse:
    """The record after the deed; when it has left the actor's sight, its id alone."""
    try:
        return answers.tagged(request, show_record(by, entity, id), status=status)
    except Missing:
        return answers.answer({"id": id, "version": 0, "names": {}}, status=status)


def verb(
    action: Callable[..., Any],
    path: str,
    id: str,
    summary: Say,
    *,
    entity: str,
    tag: str,
    body: type[Shape] | None = None,
    shown: Callable[[UUID, Any], Any] = lambda id, row: row.pk,
    help: Say | None = None,
) -> None:
    """`POST path`: the action with the body's fields as its arguments; answers with the record of `entity` that
    `shown(id in the path, what the action returned)` names."""

    def view(request: HttpRequest, by: Principal, id: UUID, payload: Shape | None = None) -> HttpResponse:
        given = payload.model_dump(exclude_unset=True) if payload else {}
        row = action(by=by, at=clock.now(), id=id, **given)
        return record(request, by, entity, shown(id, row))

    operation(
        "POST", path, view, id=id, tag=tag, summary=summary, body=body, answer=shapes.one(entity), help=help
    )


def same(id: UUID, row: Any) -> UUID:
    """The record the verb was called on."""
    return id

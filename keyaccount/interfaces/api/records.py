"""The five operations every entity has: list, create, read, change, end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from keyaccount.access import Kind, Principal, found
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.shared.journaling import plain
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Missing
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, listing, shapes
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.problems import Stale
from keyaccount.interfaces.api.resources import RESOURCES, Resource
from keyaccount.queries.records.show_record import show_record

ROOT = "/api/v1"
NEVER = 0  # no record has this version: whoever names it started from something else


def shown(request: HttpRequest, by: Principal, resource: Resource, id: UUID) -> HttpResponse:
    return answers.tagged(request, show_record(by, resource.entity, id))


def listed(request: HttpRequest, by: Principal, resource: Resource) -> HttpResponse:
    return listing.show_page(request, by, resource)


def created(request: HttpRequest, by: Principal, resource: Resource, payload: shapes.Shape) -> HttpResponse:
    options = {"confirmed": request.GET.get("confirmed") == "1", "origin": "api"}
    row = resource.create(by, clock.now(), payload.model_dump(exclude_unset=True), options)
    location = f"{ROOT}/{resource.path}/{row.pk}"
    try:
        return answers.tagged(
            request, show_record(by, resource.entity, row.pk), status=201, location=location
        )
    except Missing:  # made for somebody else, where the maker sees nothing
        return answers.answer({"id": row.pk, "version": 1}, status=201, headers={"Location": location})


def changed(
    request: HttpRequest, by: Principal, resource: Resource, id: UUID, payload: shapes.Shape
) -> HttpResponse:
    """Change fields. `If-Match` holds the whole record to what was read; `seen` only the fields that are changed."""
    raw = payload.model_dump(exclude_unset=True)
    seen = _as_stored(resource, raw.pop("seen", None))
    versioned = shapes.has_version(resource.policy)
    edit = partial(
        edit_record, by=by, at=clock.now(), entity=resource.entity, id=id, raw=raw, options={"origin": "api"}
    )
    with transaction.atomic():
        if "If-Match" not in request.headers:
            edit(version=None if seen is None or not versioned else NEVER, seen=seen)
        elif not _held(request, by, resource, id):
            _stale(edit, seen, versioned=versioned)
        else:
            edit()
    return answers.tagged(request, show_record(by, resource.entity, id))


def _as_stored(resource: Resource, seen: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the caller saw, in the form in which records are compared: moments in UTC, tags in order."""
    kinds = {f.name: f.kind for f in resource.policy.fields}
    if seen is None:
        return None
    found = dict(seen)
    for name, value in seen.items():
        if kinds.get(name) is Kind.MOMENT and isinstance(value, str):
            found[name] = value.replace("Z", "+00:00")
        if kinds.get(name) is Kind.TAGS and isinstance(value, list):
            found[name] = sorted(map(str, value))
    return found


def _held(request: HttpRequest, by: Principal, resource: Resource, id: UUID) -> bool:
    """Whether `If-Match` names the record as it is now; the row stays locked until the transaction ends."""
    found(by, resource.entity, id, lock=True)
    now = show_record(by, resource.entity, id)
    current = answers.etag(answers.rendered(answers.record(now)), now.version)
    return answers.matches(request.headers["If-Match"], now.version, current)


def _stale(edit: Any, seen: dict[str, Any] | None, *, versioned: bool) -> None:
    """Tell what differs. When nothing does, the change has been made already and all is well (RFC 9110 § 13.1.1)."""
    if not versioned:
        raise Stale()
    try:
        edit(version=NEVER)
    except Conflict as crossed:
        base = seen or {}
        told = [replace(one, base=plain(base.get(one.field))) for one in crossed.conflicts]
        raise Stale(told, crossed.version) from None


def ended(request: HttpRequest, by: Principal, resource: Resource, id: UUID) -> HttpResponse:
    with transaction.atomic():
        if "If-Match" in request.headers and not _held(request, by, resource, id):
            raise Stale()
        resource.end(by, clock.now(), id)
    return HttpResponse(status=204)


def register(resource: Resource) -> None:
    """Add the operations an entity has."""
    entity, path, label = resource.entity, f"/{resource.path}", resource.policy.label
    add = partial(operation, tag=resource.path)
    one = f"{path}/{{uuid:id}}"
    add(
        "GET",
        path,
        partial(listed, resource=resource),
        id=f"list-{resource.path}",
        summary=say("列出{label}", label=label),
        answer=shapes.page(entity),
        parameters=listing.parameters(resource),
    )
    if resource.creates:
        _register_create(resource, path)
    add(
        "GET",
        one,
        partial(shown, resource=resource),
        id=f"get-{resource.path}",
        summary=say("读取{label}", label=label),
        answer=shapes.one(entity),
    )
    if resource.edits:
        summary, body = say("修改{label}", label=label), shapes.changing(entity)
        view, answer = partial(changed, resource=resource), shapes.one(entity)
        add(
            "PATCH",
            one,
            view,
            id=f"change-{resource.path}",
            summary=summary,
            answer=answer,
            body=body,
            scopes=resource.scopes,
        )
    if resource.ends:
        summary = say("归档{label}", label=label) if resource.archives else say("删除{label}", label=label)
        view = partial(ended, resource=resource)
        add(
            "DELETE",
            one,
            view,
            id=f"delete-{resource.path}",
            summary=summary,
            status=204,
            scopes=resource.scopes,
        )


def _register_create(resource: Resource, path: str) -> None:
    confirmed = {
        "in": "query",
        "name": "confirmed",
        "required": False,
        "description": say("1：已看过疑似重复的客户，确认不是同一家"),
        "schema": {"type": "string", "enum": ["1"]},
    }
    operation(
        "POST",
        path,
        partial(created, resource=resource),
        id=f"create-{resource.path}",
        tag=resource.path,
        summary=say("新建{label}", label=resource.policy.label),
        answer=shapes.one(resource.entity),
        status=201,
        body=shapes.creating(resource.entity),
        scopes=resource.scopes,
        parameters=[confirmed] if resource.entity == "account" else None,
    )


def register_all() -> None:
    for resource in RESOURCES:
        register(resource)

"""One way to add an operation: its scope, its schemas, its documentation, and what every operation shares."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from keyaccount.access import Principal
from keyaccount.base.errors import Invalid, KeyAccountError
from keyaccount.base.language import Say, listed, say
from keyaccount.base.storable import problems_of
from keyaccount.interfaces.api import problems
from keyaccount.interfaces.api.once import once
from keyaccount.interfaces.api.problems import OutOfScope, Unsupported

ROUTER = Router()
WRITING = ("POST", "PATCH", "DELETE")
MULTIPART = "multipart/form-data"

View = Callable[..., HttpResponse]


def operation(
    method: str,
    path: str,
    view: View,
    *,
    id: str,
    tag: str,
    summary: Say,
    answer: Any = None,
    status: int = 200,
    body: type[BaseModel] | None = None,
    scopes: tuple[str, ...] = (),
    help: Say | None = None,
    parameters: list[dict[str, Any]] | None = None,
    upload: dict[str, Any] | None = None,
    download: bool = False,
) -> None:
    """Add an operation. `view(request, by, …)` gets the principal, path ids and the checked body as `payload`.

    `scopes`: any of these the token must have; without, reading needs "read" or "write", all else "write".
    `upload` is the schema of a form with a file; with `download` the answer is one.
    """
    needed = scopes or (("write",) if method in WRITING else ("read", "write"))
    endpoint = _endpoint(method, view, needed, upload=upload is not None)
    endpoint.__signature__ = _signature(path, body)  # type: ignore[attr-defined]
    endpoint.__name__ = id.replace("-", "_")
    extra: dict[str, Any] = {
        "x-scopes": list(needed),
        "parameters": [*(parameters or []), *_headers(method, path)],
    }
    if upload:
        extra["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": upload}}}
    if download:
        extra["responses"] = {
            status: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}
        }
    ROUTER.add_api_operation(
        path,
        [method],
        endpoint,
        response={status: answer},
        operation_id=id,
        summary=cast(str, summary),  # texts in waiting: put into words when the schema is read
        description=cast(str, help),
        tags=[tag],
        openapi_extra=extra,
    )


def _endpoint(method: str, view: View, needed: tuple[str, ...], *, upload: bool) -> View:
    """What the framework calls: the view, once the token's scopes suffice, and once per Idempotency-Key."""

    def endpoint(request: HttpRequest, **given: Any) -> HttpResponse:
        by: Principal = request.principal  # type: ignore[attr-defined]

        def work() -> HttpResponse:
            try:
                return view(request, by, **given)
            except KeyAccountError as error:
                return problems.of_ours(request, error)

        within(by, needed)
        if upload and request.content_type != MULTIPART:
            raise Unsupported(say("请求正文应为 {type}", type=MULTIPART))
        _must_be_storable(request, given.get("payload"))
        return once(request, by, work) if method in WRITING else work()

    return endpoint


def _must_be_storable(request: HttpRequest, payload: BaseModel | None) -> None:
    """Raise `Invalid` for texts that no database keeps, in the address or in what is sent."""
    sent = payload.model_dump(exclude_unset=True).items() if payload else request.POST.lists()
    if problems := problems_of([*request.GET.lists(), *sent]):
        raise Invalid(*problems)


def _signature(path: str, body: type[BaseModel] | None) -> inspect.Signature:
    kind = inspect.Parameter.KEYWORD_ONLY
    found = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)]
    found += [
        inspect.Parameter(name, kind, annotation=UUID)
        for name in ("id", "other")
        if f"{{uuid:{name}}}" in path
    ]
    if body is not None:
        found.append(inspect.Parameter("payload", kind, annotation=body))
    return inspect.Signature(found)


def within(by: Principal, scopes: tuple[str, ...]) -> None:
    """Raise unless the token has one of the scopes; a person at the browser needs none."""
    if by.token_scopes is not None and not by.token_scopes & set(scopes):
        raise OutOfScope(say("这个访问令牌没有所需的范围：{list}", list=str(listed(scopes))))


def _headers(method: str, path: str) -> list[dict[str, Any]]:
    """The header parameters an operation understands."""
    found = []
    if method in WRITING:
        found.append(
            ("Idempotency-Key", say("同一个键重复发送同一请求，只生效一次，24 小时内得到同样的回答"), 200)
        )
    if method in ("PATCH", "DELETE") and path.endswith("{uuid:id}"):
        found.append(("If-Match", say("读取时得到的 ETag；记录已被修改时答 412，什么也不改"), 300))
    if method == "GET" and path.endswith("{uuid:id}"):
        found.append(("If-None-Match", say("上次得到的 ETag；没有变化时答 304"), 300))
    return [
        {
            "in": "header",
            "name": name,
            "required": False,
            "description": text,
            "schema": {"type": "string", "maxLength": most},
        }
        for name, text, most in found
    ]

"""The API put together: operations, sign-in, errors; and the guard around every address under /api/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.urls import URLPattern
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from keyaccount.base.errors import KeyAccountError
from keyaccount.base.language import say
from keyaccount.interfaces.api import problems, records
from keyaccount.interfaces.api.answers import Renderer
from keyaccount.interfaces.api.auth import BearerToken, Session
from keyaccount.interfaces.api.operations import ROUTER
from keyaccount.interfaces.api.problems import Unsupported
from keyaccount.interfaces.api.verbs import (
    accounts,
    deals,
    exports,
    finding,
    happenings,
    imports,
    intelligence,
    judging,
    knowledge,
    members,
    money,
    owed,
    pareto,
    people,
    pipeline,
    power,
    selling,
)

VERSION = "1.0.0"


class StrictParser(Parser):
    """JSON as the standard has it: sent as JSON, without NaN and Infinity."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json" and not (request.content_type or "").endswith("+json"):
            raise Unsupported(say("请求正文应为 {type}", type="application/json"))
        return json.loads(request.body, parse_constant=_no_number)


def _no_number(word: str) -> Any:
    raise ValueError(word)


HANDLERS: tuple[tuple[type[Exception], Any], ...] = (
    (KeyAccountError, problems.of_ours),
    (ValidationError, problems.of_schema),
    (HttpError, problems.of_http),
    (Exception, problems.of_anything),
)


def build() -> NinjaAPI:
    """The API with everything it offers."""
    records.register_all()
    rooms = (finding, accounts, knowledge, happenings, people, members, pareto, imports, exports)
    for room in (*rooms, judging, pipeline, owed, deals, selling, money, power, intelligence):
        room.register()
    api = NinjaAPI(
        title="KeyAccount",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        auth=[BearerToken(), Session()],
        renderer=Renderer(),
        parser=StrictParser(),
        default_router=ROUTER,
    )
    for kind, told in HANDLERS:
        api.add_exception_handler(kind, told)
    return api


API = build()


def patterns() -> Iterator[URLPattern]:
    """The API's addresses, each behind the guard."""
    for found in cast(list[Any], API.urls[0]):
        if found.name != "api-root":
            yield URLPattern(found.pattern, guarded(found.callback), found.default_args, found.name)


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whatever happens, the answer is JSON with a true status; nothing inside is ever shown."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except KeyAccountError as error:
            response = problems.of_ours(request, error)
        except Exception as error:
            response = problems.of_anything(request, error)
        if isinstance(response, HttpResponseNotAllowed):
            response = problems.problem(405, headers={"Allow": response["Allow"]})
        if head:
            _drop_body(response)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers["Vary"] = "Authorization, Cookie, Accept-Language"
        response.headers["Content-Language"] = translation.get_language() or ""
        return response

    return csrf_exempt(answer)


def _drop_body(response: HttpResponse) -> None:
    """The answer to HEAD is headers alone."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    else:
        response.content = b""


def nowhere(request: HttpRequest) -> HttpResponse:
    """No such address."""
    return problems.problem(404)

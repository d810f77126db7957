"""The OpenAPI 3.1 document: what the operations declare, completed with the problems every one may answer."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings

from keyaccount.base.language import current, say
from keyaccount.interfaces.api.answers import rendered
from keyaccount.interfaces.api.problems import MEDIA_TYPE, TITLES
from keyaccount.interfaces.api.server import API

ROOT = "/api/v1"
EVERYWHERE = (401, 403, 422, 429)
WITH_BODY = (400, 413, 415)
SECURITY = {
    "BearerToken": {"type": "http", "scheme": "bearer", "bearerFormat": "ka_…"},
    "Session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": ["string", "null"]},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
        "version": {"type": ["integer", "null"]},
        "conflicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "base": {}, "current": {}, "yours": {}},
            },
        },
        "certain": {"type": "boolean"},
        "hidden": {"type": "integer"},
        "candidates": {"type": "array", "items": {"type": "object"}},
    },
}


def document() -> dict[str, Any]:
    """The document in the reader's language."""
    found: dict[str, Any] = json.loads(_document(current()))
    return found


def as_json() -> bytes:
    return _document(current())


@cache
def _document(language: str) -> bytes:
    """Made once per language and process: the operations don't change while it runs."""
    raw = json.loads(rendered(dict(API.get_openapi_schema(path_prefix=f"{ROOT}/"))))
    raw["info"]["description"] = str(
        say(
            "大客户 KeyAccount 的 REST 接口。金额是十进制文字，日期和时间用 ISO 8601，引用用 UUID，未知为 null。"
        )
    )
    for schema in raw["components"]["schemas"].values():
        _untitled(schema)
    raw["components"]["securitySchemes"] = SECURITY
    raw["components"]["schemas"]["Problem"] = PROBLEM
    raw["components"]["responses"] = {f"Problem{status}": _response(status) for status in TITLES}
    for path, methods in raw["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    return rendered(raw)


def _untitled(schema: Any) -> None:
    """Drop the titles made of field names: the description says it in words."""
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _untitled(inner)
    if isinstance(schema, dict) and isinstance(schema.get("title"), str):
        del schema["title"]


def _response(status: int) -> dict[str, Any]:
    code, title = TITLES[status]
    example = {
        "type": f"/api/v1/docs#problem-{code}",
        "title": str(title),
        "status": status,
        "detail": str(title),
        "code": code,
        "errors": [],
    }
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": str(title), "content": {MEDIA_TYPE: content}}


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    scopes = operation.pop("x-scopes")
    operation["security"] = [{"BearerToken": [scope]} for scope in scopes] + [{"Session": []}]
    statuses = [*EVERYWHERE]
    if "{" in path or method == "post":
        statuses.append(404)
    if "requestBody" in operation:
        statuses += WITH_BODY
    if method != "get":
        statuses.append(409)
    if any(one["name"] == "If-Match" for one in operation["parameters"]):
        statuses.append(412)
    for status in sorted(statuses):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    if any(one["name"] == "If-None-Match" for one in operation["parameters"]):
        operation["responses"]["304"] = {"description": str(say("没有变化"))}

"""The API's own manual: the OpenAPI document, and the same as a page that needs no script and no network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from jinja2 import Environment, FileSystemLoader

from keyaccount.actions.org.issue_token import SCOPES
from keyaccount.base.language import current, say
from keyaccount.interfaces.api import openapi
from keyaccount.interfaces.api.problems import TITLES

HERE = Path(__file__).resolve().parent
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
TEMPLATES.globals["_"] = lambda msgid, **values: str(say(msgid, **values))
TEMPLATES.filters["kind"] = lambda spec: kind(spec)
LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


def schema(request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`"""
    return HttpResponse(openapi.as_json(), content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/api/v1/docs`"""
    document = openapi.document()
    base = request.build_absolute_uri("/").rstrip("/")
    html = TEMPLATES.get_template("docs.html").render(
        document=document,
        rooms=_rooms(document, base),
        titles=TITLES,
        scopes=SCOPES,
        base=base,
        lang=LANG[current()],
    )
    return HttpResponse(html)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The page's style sheet; a file, because the content security policy allows no inline styles."""
    css = (HERE / "templates" / "docs.css").read_text(encoding="utf-8")
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"}
    )


def _rooms(document: dict[str, Any], base: str) -> dict[str, list[dict[str, Any]]]:
    """Operations by tag, each with what the page shows of it."""
    rooms: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            shown = _shown(document, base, path, method, operation)
            rooms.setdefault(operation["tags"][0], []).append(shown)
    return rooms


def _shown(
    document: dict[str, Any], base: str, path: str, method: str, operation: dict[str, Any]
) -> dict[str, Any]:
    media, body = _body(document, operation)
    plain = [p for p in operation["parameters"] if "__" not in p["name"]]
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "help": operation.get("description", ""),
        "scopes": [scope for one in operation["security"] for scope in one.get("BearerToken", [])],
        "parameters": [p for p in plain if p["in"] != "path"],
        "filters": [p["name"] for p in operation["parameters"] if "__" in p["name"]],
        "fields": body.get("properties", {}),
        "required": body.get("required", []),
        "statuses": list(operation["responses"]),
        "curl": _curl(base, path, method, operation, media, body),
    }


def _body(document: dict[str, Any], operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    content = operation.get("requestBody", {}).get("content", {})
    for media, described in content.items():
        found: dict[str, Any] = described["schema"]
        name = found.get("$ref", "").rpartition("/")[2]
        return media, document["components"]["schemas"][name] if name else found
    return "", {}


def _curl(
    base: str, path: str, method: str, operation: dict[str, Any], media: str, body: dict[str, Any]
) -> str:
    lines = [f"curl {base}{path} \\\n  -H 'Authorization: Bearer $TOKEN'"]
    if method != "get":
        lines[0] = f"curl -X {method.upper()} {base}{path} \\\n  -H 'Authorization: Bearer $TOKEN'"
    names = [p["name"] for p in operation["parameters"]]
    if "Idempotency-Key" in names and method == "post":
        lines.append("-H 'Idempotency-Key: 7b1f0c52-…'")
    if "If-Match" in names:
        lines.append("-H 'If-Match: \"3-9f2c…\"'")
    properties = {name: spec for name, spec in body.get("properties", {}).items() if name != "seen"}
    if media == "application/json":
        lines.append("-H 'Content-Type: application/json'")
        wanted = body.get("required", [])
        kept = [n for n in properties if n in wanted or "examples" in properties[n]][:6] or list(properties)[
            :2
        ]
        lines.append(f"-d '{json.dumps({n: example(properties[n]) for n in kept}, ensure_ascii=False)}'")
    elif media:
        lines += [f"-F {name}={'@合同.pdf' if name == 'file' else '…'}" for name in properties]
    return " \\\n  ".join(lines)


def example(spec: dict[str, Any]) -> Any:
    """A value that fits a field's schema."""
    for one in (spec, *spec.get("anyOf", ())):
        if "examples" in one:
            return one["examples"][0]
        if "enum" in one:
            return one["enum"][0]
        if one.get("type") in _SAMPLES:
            return (
                _SAMPLES[one["type"]] if one["type"] != "string" else _TEXTS.get(one.get("format", ""), "…")
            )
    return None


def kind(spec: dict[str, Any]) -> str:
    """The type of a field in a few words."""
    found = []
    for one in spec.get("anyOf", [spec]):
        word = (
            " | ".join(map(str, one["enum"])) if "enum" in one else one.get("format") or one.get("type", "")
        )
        found.append(f"≤ {one['maxLength']} {word}" if "maxLength" in one else word)
    return ", ".join(dict.fromkeys(word for word in found if word))


_SAMPLES: dict[str, Any] = {"string": "…", "integer": 1, "boolean": True, "array": [], "object": {}}
_TEXTS = {"uuid": "0199c0de-…", "date": "2026-11-22", "date-time": "2026-11-22T14:30:00+08:00"}

"""Records and pages as JSON answers, with their ETag."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja.renderers import BaseRenderer

from keyaccount.access import Field, Kind
from keyaccount.base.language import Say
from keyaccount.interfaces.api.values import shown
from keyaccount.playbook.text import Text
from keyaccount.queries.records.list_records import Page
from keyaccount.queries.records.show_record import Shown

CENT = Decimal("0.01")  # a sum of whole amounts is written like any other: "100000.00"


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value if value.as_tuple().exponent < -1 else value.quantize(CENT), "f")  # type: ignore[operator]
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Say | Text):
        return str(value)
    raise TypeError(type(value).__name__)


def rendered(data: Any) -> bytes:
    """JSON in UTF-8. Broken characters a caller sent us, echoed in a problem, go out escaped."""
    try:
        return orjson.dumps(data, default=_other, option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS)
    except TypeError:
        return json.dumps(data, default=lambda value: shown(str(value))).encode()


class Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return rendered(data)


def answer(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(rendered(data), status=status, content_type="application/json", headers=headers)


def item(
    values: Mapping[str, Any], fields: Mapping[str, Field], id: Any, version: int | None
) -> dict[str, Any]:
    """One record: id and version first, then its readable fields."""
    head = {"id": id} if version is None else {"id": id, "version": version}
    return head | {
        name: bool(value) if fields[name].kind is Kind.SEALED else shown(value)
        for name, value in values.items()
    }


def flat(names: Mapping[str, Mapping[Any, str]]) -> dict[str, str]:
    """Names of all referenced records in one: ids are unique across entities."""
    return dict(sorted((str(id), name) for kind in names.values() for id, name in kind.items()))


def record(found: Shown) -> dict[str, Any]:
    return item(found.values, found.fields, found.id, found.version) | {"names": flat(found.names)}


def page(found: Page, *, counted: bool) -> dict[str, Any]:
    body = {
        "items": [item(row.values, found.fields, row.id, row.version) for row in found.rows],
        "next": found.next or None,
        "previous": found.previous or None,
        "names": flat(found.names),
    }
    return body | {"count": found.count, "count_exact": found.complete} if counted else body


def etag(body: bytes, version: int | None) -> str:
    """Strong tag of one representation. It begins with the version, which `If-Match` compares; the rest tells
    languages, readers and computed fields apart for `If-None-Match`."""
    digest = hashlib.sha256(body).hexdigest()[:16]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def tagged(request: HttpRequest, found: Shown, *, status: int = 200, location: str = "") -> HttpResponse:
    """A record with its ETag; 304 when the reader has just this already."""
    response = answer(record(found), status=status)
    response["ETag"] = etag(response.content, found.version)
    if location:
        response["Location"] = location
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    if request.method == "GET" and (response["ETag"] in known or "*" in known):
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    return response


def matches(header: str, version: int | None, current: str) -> bool:
    """Whether `If-Match` names the record as it is: its ETag, its version alone, or `*`."""
    for tag in header.split(","):
        word = tag.strip().removeprefix("W/").strip('"')
        if word == "*" or word == current.strip('"'):
            return True
        if version is not None and word.partition("-")[0] == str(version):
            return True
    return False

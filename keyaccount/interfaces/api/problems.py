"""Errors as `application/problem+json` (RFC 9457), in the reader's language, each naming its field."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from ninja.errors import AuthenticationError, HttpError, ValidationError

from keyaccount.base import errors
from keyaccount.base.errors import FieldConflict, KeyAccountError, Problem
from keyaccount.base.language import Say, say
from keyaccount.base.storable import REASON
from keyaccount.interfaces.api.answers import rendered
from keyaccount.interfaces.api.values import shown

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/docs#problem-"

TITLES: dict[int, tuple[str, Say]] = {
    400: ("bad_request", say("请求读不懂")),
    401: ("not_authenticated", say("需要有效的访问令牌")),
    403: ("refused", say("没有权限")),
    404: ("missing", say("没有找到")),
    405: ("method_not_allowed", say("这个地址不支持这种方法")),
    409: ("conflict", say("与已有内容冲突")),
    412: ("stale", say("记录已被修改")),
    413: ("too_large", say("请求太大")),
    415: ("unsupported_media_type", say("内容类型不支持")),
    422: ("invalid", say("内容需要改正")),
    429: ("busy", say("请求太频繁")),
    500: ("internal", say("系统出错")),
    503: ("unavailable", say("暂时不可用")),
}
STATUS: dict[type[KeyAccountError], int] = {
    errors.Missing: 404,
    errors.Refused: 403,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.Duplicate: 409,
    errors.Busy: 429,
}


class Stale(KeyAccountError):
    """`If-Match` names a version that is no longer the current one (HTTP 412)."""

    code = "stale"

    def __init__(self, conflicts: Iterable[FieldConflict] = (), version: int | None = None) -> None:
        self.conflicts = tuple(conflicts)
        self.version = version
        problems = [
            Problem("conflict", say("这一项已被别人改成别的内容"), field=c.field) for c in self.conflicts
        ]
        super().__init__(say("这条记录在你读取之后已被修改，请重新读取后再改"), problems)


class Unsupported(KeyAccountError):
    """The body is not of a media type this operation takes (HTTP 415)."""

    code = "unsupported_media_type"


class OutOfScope(errors.Refused):
    """The token lacks the scope this operation needs (HTTP 403)."""

    code = "insufficient_scope"


class TooMany(errors.Busy):
    """The token's rate is used up; `wait` seconds until the next turn (HTTP 429)."""

    def __init__(self, wait: int) -> None:
        super().__init__(say("请求太频繁，请 {wait} 秒后再试", wait=wait), wait=wait)


def problem(
    status: int,
    detail: Say | str = "",
    *,
    code: str = "",
    errors: Iterable[Problem] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """One problem as an answer. `errors` lists what is wrong where; `more` are members of this kind of problem."""
    usual, title = TITLES[status]
    body = {
        "type": f"{TYPES}{code or usual}",
        "title": str(title),
        "status": status,
        "detail": str(detail or title),
        "code": code or usual,
        "errors": [
            {"field": one.field or None, "code": one.code, "message": str(one.message)} for one in errors
        ],
        **more,
    }
    return HttpResponse(rendered(body), status=status, content_type=MEDIA_TYPE, headers=headers)


def of_ours(request: HttpRequest, error: KeyAccountError) -> HttpResponse:
    """A problem the product raises on purpose."""
    status = 412 if isinstance(error, Stale) else 415 if isinstance(error, Unsupported) else _status(error)
    more: dict[str, Any] = {}
    headers = {}
    if isinstance(error, errors.Conflict | Stale):
        more = {"version": error.version, "conflicts": [_conflict(one) for one in error.conflicts]}
    if isinstance(error, errors.Duplicate):
        more = {
            "certain": error.certain,
            "hidden": error.hidden,
            "candidates": [_plain(c) for c in error.candidates],
        }
    if isinstance(error, errors.Busy) and error.wait:
        headers["Retry-After"] = str(error.wait)
    return problem(status, error.message, code=error.code, errors=error.problems, headers=headers, **more)


def _status(error: KeyAccountError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 422)


def _conflict(one: FieldConflict) -> dict[str, Any]:
    return {
        "field": one.field,
        "base": shown(one.base),
        "current": shown(one.theirs),
        "yours": shown(one.mine),
    }


def _plain(value: Any) -> Any:
    """A candidate as the duplicate check describes it: its plain members."""
    if not is_dataclass(value):
        return {"id": str(getattr(value, "pk", value)), "name": getattr(value, "name", "")}
    found = {one.name: getattr(value, one.name) for one in fields(value)}
    return {name: shown(inner) for name, inner in found.items() if not name.startswith("_")}


_MESSAGES: dict[str, tuple[str, Say]] = {
    "missing": ("required", say("必须填写")),
    "extra_forbidden": ("unknown_field", say("没有这个可填写的字段")),
    "string_type": ("type", say("需要文字")),
    "string_unicode": ("characters", REASON),
    "string_too_short": ("required", say("不能为空")),
    "int_type": ("type", say("需要整数，例如 1200")),
    "int_from_float": ("type", say("需要整数，例如 1200")),
    "bool_type": ("type", say("需要 true 或 false")),
    "list_type": ("type", say("需要列表")),
    "dict_type": ("type", say("需要 JSON 对象")),
    "model_type": ("type", say("需要 JSON 对象")),
    "model_attributes_type": ("type", say("需要 JSON 对象")),
    "uuid_parsing": ("reference", say("需要记录的编号（UUID）")),
    "uuid_type": ("reference", say("需要记录的编号（UUID）")),
    "date": ("date", say("看不懂这个日期，例如 2026-11-22")),
    "moment": ("moment", say("看不懂这个时间，例如 2026-11-22T14:30:00+08:00")),
    "amount": ("amount", say('金额写成十进制文字，例如 "1234.56"')),
}


def of_schema(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or parameter that does not fit its schema."""
    found = [_told(one) for one in error.errors]
    detail = found[0].message if len(found) == 1 else say("有 {n} 处需要改正", n=len(found))
    return problem(422, detail, errors=found)


def _told(one: Mapping[str, Any]) -> Problem:
    context = one.get("ctx", {})
    source, *rest = one["loc"]
    where = ".".join(str(part) for part in (rest[1:] if source == "body" else rest))
    match one["type"]:
        case "string_too_long":
            return Problem("too_long", say("最多 {limit} 个字", limit=context["max_length"]), field=where)
        case "too_long":
            return Problem("too_long", say("最多 {limit} 项", limit=context["max_length"]), field=where)
        case "literal_error":
            return Problem("choice", say("只能是：{list}", list=context["expected"]), field=where)
        case "greater_than_equal":
            return Problem("range", say("不能小于 {least}", least=context["ge"]), field=where)
        case "less_than_equal":
            return Problem("range", say("不能大于 {most}", most=context["le"]), field=where)
        case kind:
            code, message = _MESSAGES.get(kind, ("invalid", say("填写的内容不符合要求")))
            return Problem(code, message, field=where)


def of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses: a broken body, no token."""
    if isinstance(error.__cause__, Unsupported):
        return of_ours(request, error.__cause__)
    if isinstance(error, AuthenticationError):
        return problem(401, headers={"WWW-Authenticate": "Bearer"})
    if error.status_code == 400:
        return problem(400, say("请求正文不是有效的 JSON"), code="bad_json")
    return problem(error.status_code if error.status_code in TITLES else 400)


def of_anything(request: HttpRequest, error: Exception) -> HttpResponse:
    """What we did not expect: logged in full, told without detail."""
    match error:
        case Http404():
            return problem(404, errors.Missing().message)
        case RawPostDataException():
            return problem(415, say("请求正文应为 {type}", type="application/json"))
        case RequestDataTooBig():
            return problem(413)
        case SuspiciousOperation():
            return problem(400)
        case IntegrityError() if errors.Taken.is_meant(error):
            return problem(409, errors.Taken().message, code=errors.Taken.code)
        case OperationalError() if "locked" in str(error):
            return problem(503, headers={"Retry-After": "2"})
    LOG.exception("api: %s %s", request.method, request.path, exc_info=error)
    return problem(500, say("系统出错，已记入日志；请稍后再试"))

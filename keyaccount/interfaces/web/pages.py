"""Pages: the frame around every template, and what an error of the product looks like to a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render

from keyaccount.base import errors, language
from keyaccount.base.language import clauses, say
from keyaccount.interfaces.web import navigation, shown
from keyaccount.interfaces.web.routes import route

STATUS = {
    errors.Missing: 404,
    errors.Refused: 403,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.Duplicate: 409,
    errors.Taken: 409,
    errors.Busy: 429,
}
OWN_NAMES = {language.ZH_HANS: "简中", language.ZH_HANT: "繁中", language.EN: "English"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """What `layout.html` needs (docs/developers/components.md)."""
    principal = getattr(request, "principal", None)
    current = language.current()
    return {
        "lang": shown.lang(),
        "nav": navigation.entries(principal, request.path) if principal else [],
        "create": navigation.creatable(principal) if principal else [],
        "me": navigation.member_menu(principal) if principal else None,
        "principal": principal,
        "languages": [{"code": c, "label": name, "active": c == current} for c, name in OWN_NAMES.items()],
        "urls": {
            "home": route("home"),
            "search": route("search"),
            "suggest": route("suggest"),
            "language": route("language"),
        },
        "toasts": [{"text": str(m), "tone": m.extra_tags} for m in messages.get_messages(request)],
        "here": request.get_full_path() if request.method == "GET" else route("home"),
        "theme": principal.member.theme if principal else "auto",
        "unit": principal.member.money_unit if principal else "auto",
    }


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page or a fragment. Fragments don't use the frame, but macros may need its `me` and `urls`."""
    return django_render(request, template, {**frame(request), **(context or {})}, status=status)


def error_page(request: HttpRequest, error: errors.KeyAccountError) -> HttpResponse:
    """The page (or, for htmx, the toast) for an error that no view answered itself."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    problems = [{"field": p.field, "message": p.message} for p in error.problems]
    if request.headers.get("HX-Request"):
        told = str(clauses(p.message for p in error.problems)) or str(error.message)
        trigger = json.dumps({"ka:toast": {"text": told, "tone": "bad"}})
        return HttpResponse(status=status, headers={"HX-Trigger": trigger, "HX-Reswap": "none"})
    return page(
        request, "error.html", {"status": status, "error": error, "problems": problems}, status=status
    )


def done(
    text: Any, *, undo: str = "", reload: str = "", close: bool = True, redirect: str = ""
) -> HttpResponse:
    """The answer to an htmx request that did something: a toast, and what the page must do next."""
    if redirect:
        return HttpResponse(status=204, headers={"HX-Redirect": redirect})
    trigger: dict[str, Any] = {
        "ka:toast": {"text": str(text), "tone": "good", **({"undo": undo} if undo else {})}
    }
    if close:
        trigger["ka:close"] = None
    if reload:
        trigger["ka:reload"] = reload
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(trigger)})


def told(request: HttpRequest, text: Any, tone: str = "good") -> None:
    """A message shown once on the next page."""
    messages.add_message(request, messages.INFO, str(text), extra_tags=tone)


class ErrorMiddleware:
    """Turns the product's errors into pages; everything else stays a fault."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IntegrityError) and errors.Taken.is_meant(exception):
            exception = errors.Taken()
        return error_page(request, exception) if isinstance(exception, errors.KeyAccountError) else None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, errors.Missing())


def too_many(request: HttpRequest) -> HttpResponse:
    return error_page(request, errors.Busy(say("请求太频繁，请稍后再试")))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without our token: mostly a page that stood open over a new sign-in."""
    return error_page(request, errors.Refused(say("页面已过期，请返回刷新后重试")))


def broken(request: HttpRequest) -> HttpResponse:
    """The last page: says that it is our fault, and nothing else."""
    text = say("系统出错了，已记录。请稍后重试；如果一直这样，请联系系统管理员")
    return HttpResponse(f"<!doctype html><meta charset=utf-8><title>500</title><p>{text}</p>", status=500)

"""Texts that no database keeps are refused before any page sees them, on every database alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from keyaccount.base.errors import Invalid, KeyAccountError, Missing
from keyaccount.base.storable import REASON, problems_of, storable
from keyaccount.interfaces.web.pages import error_page

Answer = Callable[[HttpRequest], HttpResponse]


class StorableCookies:
    """A cookie that could not be looked up counts as not sent. Stands before the session is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not all(map(storable, request.COOKIES.values())):
            request.COOKIES = {name: text for name, text in request.COOKIES.items() if storable(text)}
        return self.get_response(request)


class StorableTexts:
    """An odd path is nowhere (404), an odd query a bad request (400), an odd form to be mended (422); in words."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.path_info.startswith("/api/"):  # has its own words
            return None
        if not storable(request.path_info):
            return error_page(request, Missing())
        if problems_of(request.GET.lists()):
            return error_page(request, KeyAccountError(REASON))
        problems = problems_of(request.POST.lists()) if request.method == "POST" else []
        return error_page(request, Invalid(*problems)) if problems else None

"""Every page needs a member, unless its route says otherwise; the member becomes a principal, in their language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.http import urlencode

from keyaccount.access import Principal
from keyaccount.base.language import LANGUAGES

COOKIE = "keyaccount_language"
OPEN = ("/healthz", "/static/", "/accounts/login", "/sign-in/", "/api/", "/setup/", "/language", "/robots.txt")


class MemberMiddleware:
    """Sets `request.principal` (None when not signed in) and the language; sends strangers to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = request.user if request.path.startswith("/static/") is False and request.user.is_authenticated else None
        request.principal = Principal(member) if member else None  # type: ignore[attr-defined, arg-type]
        language = self._language(request, member)
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        if member is None and not request.path.startswith(OPEN):
            return self._to_sign_in(request)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if member is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    @staticmethod
    def _language(request: HttpRequest, member: object | None) -> str:
        wished = getattr(member, "language", None) or request.COOKIES.get(COOKIE)
        return wished if wished in LANGUAGES else translation.get_language_from_request(request)

    @staticmethod
    def _to_sign_in(request: HttpRequest) -> HttpResponse:
        target = f"{resolve_url('account_login')}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponse(status=302, headers={"Location": target})

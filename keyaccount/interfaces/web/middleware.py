"""Every page needs a member, unless its route says otherwise; the member becomes a principal, in their language."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import urlencode

from keyaccount.access import Principal
from keyaccount.actions.org.note_session_use import note_session_use
from keyaccount.base import clock
from keyaccount.base.language import LANGUAGES, speaking
from keyaccount.facts.editions import remembered
from keyaccount.interfaces.web.sign_in import BEGAN, SEEN

COOKIE = "keyaccount_language"
OPEN_ROUTES = frozenset(
    {"account_login", "account_logout", "mfa_authenticate", "setup", "language", "healthz", "robots"}
)
OPEN_FOLDERS = ("/static/", "/api/")
NOTED_EVERY = 60


class MemberMiddleware:
    """Sets `request.principal` (None when not signed in) and the language; sends strangers to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = self._member(request)
        request.principal = Principal(member) if member else None  # type: ignore[attr-defined, arg-type]
        language = self._language(request, member)
        request.LANGUAGE_CODE = language
        if member is None and not is_open(request.path_info):
            return self._to_sign_in(request)
        translation.activate(language)
        with remembered(), speaking(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if member is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    @staticmethod
    def _member(request: HttpRequest) -> object | None:
        if request.path_info.startswith("/static/") or not request.user.is_authenticated:
            return None
        return request.user if still_valid(request) else None

    @staticmethod
    def _language(request: HttpRequest, member: object | None) -> str:
        wished = getattr(member, "language", None) or request.COOKIES.get(COOKIE)
        return wished if wished in LANGUAGES else translation.get_language_from_request(request)

    @staticmethod
    def _to_sign_in(request: HttpRequest) -> HttpResponse:
        came_from = request.get_full_path() if request.method == "GET" else "/"
        target = f"{resolve_url('account_login')}?{urlencode({'next': came_from})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("account_login")})
        return HttpResponse(status=302, headers={"Location": target})


def is_open(path: str) -> bool:
    """Whether a stranger may ask for the address. What resolves to nothing is closed, so that it tells nothing."""
    if path.startswith(OPEN_FOLDERS):
        return True
    try:
        return resolve(path).view_name in OPEN_ROUTES
    except Resolver404:
        return False


def still_valid(request: HttpRequest) -> bool:
    """Ends a session that was idle or open too long, and keeps now and then that it is in use."""
    session, at = request.session, clock.now()
    began, seen = session.get(BEGAN, at.timestamp()), session.get(SEEN, 0)
    idle = at.timestamp() - seen if seen else 0
    if idle > settings.SESSION_IDLE_SECONDS or at.timestamp() - began > settings.SESSION_COOKIE_AGE:
        logout(request)
        return False
    if not seen or idle > NOTED_EVERY:
        session[BEGAN], session[SEEN] = began, at.timestamp()
        note_session_use(key=session.session_key or "", at=at, address=get_adapter().get_client_ip(request))
    return True

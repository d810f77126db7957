"""Who is calling: a program with a bearer token, or a member at the browser with session and CSRF token."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from ninja.security import APIKeyCookie, HttpBearer

from keyaccount.access import Principal, everything
from keyaccount.actions.org.issue_token import PREFIX, digest_of
from keyaccount.actions.org.note_token_use import note_token_use
from keyaccount.base import clock, language
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.api.problems import TooMany
from keyaccount.records.org.models import ApiToken

RATE_PER_MINUTE = 12_000  # lets a bulk load run at full speed, stops a runaway loop
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass
class Rate:
    """Requests of each token in the current minute, counted in this server process."""

    minute: int = 0
    counts: dict[UUID, int] = field(default_factory=dict)

    def spend(self, token: UUID, most: int) -> None:
        """Count one request; raises `TooMany` with the seconds left when the minute's share is used up."""
        now = time.monotonic()
        if int(now // 60) != self.minute:
            self.minute, self.counts = int(now // 60), {}
        self.counts[token] = self.counts.get(token, 0) + 1
        if self.counts[token] > most:
            raise TooMany(60 - int(now % 60))


RATE = Rate()


def token_of(plain: str, at: datetime) -> ApiToken | None:
    """The token in force that was shown, with its member; None when it opens nothing."""
    if not plain.startswith(PREFIX):
        return None
    tokens = everything(ApiToken, why="the token shows who is asking, before there is a principal")
    token: ApiToken | None = tokens.select_related("member").filter(digest=digest_of(plain)).first()
    if token is None or token.revoked_at or not token.member.is_active:
        return None
    return None if token.expires_at and token.expires_at <= at else token


class BearerToken(HttpBearer):
    """`Authorization: Bearer ka_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Principal | None:
        at = clock.now()
        found = token_of(token.strip(), at)
        if found is None:
            return None
        RATE.spend(found.pk, getattr(settings, "API_RATE", RATE_PER_MINUTE))
        note_token_use(token=found, at=at)
        if "Accept-Language" not in request.headers:
            translation.activate(found.member.language)
            language.turn_to(found.member.language)
        principal = Principal(found.member, token_scopes=found.scopes)
        request.principal = principal  # type: ignore[attr-defined]
        return principal


class Session(APIKeyCookie):
    """The signed-in member of a browser; whoever shows a token is judged by the token alone."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)  # checked below, so that the refusal is a problem like all others

    def _get_key(self, request: HttpRequest) -> str | None:
        return None if "Authorization" in request.headers else "session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Principal | None:
        principal: Principal | None = getattr(request, "principal", None)
        if key is None or principal is None:
            return None
        if request.method not in SAFE and not has_csrf_token(request):
            raise Refused(say("缺少 CSRF 令牌，请在页面里操作，或改用访问令牌"))
        return principal


class _Csrf(CsrfViewMiddleware):
    """Django's check with a bare refusal: the API words its own."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponseForbidden()


def has_csrf_token(request: HttpRequest) -> bool:
    """Whether the request carries the token of its own session."""
    check = _Csrf(lambda _: HttpResponse())
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check.process_request(request)
    return check.process_view(request, lambda _: HttpResponse(), (), {}) is None

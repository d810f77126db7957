"""How a member gets in: password, second factor, devices that are signed in, access tokens for programs."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.org.end_sessions import end_sessions
from keyaccount.actions.org.issue_token import DAYS, SCOPES, issue_token
from keyaccount.actions.org.revoke_token import revoke_token
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.interfaces.web.settings.devices import device_name
from keyaccount.queries.org.own_tokens import own_tokens
from keyaccount.queries.org.sessions import member_sessions

TERMS = (7, 30, 90, 180, 365)


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    at = clock.now()
    sessions = member_sessions(by, by.id, at=at, key=request.session.session_key or "")
    factors = set(Authenticator.objects.filter(user_id=by.id).values_list("type", flat=True))
    context = {
        "sessions": [(one, device_name(one.device)) for one in sessions],
        "second_factor": Authenticator.Type.TOTP in factors,
        "recovery": Authenticator.Type.RECOVERY_CODES in factors,
        "tokens": own_tokens(by, at=at),
        "scopes": SCOPES,
    }
    return page(request, "settings/security.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session (`id`), or all but this one."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    wanted = request.POST.get("id", "")
    ids = [int(wanted)] if wanted.isdigit() and len(wanted) < 18 else None
    keep = "" if ids else request.session.session_key or ""
    count = end_sessions(by=by, at=clock.now(), member=by.id, ids=ids, keep=keep)
    told(request, say("已结束 {n} 个登录", n=count))
    return HttpResponseRedirect(reverse("settings:security"))


@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """The panel of a new access token; the answer shows it this once."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        days = request.POST.get("days", "")
        try:
            plain = issue_token(
                by=by,
                at=clock.now(),
                member=by.member,
                name=request.POST.get("name", ""),
                scopes=request.POST.getlist("scopes"),
                days=int(days) if days.isdigit() and len(days) < 6 else 0,
            )
        except Invalid as error:
            problems = error.problems
        else:
            return page(request, "settings/token_once.html", {"plain": plain})
    context = {
        "scopes": [(key, str(label)) for key, label in SCOPES.items()],
        "chosen": request.POST.getlist("scopes") or ["read"],
        "terms": [(days, str(say("{n} 天", n=days))) for days in TERMS],
        "days": request.POST.get("days") or DAYS,
        "name": request.POST.get("name", ""),
        "problems": problems,
        "errors": {p.field: p.message for p in problems},
    }
    return page(request, "settings/token.html", context, status=422 if problems else 200)


@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    revoke_token(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    return done(say("令牌已吊销，立即失效"), reload="#main")

"""Putting a finding of the coach aside, with the reason, and taking it up again (PPL-7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import found
from keyaccount.actions.power.mute_finding import mute_finding, revoke_mute
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route


@require_http_methods(["GET", "POST"])
def mute(request: HttpRequest, id: UUID, rule: str) -> HttpResponse:
    """GET: the form that asks why. POST: mute."""
    subject, reason = request.GET.get("subject", ""), request.POST.get("reason", "")
    context: dict[str, Any] = {"action": request.get_full_path(), "reason": reason, "problems": ()}
    if request.method != "POST":
        found(request.principal, "opportunity", id)  # type: ignore[attr-defined]
        return page(request, "power/panels/mute.html", context)
    try:
        made = mute_finding(
            by=request.principal,
            at=clock.now(),
            deal=id,
            rule=rule,
            subject=subject,
            reason=reason,  # type: ignore[attr-defined]
        )
    except Invalid as error:
        context["problems"] = [{"field": p.field, "message": p.message} for p in error.problems]
        return page(request, "power/panels/mute.html", context, status=422)
    return done(say("先不提醒了"), undo=route("power:revoke", id, made.pk), reload="#main")


@require_POST
def revoke(request: HttpRequest, id: UUID, mute: UUID) -> HttpResponse:
    revoke_mute(by=request.principal, at=clock.now(), id=mute)  # type: ignore[attr-defined]
    return done(say("已恢复提醒"), reload="#main")

"""Kinship between two people of a customer, drawn and cut on the page of either."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Principal, found, policy_of
from keyaccount.actions.profiles.cut_kin import cut_kin
from keyaccount.actions.profiles.draw_kin import draw_kin
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.profiles.showing import show_profile
from keyaccount.queries.records.names import names_for
from keyaccount.records.people.models import Person

FIELDS = ("other", "source", "note", "certainty", "observed_on")


@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, id: UUID) -> HttpResponse:
    """A panel that asks who; POST draws the tie."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row: Person = found(by, "person", id)
    shown = show_profile(by, row)
    if shown is None or not shown.may_draw:
        raise Refused()
    at = clock.now()
    if request.method != "POST":
        return _panel(request, row, {"certainty": "assumed", "observed_on": clock.day_of(at)})
    raw = typed(request.POST, _fields())
    try:
        draw_kin(by=by, at=at, person=id, raw=raw)
    except Invalid as error:
        return _panel(request, row, raw, error)
    return done(say("已登记"), reload="#main")


@require_POST
def cut(request: HttpRequest, id: UUID, tie: UUID) -> HttpResponse:
    """The tie holds no longer."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    shown = show_profile(by, found(by, "person", id, archived=True))
    if shown is None or tie not in {kin.tie.pk for kin in shown.kin}:
        raise Missing()
    cut_kin(by=by, at=clock.now(), id=tie)
    return done(say("已去掉"), reload="#main")


def _fields() -> list[Any]:
    return [policy_of("kin_tie").by_name[name] for name in FIELDS]


def _panel(
    request: HttpRequest, row: Person, given: dict[str, Any], error: Invalid | None = None
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    names = {"person": names_for(by, "person", [given["other"]])} if given.get("other") else {}
    shown = controls(_fields(), given, names, error.problems if error else ())
    shown[0]["attrs"]["url"] += f"?account={row.account_id}"
    context = {
        "title": say("登记亲属关系"),
        "fields": shown,
        "problems": error.problems if error else (),
        "action": request.path,
    }
    return page(request, "profiles/kin.html", context, status=422 if error else 200)

"""Teams: colleagues of several departments to share with as one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.org.set_team_members import set_team_members
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Missing
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.settings.doors import ORG, need
from keyaccount.interfaces.web.settings.panels import change_record, new_record
from keyaccount.queries.org.teams import teams_shown

FIELDS = ("name", "note")


@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    need(by, *ORG)
    return page(
        request, "settings/teams.html", {"teams": teams_shown(by), "may": {"edit": by.may("org.manage")}}
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return new_record(
        request,
        "team",
        FIELDS,
        say("新建团队"),
        lambda row: done(say("已新建团队 {name}", name=row.name), reload="#main"),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, id: UUID) -> HttpResponse:
    return change_record(
        request, "team", id, FIELDS, say("修改团队"), lambda row: done(say("已保存"), reload="#main")
    )


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who belongs to it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    by.must("org.manage")
    if request.method == "POST":
        wanted = [one for one in request.POST.getlist("members") if one]
        set_team_members(by=by, at=clock.now(), id=id, members=_ids(wanted))
        return done(say("团队成员已更新"), reload="#main")
    shown = next((one for one in teams_shown(by) if one.team.pk == id), None)
    if shown is None:
        raise Missing()
    lookup = reverse("lookups:records", args=["member"])
    return page(
        request, "settings/team_members.html", {"shown": shown, "lookup": lookup, "action": request.path}
    )


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Missing() from None


@require_POST
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="team", id=id)  # type: ignore[attr-defined]
    return done(say("团队已停用"), reload="#main")

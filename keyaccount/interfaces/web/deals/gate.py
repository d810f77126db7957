"""From stage to stage: advance, step back, let a condition go; a refusal explains itself where it was asked (STG-2)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.actions.deals.revoke_waiver import revoke_waiver
from keyaccount.actions.deals.step_back import step_back
from keyaccount.actions.deals.waive_item import waive_item
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.asking import field, panel, reason
from keyaccount.interfaces.web.deals.changing import hangs_on
from keyaccount.interfaces.web.deals.head import opened_room, room_for
from keyaccount.interfaces.web.deals.parts import place
from keyaccount.interfaces.web.forms import version_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route
from keyaccount.playbook.schema_deals import Stage


@require_POST
def advance(request: HttpRequest, id: UUID) -> HttpResponse:
    """To the next stage. Refused: every open condition with the way to where it is closed, as a fragment (422)."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    board = request.POST.get("board") == "1"
    try:
        advance_stage(by=by, at=clock.now(), id=id, version=version_of(request.POST))
    except Invalid as error:
        return _refused(request, id, error, board)
    return done(say("已推进"), reload="#board" if board else "#main")


def _refused(request: HttpRequest, id: UUID, error: Invalid, board: bool) -> HttpResponse:
    room = opened_room(request, id)
    items = {one.item.key: one.item for one in room.gate.items}
    problems = [
        {
            "message": p.message,
            "place": place(items[p.field].place, id, room.shown.row.account_id) if p.field in items else None,
        }
        for p in error.problems
    ]
    title = say("还不能离开“{stage}”", stage=room.gate.stage.label)
    context = {"title": title, "problems": problems, "board": board, "deal": route("deals:show", id)}
    return page(request, "deals/refused.html", context, status=422)


@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask to which earlier stage and why (`?to=` from the board), then step back."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    room = room_for(request, id, "advance")
    problems: tuple[Problem, ...] = ()
    asked = request.POST or request.GET
    if request.method == "POST":
        try:
            step_back(by=by, at=clock.now(), id=id, to=asked.get("to", ""), reason=asked.get("reason", ""))
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已退回"), reload="#main")
    earlier: tuple[Stage, ...] = room.pipeline.stages[: room.pipeline.rank(room.gate.stage.key) - 1]
    options = [(stage.key, str(stage.label)) for stage in earlier]
    controls = [
        field("to", say("退回到"), "select", asked.get("to", ""), required=True, options=options),
        reason(say("为什么退回"), asked.get("reason", ""), help=say("写进阶段记录，以后看得出当时少了什么")),
    ]
    return panel(request, say("退回阶段"), say("退回"), controls, problems)


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, id: UUID, item: str) -> HttpResponse:
    """Ask why a condition is let go; the reason stays on record."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    room = room_for(request, id, "waive")
    problems: tuple[Problem, ...] = ()
    known = next((one.item for one in room.gate.items if one.item.key == item), None)
    if known is None:
        raise Missing()
    said = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            waive_item(by=by, at=clock.now(), id=id, item=item, reason=said)
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已豁免"), reload="#main")
    controls = [reason(say("为什么豁免"), said, help=say("记在这个商机上，谁豁免的、为什么，以后都能查到"))]
    return panel(request, say("豁免：{item}", item=known.label), say("豁免"), controls, problems)


@require_POST
def revoke(request: HttpRequest, id: UUID, waiver: UUID) -> HttpResponse:
    """The condition counts again."""
    hangs_on(request.principal, "waiver", waiver, id)  # type: ignore[attr-defined]
    revoke_waiver(by=request.principal, at=clock.now(), id=waiver)  # type: ignore[attr-defined]
    return done(say("已撤销豁免"), reload="#main")

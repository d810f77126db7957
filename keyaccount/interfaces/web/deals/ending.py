"""Putting a deal aside, losing it, taking it up again, handing it on (STG-3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.deals.lose_opportunity import lose_opportunity
from keyaccount.actions.deals.reopen_opportunity import reopen_opportunity
from keyaccount.actions.deals.shelve_opportunity import shelve_opportunity
from keyaccount.actions.deals.transfer_opportunities import transfer_opportunities
from keyaccount.actions.deals.wake_opportunity import wake_opportunity
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.asking import field, panel, typed_day
from keyaccount.interfaces.web.deals.head import room_for
from keyaccount.interfaces.web.lists import ids_of
from keyaccount.interfaces.web.pages import done
from keyaccount.interfaces.web.routes import route
from keyaccount.playbook.schema_deals import Reason
from keyaccount.queries.records.names import names_for


def _note(post: Any) -> dict[str, Any]:
    return field("note", say("说明"), "textarea", post.get("note", ""), attrs={"rows": 3, "maxlength": 2000})


def _reason(post: Any, reasons: Iterable[Reason]) -> dict[str, Any]:
    """The reason, one of those the playbook knows."""
    options = [(one.key, str(one.label)) for one in reasons]
    return field("reason", say("原因"), "select", post.get("reason", ""), required=True, options=options)


@require_http_methods(["GET", "POST"])
def shelve(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask why and until when, then put the deal aside."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    post = request.POST
    problems: tuple[Problem, ...] = ()
    room = room_for(request, id, "advance")
    if request.method == "POST":
        try:
            shelve_opportunity(
                by=by, at=clock.now(), id=id, reason=post.get("reason", ""), note=post.get("note", ""),
                until=typed_day(post, "until"),
            )  # fmt: skip
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已搁置"), reload="#main")
    until = say("到了这一天自动回来；留空就等人来重新启动")
    controls = [
        _reason(post, room.edition.shelve_reasons),
        field("until", say("搁置到"), "date", post.get("until", ""), help=str(until)),
        _note(post),
    ]
    return panel(request, say("搁置商机"), say("搁置"), controls, problems)


@require_POST
def wake(request: HttpRequest, id: UUID) -> HttpResponse:
    """A deal put aside is worked on again."""
    wake_opportunity(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    return done(say("已重新启动"), reload="#main")


@require_http_methods(["GET", "POST"])
def lose(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask why and to whom, then close the deal as lost."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    post = request.POST
    problems: tuple[Problem, ...] = ()
    room = room_for(request, id, "advance")
    if request.method == "POST":
        said = {name: post.get(name, "") for name in ("reason", "note", "lost_to")}
        try:
            lose_opportunity(by=by, at=clock.now(), id=id, **said)
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已记为输单"), reload="#main")
    rival = say("友商名称；客户不做了就留空")
    controls = [
        _reason(post, room.edition.loss_reasons),
        field(
            "lost_to", say("输给谁"), value=post.get("lost_to", ""), help=str(rival), attrs={"maxlength": 120}
        ),
        _note(post),
    ]
    text = say("写下为什么。下一次遇到同样的对手，这里就是最好的教材。")
    return panel(request, say("记为输单"), say("记为输单"), controls, problems, text=text)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask why, then open a closed deal again."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems: tuple[Problem, ...] = ()
    room_for(request, id, "advance")
    if request.method == "POST":
        try:
            reopen_opportunity(by=by, at=clock.now(), id=id, note=request.POST.get("note", ""))
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已重新打开"), reload="#main")
    return panel(
        request, say("重新打开商机"), say("重新打开"), [{**_note(request.POST), "required": True}], problems
    )


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest) -> HttpResponse:
    """Give the chosen deals to a colleague."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.may("deal.transfer"):
        raise Refused()
    ids, post = ids_of(request.POST or request.GET), request.POST
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            transfer_opportunities(
                by=by, at=clock.now(), ids=ids, to=post.get("to", ""), note=post.get("note", "")
            )
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已转移 {n} 个商机", n=len(ids)), reload="#main")
    options = [(str(key), name) for key, name in names_for(by, "member", [post.get("to", "")]).items()]
    lookup = {"url": route("lookups:records", "member")}
    controls = [
        field("to", say("转给"), "pick", required=True, options=options, attrs=lookup, help=""),
        _note(post),
    ]
    hidden = [("ids", str(one)) for one in ids]
    return panel(
        request, say("转移商机"), say("转移"), controls, problems,
        text=say("共 {n} 个商机", n=len(ids)), hidden=hidden,
    )  # fmt: skip


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put the deal away; the toast takes it back."""
    archive_record(by=request.principal, at=clock.now(), entity="opportunity", id=id)  # type: ignore[attr-defined]
    return done(say("已归档，随时可以恢复"), undo=route("deals:restore", id), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the deal back from the archive."""
    archive_record(by=request.principal, at=clock.now(), entity="opportunity", id=id, restore=True)  # type: ignore[attr-defined]
    return done(say("已恢复"), reload="#main")

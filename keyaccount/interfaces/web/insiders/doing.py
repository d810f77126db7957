"""What one does with an insider: the panels with forms, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from keyaccount.access import Principal
from keyaccount.actions.insiders.begin_insider import begin_insider
from keyaccount.actions.insiders.hand_over import forget, hand_over
from keyaccount.actions.insiders.name_readers import drop_reader
from keyaccount.actions.insiders.plan import finish_need, finish_step, remove_need, remove_step
from keyaccount.actions.insiders.record_test import withdraw_test
from keyaccount.actions.insiders.set_state import set_state
from keyaccount.actions.insiders.tell_reason import tell_reason
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.insiders.forms import (
    FORMS,
    Control,
    begin_controls,
    control,
    member,
    reason_controls,
    typed,
)
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.queries.insiders.listing import may_begin, opened_account
from keyaccount.queries.insiders.showing import deals_of, show_insider
from keyaccount.queries.records.names import names_for

PARTS: dict[str, tuple[Callable[..., Any], str, Say]] = {
    "untest": (withdraw_test, "test", say("已撤回")),
    "stepped": (finish_step, "step", say("已完成")),
    "unstep": (remove_step, "step", say("已删去")),
    "served": (finish_need, "need", say("已办到")),
    "unneed": (remove_need, "need", say("已删去")),
    "unname": (drop_reader, "member", say("已取消")),
}


def _form(
    request: HttpRequest,
    title: Say,
    controls: list[Control],
    run: Callable[[dict[str, Any]], HttpResponse],
    note: Say | None = None,
) -> HttpResponse:
    """GET: the empty form. POST: `run`, or the form again with what is wrong."""
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            return run({one["name"]: request.POST.get(one["name"], "") for one in controls})
        except Invalid as error:
            problems = error.problems
    errors = {p.field: str(p.message) for p in problems}
    context = {
        "title": title,
        "note": note,
        "action": request.path,
        "controls": typed(controls, request.POST if request.method == "POST" else request.GET, errors),
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "insiders/panels/form.html", context, status=422 if problems else 200)


def begin(request: HttpRequest, id: UUID) -> HttpResponse:
    """Begin to develop somebody of this customer; `?person=` says whom."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not may_begin(by, opened_account(by, id)):
        raise Refused()
    chosen = (request.POST or request.GET).get("person", "")
    names = names_for(by, "person", [chosen]) if chosen else {}
    who = control(
        "person", say("联系人"), "pick", required=True,
        attrs={"url": f"{reverse('lookups:records', args=['person'])}?account={id}"},
        options=[(str(key), name) for key, name in names.items()],
    )  # fmt: skip

    def run(values: dict[str, Any]) -> HttpResponse:
        row = begin_insider(by=by, at=clock.now(), account=id, **values)
        return done("", redirect=reverse("insiders:show", args=[row.pk]))

    note = say("这条记录只有你自己看得到，你指定的知情人除外。")
    return _form(request, say("发展内线"), [who, *begin_controls()], run, note)


def panel(request: HttpRequest, id: UUID, verb: str) -> HttpResponse:
    """One of the forms of the page."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = show_insider(by, id, clock.day_of(clock.now()))
    form = FORMS.get(verb)
    if form is None:
        raise Missing()

    def run(values: dict[str, Any]) -> HttpResponse:
        form.run(by=by, at=clock.now(), id=id, **values)
        return done(form.done, reload="#main")

    return _form(request, form.title, form.controls(found), run, form.note)


@require_POST
def part(request: HttpRequest, id: UUID, verb: str, part: UUID) -> HttpResponse:
    """A button beside a test, step, need or reader."""
    if verb not in PARTS:
        raise Missing()
    run, name, text = PARTS[verb]
    run(by=request.principal, at=clock.now(), id=id, **{name: part})  # type: ignore[attr-defined]
    return done(text, reload="#main")


@require_POST
def state(request: HttpRequest, id: UUID, state: str) -> HttpResponse:
    """Change the state; what is wanting for it is told on the page."""
    try:
        set_state(by=request.principal, at=clock.now(), id=id, state=state)  # type: ignore[attr-defined]
    except Invalid as error:
        problems = [{"field": "", "message": p.message} for p in error.problems]
        return page(request, "insiders/problems.html", {"problems": problems}, status=422)
    return done(say("状态已改"), reload="#main")


def hand(request: HttpRequest, id: UUID) -> HttpResponse:
    """To a colleague; whoever hands over sees the record no more."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = show_insider(by, id, clock.day_of(clock.now()))

    def run(values: dict[str, Any]) -> HttpResponse:
        hand_over(by=by, at=clock.now(), id=id, member=values["member"])
        told(request, say("已交给同事"))
        return done("", redirect=_back(found.row.account_id))

    note = say("交出以后你和现在的知情人都不再看到这条记录。")
    return _form(request, say("交给同事负责"), [member(say("交给谁"))], run, note)


@require_POST
def forget_it(request: HttpRequest, id: UUID) -> HttpResponse:
    """Delete the record wholly."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    account = show_insider(by, id, clock.day_of(clock.now())).row.account_id
    forget(by=by, id=id)
    told(request, say("已删除"))
    return done("", redirect=_back(account))


def _back(account: UUID | None) -> str:
    return reverse("insiders:account", args=[account]) if account else reverse("home")


def reason(request: HttpRequest, id: UUID) -> HttpResponse:
    """A sentence that person can use inside; it stands with the deal, so it must not give them away."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    deals = [(str(key), name) for key, name in deals_of(by, id)]

    def run(values: dict[str, Any]) -> HttpResponse:
        tell_reason(by=by, at=clock.now(), id=id, raw=values)
        return done(say("已保存"), reload="#main")

    note = say("能看到商机的同事都看得到这句话：不要写代号，也不要写他帮过我们。")
    return _form(request, say("选我们的理由"), reason_controls(deals), run, note)

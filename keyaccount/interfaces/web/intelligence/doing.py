"""What is done with a statement: compare, settle, judge, withdraw, link, and who may know of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Principal
from keyaccount.actions.intelligence.judge_outcome import judge_outcome
from keyaccount.actions.intelligence.link_intelligence import LINKABLE, link_intelligence, unlink_intelligence
from keyaccount.actions.intelligence.name_reader import drop_reader, name_reader
from keyaccount.actions.intelligence.pair_intelligence import pair_intelligence, unpair_intelligence
from keyaccount.actions.intelligence.settle_pair import settle_pair
from keyaccount.actions.intelligence.withdraw_intelligence import withdraw_intelligence
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.intelligence.wording import one_in_words
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.intelligence.linking import linkable
from keyaccount.queries.intelligence.showing import show_intelligence
from keyaccount.records.deals.choices import OUTCOME

Control = dict[str, Any]


def _today() -> Any:
    return clock.day_of(clock.now())


def _field(name: str, label: Say, kind: str = "text", **more: Any) -> Control:
    told = {key: str(value) if isinstance(value, Say) else value for key, value in more.items()}
    return {"name": name, "label": str(label), "kind": kind, **told}


def _form(
    request: HttpRequest,
    title: Say,
    controls: list[Control],
    run: Callable[[dict[str, str]], Any],
    said: Say,
    template: str = "insiders/panels/form.html",
    **more: Any,
) -> HttpResponse:
    """GET: the form. POST: `run`, or the form again with what is wrong. `more`: what else the template draws."""
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        values = {one["name"]: request.POST.get(one["name"], "") for one in controls}
        try:
            run(values)
        except Invalid as error:
            problems = error.problems
        else:
            return done(said, reload="#main")
        wrong = {p.field: str(p.message) for p in problems}
        controls = [{**one, "value": values[one["name"]], "error": wrong.get(one["name"], "")} for one in controls]  # fmt: skip
    context = {
        "title": title,
        "note": None,
        "action": request.path,
        "controls": controls,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
        **more,
    }
    return page(request, template, context, status=422 if problems else 200)


@require_POST
def pair(request: HttpRequest, id: UUID, other: UUID, relation: str) -> HttpResponse:
    """The two agree, or contradict each other."""
    pair_intelligence(by=request.principal, at=clock.now(), id=id, other=other, relation=relation)  # type: ignore[attr-defined]
    return done(say("已对照"), reload="#main")


@require_POST
def unpair(request: HttpRequest, id: UUID, pair: UUID) -> HttpResponse:
    unpair_intelligence(by=request.principal, at=clock.now(), id=pair)  # type: ignore[attr-defined]
    return done(say("已取消对照"), reload="#main")


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, id: UUID, pair: UUID) -> HttpResponse:
    """Which of the two holds, and why."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = show_intelligence(by, id, _today())
    held = next((one for one in found.pairs if one.row.pk == pair and one.settle), None)
    if held is None:
        raise Missing()
    controls = [
        _field("holds", say("以哪条为准"), "radio", required=True, value=""),
        _field("why", say("裁定理由"), "textarea", required=True, attrs={"rows": 3, "maxlength": 300}),
        _field("on", say("裁定日期"), "date", value=_today().isoformat()),
    ]
    return _form(
        request,
        say("裁定矛盾"),
        controls,
        lambda values: settle_pair(by=by, at=clock.now(), id=pair, **values),
        say("已裁定"),
        template="intelligence/settle.html",
        both=[one_in_words(found.page, found.told), one_in_words(held.page, held.other)],
    )


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, id: UUID) -> HttpResponse:
    """How it turned out."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row = show_intelligence(by, id, _today()).told.row
    options = [("", str(say("还没有结果"))), *((key, str(label)) for key, label in OUTCOME.items())]
    on = row.outcome_on or _today()
    controls = [
        _field("outcome", say("后来证明"), "radio", options=options, value=row.outcome),
        _field("on", say("证明日期"), "date", value=on.isoformat()),
    ]
    return _form(
        request,
        say("后来证明是真是假"),
        controls,
        lambda values: judge_outcome(by=by, at=clock.now(), id=id, **values),
        say("已记下"),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take it back, with the reason."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    show_intelligence(by, id, _today())
    return _form(
        request,
        say("撤回情报"),
        [_field("why", say("撤回原因"), required=True, attrs={"maxlength": 300})],
        lambda values: withdraw_intelligence(by=by, at=clock.now(), id=id, why=values["why"]),
        say("已撤回"),
    )


@require_http_methods(["GET", "POST"])
def reader(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whom to let know of a secret statement."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    show_intelligence(by, id, _today())
    attrs = {"url": reverse("lookups:records", args=["member"])}
    return _form(
        request,
        say("指定知情人"),
        [_field("member", say("让谁知情"), "pick", required=True, attrs=attrs)],
        lambda values: name_reader(by=by, at=clock.now(), id=id, member=values["member"]),
        say("已指定"),
    )


@require_POST
def unname(request: HttpRequest, id: UUID, member: UUID) -> HttpResponse:
    drop_reader(by=request.principal, at=clock.now(), id=id, member=member)  # type: ignore[attr-defined]
    return done(say("已取消"), reload="#main")


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, id: UUID) -> HttpResponse:
    """Which record the statement supports."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = linkable(by, show_intelligence(by, id, _today()).told.row, LINKABLE)
    options = [(f"{one.entity}:{one.object_id}", f"{one.label}：{one.name}") for one in found]

    def run(values: dict[str, str]) -> Any:
        entity, _, record = values["record"].partition(":")
        return link_intelligence(by=by, at=clock.now(), id=id, entity=entity, object=record)

    control = _field("record", say("支持哪条记录"), "select", options=options, required=True)
    return _form(request, say("关联记录"), [control], run, say("已关联"))


@require_POST
def unlink(request: HttpRequest, id: UUID, link: UUID) -> HttpResponse:
    unlink_intelligence(by=request.principal, at=clock.now(), id=id, link=link)  # type: ignore[attr-defined]
    return done(say("已取消关联"), reload="#main")

"""Verbs on the ledger: record, correct, compare, settle, judge, withdraw (INT-1, INT-2). No token reaches a secret statement."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec
from pydantic import StringConstraints

from keyaccount.access import Principal, found
from keyaccount.actions.intelligence.edit_intelligence import edit_intelligence
from keyaccount.actions.intelligence.judge_outcome import judge_outcome
from keyaccount.actions.intelligence.pair_intelligence import pair_intelligence, unpair_intelligence
from keyaccount.actions.intelligence.record_intelligence import record_intelligence
from keyaccount.actions.intelligence.settle_pair import settle_pair
from keyaccount.actions.intelligence.withdraw_intelligence import withdraw_intelligence
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, shapes, values
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.interfaces.api.verbs.acting import Line, record, same, verb
from keyaccount.queries.intelligence.telling import one as told_one
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.deals.choices import ABOUT, INTELLIGENCE_SOURCE, OUTCOME, PAIR
from keyaccount.records.people.choices import CREDIBILITY, RELIABILITY

ONE = "/intelligence/{uuid:id}"
Text = Annotated[str, StringConstraints(strict=True, max_length=2_000)]
REFUSED = say("标底、评标专家名单、别家的商业秘密等内容不收，答 422，说明里写可以记什么")
Reason = Annotated[Line, StringConstraints(min_length=1)]


class Statement(Shape):
    """What may be written of a statement; who records it is its owner."""

    opportunity: UUID | None = Spec(None, json_schema_extra=described(say("商机")))
    about: Literal[tuple(ABOUT)] | None = Spec(None, json_schema_extra=described(say("关于什么")))  # type: ignore[valid-type]
    about_person: UUID | None = Spec(None, json_schema_extra=described(say("关于谁")))
    about_rival: UUID | None = Spec(None, json_schema_extra=described(say("关于哪家友商")))
    statement: Text | None = Spec(None, json_schema_extra=described(say("内容")))
    source_kind: Literal[tuple(INTELLIGENCE_SOURCE)] | None = Spec(  # type: ignore[valid-type]
        None, json_schema_extra=described(say("从哪里来"))
    )
    source_person: UUID | None = Spec(None, json_schema_extra=described(say("谁说的")))
    source_name: Line = Spec("", json_schema_extra=described(say("来源名称")))
    learned_from: UUID | None = Spec(None, json_schema_extra=described(say("他又是听谁说的")))
    how: Line | None = Spec(None, json_schema_extra=described(say("怎么得知的")))
    learned_on: values.Day | None = Spec(None, json_schema_extra=described(say("何时得知")))
    reliability: Literal[tuple(RELIABILITY)] | None = Spec(  # type: ignore[valid-type]
        None, json_schema_extra=described(say("来源可靠度"))
    )
    credibility: Literal[tuple(CREDIBILITY)] | None = Spec(  # type: ignore[valid-type]
        None, json_schema_extra=described(say("内容可信度"))
    )
    expires_on: values.Day | None = Spec(None, json_schema_extra=described(say("有效到")))


class NewStatement(Statement):
    account: UUID = Spec(json_schema_extra=described(say("所属客户")))


class Corrected(Statement):
    version: int | None = Spec(
        None, json_schema_extra=described(say("看到的版本号：已被别人改过的字段答 409"))
    )


class Paired(Shape):
    other: UUID = Spec(json_schema_extra=described(say("另一条情报")))
    relation: Literal[tuple(PAIR)] = Spec(json_schema_extra=described(say("是否一致")))  # type: ignore[valid-type]


class Settled(Shape):
    holds: UUID = Spec(json_schema_extra=described(say("以哪条为准")))
    why: Reason = Spec(json_schema_extra=described(say("裁定理由")))
    on: values.Day | None = Spec(None, json_schema_extra=described(say("裁定日期")))


class TurnedOut(Shape):
    outcome: Literal[tuple(OUTCOME)] | Literal[""] = Spec(json_schema_extra=described(say("后来证明")))  # type: ignore[valid-type]
    on: values.Day | None = Spec(None, json_schema_extra=described(say("证明日期")))


class Withdrawn(Shape):
    why: Reason = Spec(json_schema_extra=described(say("撤回原因")))


class Standing(Shape):
    """How a statement stands among those this token sees, by which of them, and how its source did so far."""

    state: str
    by: list[UUID]
    right: int
    wrong: int
    open: int
    percent: int | None


def create(request: HttpRequest, by: Principal, payload: NewStatement) -> HttpResponse:
    row = record_intelligence(by=by, at=clock.now(), raw=payload.model_dump(exclude_unset=True))
    return record(request, by, "intelligence", row.pk, status=201)


def standing(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    told = told_one(by, id, clock.day_of(clock.now())).rows[0]
    kept = told.record
    counts = {"right": kept.right, "wrong": kept.wrong, "open": kept.open, "percent": kept.share}
    return answers.answer({"state": told.standing.state, "by": list(told.standing.by), **counts})


def drop_pair(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    found(by, "intelligence_pair", id)
    unpair_intelligence(by=by, at=clock.now(), id=id)
    return HttpResponse(status=204)


def pair(request: HttpRequest, by: Principal, id: UUID, payload: Paired) -> HttpResponse:
    made = pair_intelligence(by=by, at=clock.now(), id=id, **payload.model_dump())
    return answers.tagged(request, show_record(by, "intelligence_pair", made.pk))


def _correct(*, by: Principal, at: datetime, id: UUID, version: int | None = None, **raw: Any) -> Any:
    return edit_intelligence(by=by, at=at, id=id, raw=raw, version=version)


def register() -> None:
    _looking()
    _acting()


def _looking() -> None:
    kept = shapes.one("intelligence")
    add = partial(operation, tag="intelligence")
    add(
        "POST",
        "/intelligence",
        create,
        id="create-intelligence",
        summary=say("记一条情报"),
        body=NewStatement,
        answer=kept,
        status=201,
        help=REFUSED,
    )
    add(
        "GET",
        f"{ONE}/standing",
        standing,
        id="get-intelligence-standing",
        summary=say("这条情报是否已印证，来源以往说准多少"),
        answer=Standing,
    )
    add(
        "POST",
        f"{ONE}/pairs",
        pair,
        id="pair-intelligence",
        summary=say("和另一条情报对照"),
        body=Paired,
        answer=shapes.one("intelligence_pair"),
    )
    add(
        "DELETE",
        "/intelligence-pairs/{uuid:id}",
        drop_pair,
        id="unpair-intelligence",
        summary=say("取消对照"),
        status=204,
    )


def _acting() -> None:
    acts = partial(verb, entity="intelligence", tag="intelligence", shown=same)
    acts(_correct, f"{ONE}/correct", "correct-intelligence", say("修改情报"), body=Corrected, help=REFUSED)
    acts(judge_outcome, f"{ONE}/outcome", "judge-intelligence", say("写明情报后来的真假"), body=TurnedOut)
    acts(withdraw_intelligence, f"{ONE}/withdraw", "withdraw-intelligence", say("撤回情报"), body=Withdrawn)
    verb(
        settle_pair,
        "/intelligence-pairs/{uuid:id}/settle",
        "settle-intelligence-pair",
        say("裁定两条矛盾的情报"),
        entity="intelligence_pair",
        tag="intelligence",
        body=Settled,
        shown=same,
    )

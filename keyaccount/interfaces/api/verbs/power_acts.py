"""What the operations on the power map take, and the actions behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec

from keyaccount.access import Principal, found
from keyaccount.actions.deals.save_decision_step import save_decision_step
from keyaccount.actions.power.add_placeholder import add_placeholder
from keyaccount.actions.power.cut_tie import cut_tie
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.end_own_tie import end_own_tie
from keyaccount.actions.power.identify_placeholder import identify_placeholder
from keyaccount.actions.power.mute_finding import mute_finding, revoke_mute
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.remove_stakeholder import remove_stakeholder
from keyaccount.actions.power.set_own_tie import set_own_tie
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.actions.power.set_value import set_value
from keyaccount.actions.power.undo_value import undo_value
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, values
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.interfaces.api.verbs.acting import Key, Line, Long
from keyaccount.playbook.schema_power import ATTRIBUTES
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.models import StakeholderValue
from keyaccount.records.people.choices import CERTAINTY, CREDIBILITY, FUNCTION, RELIABILITY, TIE, TIE_BASIS

Level = Spec(0, ge=0, le=4, json_schema_extra=described(say("0 到 4")))
BASIS = ("source", "source_person", "evidence", "reliability", "credibility", "certainty", "observed_on")


def _one(choices: Any) -> Any:
    """One of the keys, or nothing."""
    return Literal[("", *choices)]


class Placed(Shape):
    person: UUID = Spec(json_schema_extra=described(say("联系人")))


class Expected(Shape):
    label: Line = Spec(json_schema_extra=described(say("要找的是什么人")))
    unit: UUID | None = Spec(None, json_schema_extra=described(say("部门")))
    function: _one(FUNCTION) = Spec("", json_schema_extra=described(say("部门职能")))  # type: ignore[valid-type]


class Identified(Shape):
    person: UUID | None = Spec(json_schema_extra=described(say("是谁；null 又变回占位")))


class Valued(Shape):
    """`seen`: id of the value read before (null: there was none); changed meanwhile by somebody else answers 409."""

    attribute: Literal[tuple(ATTRIBUTES)] = Spec(json_schema_extra=described(say("属性")))  # type: ignore[valid-type]
    value: Any = Spec(None, json_schema_extra=described(say("值，按属性的种类；null 是清空")))
    rival: UUID | None = Spec(None, json_schema_extra=described(say("对哪家友商的态度")))
    source: _one(FACT_SOURCE) = ""  # type: ignore[valid-type]
    source_person: UUID | None = Spec(None, json_schema_extra=described(say("谁说的")))
    evidence: Long = Spec("", json_schema_extra=described(say("依据")))
    reliability: _one(RELIABILITY) = ""  # type: ignore[valid-type]
    credibility: _one(CREDIBILITY) = ""  # type: ignore[valid-type]
    certainty: _one(CERTAINTY) = ""  # type: ignore[valid-type]
    observed_on: values.Day | None = Spec(None, json_schema_extra=described(say("何时得知")))
    seen: UUID | None = Spec(None, json_schema_extra=described(say("写之前看到的值的 id")))


class ValueOut(Shape):
    id: UUID
    stakeholder: UUID
    attribute: str
    rival: UUID | None
    value: Any
    source: str
    evidence: str
    reliability: str
    credibility: str
    certainty: str
    observed_on: date | None
    at: datetime


class Drawn(Shape):
    kind: Literal[tuple(TIE)] = Spec(json_schema_extra=described(say("关系")))  # type: ignore[valid-type]
    person: UUID = Spec(json_schema_extra=described(say("联系人")))
    other: UUID | None = Spec(None, json_schema_extra=described(say("另一个人")))
    rival: UUID | None = Spec(None, json_schema_extra=described(say("友商，只用于友商对接")))
    weight: int = Spec(2, ge=1, le=3, json_schema_extra=described(say("强弱")))
    basis: _one(TIE_BASIS) = ""  # type: ignore[valid-type]
    source: _one(FACT_SOURCE) = ""  # type: ignore[valid-type]
    note: Line = ""
    certainty: _one(CERTAINTY) = ""  # type: ignore[valid-type]
    observed_on: values.Day | None = None


class Faced(Shape):
    member: UUID = Spec(json_schema_extra=described(say("我方成员")))
    person: UUID = Spec(json_schema_extra=described(say("联系人")))
    level: int = Level
    wanted: int = Level
    cadence_days: int | None = Spec(None, ge=1, le=365, json_schema_extra=described(say("多少天联系一次")))


class Seated(Shape):
    """Only what is sent changes."""

    person: UUID = Spec(json_schema_extra=described(say("联系人")))
    reports_to: UUID | None = Spec(None, json_schema_extra=described(say("上级")))
    unit: UUID | None = Spec(None, json_schema_extra=described(say("部门")))


class After(Shape):
    after: list[UUID] = Spec(max_length=100, json_schema_extra=described(say("要等的步骤")))


class Muted(Shape):
    rule: Key = Spec(json_schema_extra=described(say("提醒的键")))
    subject: Line = Spec("", json_schema_extra=described(say("关于哪张卡片或哪一步；空是整个商机")))
    reason: Line = Spec(json_schema_extra=described(say("原因")))


def place(*, by: Principal, at: datetime, id: UUID, person: UUID, which: str) -> Any:
    return place_person(by=by, at=at, person=person, **{which: id})


def placeholder(*, by: Principal, at: datetime, id: UUID, which: str, **raw: Any) -> Any:
    return add_placeholder(by=by, at=at, **{which: id, **raw})


def identify(*, by: Principal, at: datetime, id: UUID, person: UUID | None) -> Any:
    return identify_placeholder(by=by, at=at, id=id, person=person)


def remove(*, by: Principal, at: datetime, id: UUID) -> Any:
    return remove_stakeholder(by=by, at=at, id=id)


def restore(*, by: Principal, at: datetime, id: UUID) -> Any:
    return remove_stakeholder(by=by, at=at, id=id, restore=True)


def set_value_of(request: HttpRequest, by: Principal, id: UUID, payload: Valued) -> HttpResponse:
    given = payload.model_dump(exclude_unset=True)
    basis = {name: given[name] for name in BASIS if given.get(name)}
    seen = {"seen": given["seen"]} if "seen" in given else {}
    said = set_value(
        by=by,
        at=clock.now(),
        id=id,
        attribute=given["attribute"],
        value=given.get("value"),
        rival=given.get("rival"),
        basis=basis,
        **seen,
    )
    return _told(said)


def undo(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    return _told(undo_value(by=by, at=clock.now(), value=id))


def _told(said: StakeholderValue) -> HttpResponse:
    names = "id attribute value source evidence reliability credibility certainty observed_on at".split()
    told = {name: getattr(said, name) for name in names}
    return answers.answer({**told, "stakeholder": said.stakeholder_id, "rival": said.rival_id})


def draw(*, by: Principal, at: datetime, id: UUID, kind: str, person: UUID, **raw: Any) -> Any:
    ends = {name: raw.pop(name) for name in ("other", "rival") if name in raw}
    return draw_tie(by=by, at=at, account=id, kind=kind, person=person, raw=raw, **ends)


def cut(*, by: Principal, at: datetime, id: UUID) -> Any:
    return cut_tie(by=by, at=at, id=id)


def face(*, by: Principal, at: datetime, id: UUID, **raw: Any) -> Any:
    return set_own_tie(by=by, at=at, account=id, **raw)


def end(*, by: Principal, at: datetime, id: UUID) -> Any:
    return end_own_tie(by=by, at=at, id=id)


def sit(*, by: Principal, at: datetime, id: UUID, person: UUID, **change: Any) -> Any:
    return set_seat(by=by, at=at, account=id, person=person, change=change)


def order(*, by: Principal, at: datetime, id: UUID, after: list[UUID]) -> Any:
    step = found(by, "decision_step", id)
    return save_decision_step(by=by, at=at, deal=step.opportunity_id, raw={}, after=after, id=id)


def mute(*, by: Principal, at: datetime, id: UUID, rule: str, reason: str, subject: str = "") -> Any:
    return mute_finding(by=by, at=at, deal=id, rule=rule, subject=subject, reason=reason)


def unmute(*, by: Principal, at: datetime, id: UUID) -> Any:
    return revoke_mute(by=by, at=at, id=id)

"""The power map of a deal or an account: reading it as of any day, and every act that changes it (PPL-3..PPL-7)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec

from keyaccount.access import Principal
from keyaccount.base import clock
from keyaccount.base.language import say, sense
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.interfaces.api.verbs import power_acts as acts
from keyaccount.interfaces.api.verbs.acting import verb
from keyaccount.queries.power.judging import judge_map
from keyaccount.queries.power.power_map import power_map, until_of
from keyaccount.queries.power.told import map_told

DEAL, ACCOUNT = "/opportunities/{uuid:id}", "/accounts/{uuid:id}"
Rows = list[dict[str, Any]]


class MapHead(Shape):
    kind: str
    name: str
    day: date | None
    editable: bool
    version: str


class PowerMapOut(Shape):
    """Cards stand for stakeholders; of an account's own map `person:<id>` stands for somebody of whom nothing was said."""

    map: MapHead
    attributes: Rows = Spec(json_schema_extra=described(say("卡片上的属性和选项")))
    rivals: Rows = Spec(json_schema_extra=described(sense("many", "友商")))
    members: Rows = Spec(json_schema_extra=described(say("我方成员")))
    units: Rows = Spec(json_schema_extra=described(say("客户部门")))
    tieKinds: Rows = Spec(json_schema_extra=described(say("关系的种类")))
    cards: Rows = Spec(json_schema_extra=described(say("干系人，每个值带来源、把握和是否过期")))
    ties: Rows = Spec(json_schema_extra=described(say("人与人、人与友商的关系")))
    steps: Rows = Spec(json_schema_extra=described(say("客户的决策步骤，critical 是决定日期的一步")))
    scores: Rows = Spec(json_schema_extra=described(say("得分和背后的名单")))
    findings: Rows = Spec(json_schema_extra=described(say("盲点提醒，带依据和建议")))


def read(request: HttpRequest, by: Principal, id: UUID, which: str) -> HttpResponse:
    """`?at=2026-10-01`: as it was at the end of that day."""
    asked.only(request, ("at",))
    today = clock.day_of(clock.now())
    found = power_map(by, today=today, until=until_of(request.GET.get("at", ""), today), **{which: id})
    return answers.answer(map_told(by, found, judge_map(by, found)))


def _reading() -> None:
    at: dict[str, Any] = {"in": "query", "name": "at", "required": False, "schema": {"type": "string", "format": "date"}}  # fmt: skip
    at["description"] = say("那一天结束时的样子；不写就是现在")
    for path, which, tag in ((DEAL, "deal", "opportunities"), (ACCOUNT, "account", "accounts")):
        operation(
            "GET",
            f"{path}/map",
            partial(read, which=which),
            id=f"get-{tag.replace('ies', 'y').rstrip('s')}-map",
            tag=tag,
            summary=say("看决策地图"),
            answer=PowerMapOut,
            parameters=[at],
        )


def register() -> None:
    _reading()
    cards = partial(verb, entity="stakeholder", tag="stakeholders")
    for path, which, word in ((DEAL, "deal", "opportunity"), (ACCOUNT, "account", "account")):
        place, unknown = partial(acts.place, which=which), partial(acts.placeholder, which=which)
        cards(
            place, f"{path}/map/people", f"place-on-{word}-map", say("把联系人放上决策地图"), body=acts.Placed
        )
        cards(unknown, f"{path}/map/placeholders", f"expect-on-{word}-map", say("放上还没找到的人"), body=acts.Expected)  # fmt: skip
    one = "/stakeholders/{uuid:id}"
    cards(
        acts.identify, f"{one}/identify", "identify-stakeholder", say("写明占位的是谁"), body=acts.Identified
    )
    cards(acts.remove, f"{one}/remove", "remove-stakeholder", say("从决策地图拿掉"))
    cards(acts.restore, f"{one}/restore", "restore-stakeholder", say("放回决策地图"))
    for way, id, act, summary, body in (
        (
            f"{one}/values",
            "set-stakeholder-value",
            acts.set_value_of,
            say("写下对干系人的一个判断"),
            acts.Valued,
        ),
        (
            "/stakeholder-values/{uuid:id}/undo",
            "undo-stakeholder-value",
            acts.undo,
            say("撤回一个判断"),
            None,
        ),
    ):
        operation(
            "POST", way, act, id=id, tag="stakeholders", summary=summary, body=body, answer=acts.ValueOut
        )
    ties = partial(verb, entity="tie", tag="ties")
    ties(acts.draw, f"{ACCOUNT}/ties", "draw-tie", say("画一条关系"), body=acts.Drawn)
    ties(acts.cut, "/ties/{uuid:id}/cut", "cut-tie", say("去掉一条关系"))
    own = partial(verb, entity="own_tie", tag="own-ties")
    own(acts.face, f"{ACCOUNT}/own-ties", "set-own-tie", say("写明我方谁对谁"), body=acts.Faced)
    own(acts.end, "/own-ties/{uuid:id}/end", "end-own-tie", say("结束一条对位关系"))
    seat, steps, mutes = acts.Seated, partial(verb, entity="decision_step", tag="decision-steps"), acts.Muted
    verb(acts.sit, f"{ACCOUNT}/seats", "set-seat", say("改上级或部门"), entity="post", tag="posts", body=seat)
    steps(acts.order, "/decision-steps/{uuid:id}/after", "order-decision-step", say("写明要等哪些步骤走完"), body=acts.After)  # fmt: skip
    muting = partial(verb, entity="coach_mute", tag="coach-mutes")
    muting(acts.mute, f"{DEAL}/mutes", "mute-finding", say("先不管一条提醒"), body=mutes)
    muting(acts.unmute, "/coach-mutes/{uuid:id}/revoke", "revoke-mute", say("恢复一条提醒"))

"""Verbs on deals: answer, pass a gate, let a condition go, put aside, lose, hand over (OPP-1, STG-2, STG-4); and tasks."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from pydantic import Field as Spec

from keyaccount.access import Principal
from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.actions.deals.answer_question import answer_question
from keyaccount.actions.deals.lose_opportunity import lose_opportunity
from keyaccount.actions.deals.move_edition import move_edition
from keyaccount.actions.deals.reopen_opportunity import reopen_opportunity
from keyaccount.actions.deals.revoke_waiver import revoke_waiver
from keyaccount.actions.deals.shelve_opportunity import shelve_opportunity
from keyaccount.actions.deals.step_back import step_back
from keyaccount.actions.deals.transfer_opportunities import transfer_opportunities
from keyaccount.actions.deals.waive_item import waive_item
from keyaccount.actions.deals.wake_opportunity import wake_opportunity
from keyaccount.actions.visits.finish_task import finish_task
from keyaccount.actions.visits.reopen_task import reopen_task
from keyaccount.base.language import say
from keyaccount.interfaces.api import values
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.interfaces.api.verbs.acting import HandedTo, Key, Line, Long, Told, same, verb
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.choices import ANSWER

ONE = "/opportunities/{uuid:id}"


class Answered(Shape):
    """One question of the method; a yes to some questions counts only with evidence."""

    question: Key = Spec(json_schema_extra=described(say("问题的键，见 judgement")))
    answer: Literal[tuple(ANSWER)] = Spec(json_schema_extra=described(say("回答")))  # type: ignore[valid-type]
    evidence: Long = Spec("", json_schema_extra=described(say("依据")))
    source: Literal[tuple(FACT_SOURCE)] | Literal[""] = ""  # type: ignore[valid-type]
    person: UUID | None = Spec(None, json_schema_extra=described(say("谁说的")))
    observed_on: values.Day | None = Spec(None, json_schema_extra=described(say("何时得知")))


class Advance(Shape):
    version: int | None = Spec(None, json_schema_extra=described(say("看到的版本号：已被别人改过就不推进")))


class Back(Shape):
    to: Key = Spec(json_schema_extra=described(say("退回到哪个阶段")))
    reason: Line = Spec(json_schema_extra=described(say("原因")))


class Waive(Shape):
    item: Key = Spec(json_schema_extra=described(say("关口条件的键")))
    reason: Line = Spec(json_schema_extra=described(say("原因")))


class Shelve(Shape):
    reason: Key = Spec(json_schema_extra=described(say("搁置原因的键，见打法")))
    note: Long = Spec("", json_schema_extra=described(say("说明")))
    until: values.Day | None = Spec(None, json_schema_extra=described(say("到哪天自动重新启动")))


class Lose(Shape):
    reason: Key = Spec(json_schema_extra=described(say("输单原因的键，见打法")))
    note: Long = Spec("", json_schema_extra=described(say("说明")))
    lost_to: Line = Spec("", json_schema_extra=described(say("输给谁")))


def _transfer(*, by: Principal, at: datetime, id: UUID, to: UUID, note: str = "") -> Any:
    return transfer_opportunities(by=by, at=at, ids=[id], to=to, note=note)


def _wake(*, by: Principal, at: datetime, id: UUID) -> Any:
    return wake_opportunity(by=by, at=at, id=id)


def register() -> None:
    add = partial(verb, entity="opportunity", tag="opportunities", shown=same)
    add(
        answer_question,
        f"{ONE}/answers",
        "answer-opportunity",
        say("回答一道判断题"),
        body=Answered,
        help=say("每题答是、否或不清楚；有的题答“是”要附依据才算。回答之后商机重新判断"),
    )
    add(
        advance_stage,
        f"{ONE}/advance",
        "advance-opportunity",
        say("推进到下一阶段"),
        body=Advance,
        help=say("关口还有没做到的条件时答 422，每个条件一条，field 是条件的键"),
    )
    add(step_back, f"{ONE}/back", "step-back-opportunity", say("退回到前面的阶段"), body=Back)
    add(waive_item, f"{ONE}/waivers", "waive-opportunity", say("豁免一个关口条件"), body=Waive)
    add(shelve_opportunity, f"{ONE}/shelve", "shelve-opportunity", say("搁置商机"), body=Shelve)
    add(_wake, f"{ONE}/wake", "wake-opportunity", say("重新启动搁置的商机"))
    add(lose_opportunity, f"{ONE}/lose", "lose-opportunity", say("标记为输单"), body=Lose)
    add(reopen_opportunity, f"{ONE}/reopen", "reopen-opportunity", say("重新打开商机"), body=Told)
    add(_transfer, f"{ONE}/transfer", "transfer-opportunity", say("把商机转给另一位成员"), body=HandedTo)
    add(move_edition, f"{ONE}/move-edition", "move-edition-opportunity", say("改用现行的打法版本"))
    verb(
        revoke_waiver,
        "/waivers/{uuid:id}/revoke",
        "revoke-waiver",
        say("撤销豁免"),
        entity="waiver",
        tag="waivers",
        shown=same,
    )
    tasks = partial(verb, entity="task", tag="tasks", shown=same)
    tasks(finish_task, "/tasks/{uuid:id}/finish", "finish-task", say("完成任务"))
    tasks(reopen_task, "/tasks/{uuid:id}/reopen", "reopen-task", say("重新打开任务"))

"""The deal's judgement in words: gate, questions by topic, win chance, blind spots."""

from __future__ import annotations

from typing import Any

from keyaccount.base.language import listed, say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.deals.parts import place
from keyaccount.interfaces.web.routes import route
from keyaccount.playbook.deal_facts import deal_facts
from keyaccount.playbook.facts import FactValue, Kind
from keyaccount.playbook.gates import GateItemVerdict
from keyaccount.playbook.schema_deals import Question
from keyaccount.queries.deals.deal_room import AnswerShown, DealRoom
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.choices import ANSWER, VERDICT


def told_gate(room: DealRoom, may: dict[str, bool]) -> dict[str, Any]:
    """The gate of the present stage, each condition with its fact and the ways on."""
    items = [_item(room, one, may) for one in room.gate.items]
    return {
        "stage": str(room.gate.stage.label),
        "meaning": str(room.gate.stage.meaning),
        "items": items,
        "done": sum(one["state"] in ("met", "waived") for one in items),
        "total": len(items),
    }


def _item(room: DealRoom, one: GateItemVerdict, may: dict[str, bool]) -> dict[str, Any]:
    item, id = one.item, room.shown.id
    waiver = room.waived.get(item.key)
    waived = one.waived and waiver is not None
    return {
        "key": item.key,
        "label": str(item.label),
        "hint": str(item.hint),
        "state": "waived" if waived else one.state,
        "known": _known(room, one),
        "place": place(item.place, id, room.shown.row.account_id),
        "waive": route("deals:waive", id, item.key)
        if may["waive"] and item.waivable and one.state != "met" and not waived
        else "",
        "waiver": str(say("{name} 豁免：{reason}", name=waiver.by_name, reason=waiver.reason))
        if waived and waiver
        else "",
        "revoke": route("deals:revoke", id, waiver.id) if waived and waiver and may["waive"] else "",
    }


def _known(room: DealRoom, one: GateItemVerdict) -> str:
    """The fact behind a condition, as the deal has it."""
    known = deal_facts(room.edition.questions)
    parts = [
        str(say("{fact}：{value}", fact=known[key].label, value=_value(known[key].kind, value, room)))
        for key, value in one.known
        if key in known
    ]
    return str(listed(parts))


def _value(kind: Kind, value: FactValue, room: DealRoom) -> str:
    if value is None:
        return str(say("不清楚"))
    if kind is Kind.MONEY:
        return shown.amount(f"{int(value) / 100:.2f}", room.shown.row.currency)
    if isinstance(value, bool):
        return str(say("是") if value else say("否"))
    labels = {**ANSWER, **VERDICT}
    return str(labels.get(str(value), value))


def told_topics(room: DealRoom, may_edit: bool) -> list[dict[str, Any]]:
    """The questions under their topics, each topic with how it stands."""
    found = []
    for verdict in room.qualification.topics:
        topic = room.edition.topic(verdict.topic)
        asked = [q for q in room.edition.questions if q.topic == topic.key]
        found.append(
            {
                "label": str(topic.label),
                "state": verdict.state,
                "state_label": str(VERDICT[verdict.state]),
                "unknown": verdict.unknown,
                "questions": [told_question(room, q, may_edit) for q in asked],
            }
        )
    return found


def told_question(room: DealRoom, question: Question, may_edit: bool) -> dict[str, Any]:
    """A question with its answer, or what nobody knows yet and who could be asked."""
    given = room.answers.get(question.key)
    answer = given.answer if given else "unknown"
    functions = {one.key: str(one.label) for one in room.edition.functions}
    return {
        "key": question.key,
        "ask": str(question.ask),
        "hint": str(question.hint),
        "decisive": question.decisive,
        "answer": answer,
        "answer_label": str(ANSWER[answer]),
        "evidence": given.evidence if given else "",
        "told": _told(given) if given else "",
        "knows": str(listed(functions[key] for key in question.knows if key in functions)),
        "href": route("deals:answer", room.shown.id, question.key) if may_edit else "",
    }


def _told(given: AnswerShown) -> str:
    """Who said so, how we know, when, and who wrote it down."""
    source = FACT_SOURCE.get(given.source)
    by = say("{name} 记录", name=given.by_name) if given.by_name else ""
    parts = (given.person_name, str(source or ""), shown.day(given.observed_on), str(by))
    return " · ".join(part for part in parts if part)


def told_steps(room: DealRoom) -> list[dict[str, Any]]:
    """What would raise the chance most, each leading to where it is answered or closed."""
    questions = {f"answer.{q.key}": q.key for q in room.edition.questions}
    id = room.shown.id
    return [
        {
            "icon": "help-circle" if one.key in questions else "trending-up",
            "tone": "accent",
            "text": str(one.label),
            "due": f"+{one.points}",
            "href": f"{route('deals:show', id)}#ask-{questions[one.key]}" if one.key in questions else "",
        }
        for one in room.chance.raise_most
    ]


def told_blind(room: DealRoom) -> list[dict[str, Any]]:
    """What we ought to know and don't, each with the way to close it."""
    return [
        {
            "label": str(one.spot.label),
            "advice": str(one.spot.advice),
            "state": one.state,
            "place": place(one.spot.place, room.shown.id, room.shown.row.account_id),
        }
        for one in room.blind_spots
    ]

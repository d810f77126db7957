"""The method in force, readable: stages with their gates, questions, what makes the win chance, what is done by when (PLB-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.base.language import listed, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.pages import page
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.deal_facts import PLACES, deal_facts
from keyaccount.playbook.facts import Kind
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Stage
from keyaccount.records.deals.choices import ANSWER, VERDICT

_TESTS = {
    "is": say("{fact}：{value}"),
    "one_of": say("{fact}：{value}之一"),
    "at_least": say("{fact}不少于 {value}"),
    "at_most": say("{fact}不多于 {value}"),
}


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Everybody may read how deals are judged here."""
    edition = edition_in_force()
    context = {
        "edition": edition,
        "pipelines": [
            {"label": str(path.label), "meaning": str(path.meaning), "stages": [_stage(edition, s) for s in path.stages]}
            for path in edition.pipelines
        ],
        "topics": [
            {"topic": topic, "questions": [q for q in edition.questions if q.topic == topic.key]}
            for topic in edition.topics
        ],
        "chance": edition.chance,
        "figures": [
            {"label": str(say("版本")), "value": str(edition.number)},
            {"label": str(say("阶段")), "value": str(sum(len(p.stages) for p in edition.pipelines))},
            {"label": str(say("判断问题")), "value": str(len(edition.questions))},
        ],
    }  # fmt: skip
    return page(request, "playbook/show.html", context)


def _stage(edition: Edition, stage: Stage) -> dict[str, Any]:
    return {
        "stage": stage,
        "gate": [
            {
                "item": item,
                "condition": _condition(edition, item.when),
                "place": str(PLACES[item.place]),
            }
            for item in stage.gate
        ],
    }


def _condition(edition: Edition, when: Condition) -> str:
    """A condition as a sentence: what must be so."""
    fact = deal_facts(edition.questions)[when.fact]
    labels = {**ANSWER, **VERDICT}
    values = when.value if isinstance(when.value, tuple) else (when.value,)
    said = []
    for value in values:
        if fact.kind is Kind.MONEY and isinstance(value, int):
            said.append(shown.amount(f"{value / 100:.2f}", edition.currency))
        elif isinstance(value, bool):
            said.append(str(say("是") if value else say("否")))
        else:
            said.append(str(labels.get(str(value), value)))
    told = _TESTS[when.test]
    return str(say(told.msgid, fact=fact.label, value=listed(said)))

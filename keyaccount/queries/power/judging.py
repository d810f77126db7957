"""Judging one map for its reader: scores that open the list behind them, the coach, the critical path (PPL-5..7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import Principal, opened
from keyaccount.base.clock import day_of
from keyaccount.base.language import Say, say
from keyaccount.facts.power import DealPower, deal_power
from keyaccount.facts.power_steps import deal_steps, judged_path
from keyaccount.playbook import power as judge
from keyaccount.playbook.coach import CoachFinding, Judging, coach
from keyaccount.playbook.power import Part, Standing
from keyaccount.playbook.schema_power import PowerMethod
from keyaccount.queries.power.evidence import evidence_of
from keyaccount.queries.power.judged import MapJudged
from keyaccount.queries.power.power_map import CardShown, PowerMap, ValueShown

SECRET_PLACES = frozenset({"insiders"})
_STANCE = {
    2: say("坚定支持"),
    1: say("支持"),
    0: say("中立或两边都靠"),
    -1: say("反对"),
    -2: say("坚决反对"),
    None: say("态度不明"),
}


def judge_map(by: Principal, found: PowerMap) -> MapJudged:
    """What follows from the map. On a past day and of a closed deal only the scores: what to do next is asked of today.

    The coach goes by all that is known of the customer, so it speaks to who sees the inside of the account.
    """
    people = [_standing(card, found) for card in found.cards if card.person]
    scores = _scores(people, found)
    if found.deal is None:
        return MapJudged(scores=scores)
    steps = deal_steps([found.deal.pk]).get(found.deal.pk, [])
    path = judged_path(steps, found.today)
    asked = found.inside and not found.until and found.deal.state == "open"
    findings = deal_findings(by, found) if asked else []
    return MapJudged(scores, findings, steps, frozenset(path.critical), path.expected)


def deal_findings(by: Principal, found: PowerMap) -> list[dict[str, Any]]:
    """The coach's findings on a deal that are not muted, ready to be shown. Those about insiders are on their page."""
    assert found.deal
    power = deal_power([found.deal], found.today)[found.deal.pk]
    mutes = opened(by, "coach_mute").filter(opportunity=found.deal, revoked_at=None)
    muted = set(mutes.values_list("rule", "subject"))
    names = {card.id: card.name for card in found.cards}
    return [
        _told(one, names, power, found.edition.power)
        for one in found_by_coach(found, power)
        if (one.rule.key, one.subject) not in muted
    ]


def found_by_coach(found: PowerMap, power: DealPower) -> list[CoachFinding]:
    """Everything the coach says of the deal, but for what is secret."""
    assert found.deal
    given = Judging({id: person.facts for id, person in power.people.items()}, power.steps, power.facts)
    path = found.edition.pipeline(found.deal.pipeline)
    all_ = coach(found.edition.power, path, found.deal.stage, given)
    return [one for one in all_ if one.rule.place not in SECRET_PLACES]


def _told(one: CoachFinding, names: dict[str, str], power: DealPower, method: PowerMethod) -> dict[str, Any]:
    rule = one.rule
    steps = {str(row.id): row.name for row in power.step_rows}
    who = names.get(one.subject) or steps.get(one.subject) or ""
    return {
        "rule": rule.key,
        "severity": rule.severity,
        "card": one.subject if rule.subject == "person" else None,
        "step": one.subject if rule.subject == "step" else None,
        "label": str(rule.label),
        "who": who,
        "advice": str(rule.advice),
        "evidence": evidence_of(one, method),
        "place": rule.place,
        "mute": "",
    }


def _standing(card: CardShown, found: PowerMap) -> Standing:
    half = {one.key: one.half_life_days for one in found.edition.power.attributes}
    day = day_of(found.until) if found.until else found.today

    def sure(shown: ValueShown | None) -> float:
        if shown is None:
            return 0.0
        age = (day - (shown.said.on or day_of(shown.said.at))).days
        return judge.sureness(shown.said.certainty, age, half.get("stance", 0))

    return Standing(
        key=card.id,
        values={name: shown.said.value for name, shown in card.values.items()},
        sure=sure(card.values.get("stance")),
        theirs={str(rival): (shown.said.value, sure(shown)) for rival, shown in card.rivals.items()},
        met=card.meetings > 0,
        silent_days=(day - day_of(card.met)).days if card.met else None,
    )


def _scores(people: list[Standing], found: PowerMap) -> list[dict[str, Any]]:
    support, cover = judge.support_index(people), judge.coverage_share(people)
    live = judge.threads(people, judge.THREAD_DAYS)
    text = _known(support.value, say("{n}（−100 到 100）", n=support.value))
    met = _known(cover.value, say("{n}%", n=cover.value))
    shown = [
        _score("support", say("支持度"), support.value, text, _weighed(support.parts)),
        _score("coverage", say("见过的关键人"), cover.value, met, _met(cover.parts)),
        _score("threads", say("三个月内有联系"), live.value, say("{n} 人", n=live.value), _plain(live.parts)),
    ]
    for one in judge.positions(people, [str(rival) for rival in found.rivals]):
        name = found.rivals[UUID(one.rival)]
        label = say("对 {rival}", rival=name)
        lead = f"+{one.lead}" if one.lead > 0 else str(one.lead)
        text = say("{lead}（我们 {ours}，对方 {theirs}）", lead=lead, ours=one.ours, theirs=one.theirs)
        shown.append(_score(f"position:{one.rival}", label, one.lead, text, _weighed(one.parts)))
    return shown


def _known(value: int | None, text: Say) -> Say:
    return say("还不清楚") if value is None else text


def _score(key: str, label: Say, value: int | None, text: Say, parts: list[dict[str, str]]) -> dict[str, Any]:
    return {"key": key, "label": str(label), "value": value, "text": str(text), "list": parts}


def _weighed(parts: tuple[Part, ...]) -> list[dict[str, str]]:
    return [
        {
            "card": part.key,
            "text": str(
                say("分量 {power}，{stance}，按 {sure}% 计", power=part.weight, stance=_STANCE[part.points], sure=round(part.sure * 100))
                if part.points is not None
                else say("分量 {power}，态度不明", power=part.weight)
            ),
        }
        for part in parts
    ]  # fmt: skip


def _met(parts: tuple[Part, ...]) -> list[dict[str, str]]:
    return [{"card": p.key, "text": str(say("见过") if p.points else say("没见过"))} for p in parts]


def _plain(parts: tuple[Part, ...]) -> list[dict[str, str]]:
    return [{"card": part.key, "text": ""} for part in parts]

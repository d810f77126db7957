"""Is this a key account? The method's two roads, judged from answers and facts (KA-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, listed, say
from keyaccount.playbook.facts import FACTS, Facts, FactValue, Kind
from keyaccount.playbook.schema import Criterion, Edition, TierRule


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to one criterion.

    Number (money in minor units), True / False, or an option's key; None: unknown.
    """

    value: FactValue = None
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why points were given or not.

    `most` is what the criterion could give; `from_fact`: filled in, not answered.
    """

    criterion: str
    road: str
    points: int
    most: int
    value: FactValue
    from_fact: bool
    text: Say


@dataclass(frozen=True, slots=True)
class Open:
    """A criterion that gives no points yet because it is unanswered or lacks evidence."""

    criterion: str
    road: str
    at_stake: int
    text: Say


@dataclass(frozen=True)
class TierVerdict:
    """The tier with its reasons.

    `because` names the rule that decided, `short_of` what the next tier up still lacks.
    """

    tier: str
    points: Mapping[str, int]
    reasons: tuple[Reason, ...]
    missing: tuple[Open, ...]
    because: Say
    short_of: Say | None

    @property
    def points_scale(self) -> int:
        return self.points.get("scale", 0)

    @property
    def points_standing(self) -> int:
        return self.points.get("standing", 0)


def judge_tier(edition: Edition, answers: Mapping[str, Answer], facts: Facts) -> TierVerdict:
    """Adds up each road, then takes the first rule that holds.

    Raises Invalid for answers that fit no criterion.
    """
    if problems := check_answers(edition, answers):
        raise Invalid(*problems)
    reasons: list[Reason] = []
    missing: list[Open] = []
    for criterion in edition.criteria:
        found = _weigh(criterion, answers.get(criterion.key, Answer()), facts)
        if isinstance(found, Reason):
            reasons.append(found)
        else:
            missing.append(found)
    points = {road.key: sum(r.points for r in reasons if r.road == road.key) for road in edition.roads}
    rule = next((rule for rule in edition.tier_rules if _met(rule, points)), None)
    tier = rule.tier if rule else edition.tiers[-1].key
    missing.sort(key=lambda each: -each.at_stake)
    return TierVerdict(
        tier,
        points,
        tuple(reasons),
        tuple(missing),
        _because(edition, rule, points),
        _short_of(edition, tier, points),
    )


def prefilled(edition: Edition, facts: Facts) -> dict[str, FactValue]:
    """Criterion key → the answer the facts already give; what they don't tell is left out."""
    found = {criterion.key: _from_facts(criterion, facts) for criterion in edition.criteria}
    return {key: value for key, value in found.items() if value is not None}


def check_answers(edition: Edition, answers: Mapping[str, Answer]) -> list[Problem]:
    """Refuses unknown criteria and values that are not of the criterion's kind."""
    criteria = {criterion.key: criterion for criterion in edition.criteria}
    problems = []
    for key, answer in answers.items():
        if key not in criteria:
            problems.append(
                Problem("unknown-criterion", say("打法里没有“{key}”这个判断项", key=key), field=key)
            )
        elif answer.value is not None and (message := _misfit(criteria[key], answer.value)):
            problems.append(Problem("wrong-answer", message, field=key))
    return problems


def _misfit(criterion: Criterion, value: FactValue) -> Say | None:
    if criterion.kind == "yes_no":
        return (
            None if isinstance(value, bool) else say("“{label}”只能答是、否或不清楚", label=criterion.label)
        )
    if criterion.kind == "number":
        right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return None if right else say("“{label}”要填不小于 0 的整数", label=criterion.label)
    if value in {option.key for option in criterion.options}:
        return None
    return say("“{label}”没有“{value}”这个选项", label=criterion.label, value=value)


def _weigh(criterion: Criterion, answer: Answer, facts: Facts) -> Reason | Open:
    """An answer goes before a fact.

    Without either, or without evidence that is asked for, the criterion stays open.
    """
    from_fact = answer.value is None
    value = _from_facts(criterion, facts) if from_fact else answer.value
    if value is None:
        return Open(
            criterion.key, criterion.road, criterion.most, say("{label}：还没回答", label=criterion.label)
        )
    points = criterion.weight * _earned(criterion, value)
    if points and criterion.evidence and not from_fact and not answer.evidence.strip():
        return Open(
            criterion.key, criterion.road, points, say("{label}：写明依据才计分", label=criterion.label)
        )
    return Reason(
        criterion.key,
        criterion.road,
        points,
        criterion.most,
        value,
        from_fact,
        _told(criterion, value, points),
    )


def _from_facts(criterion: Criterion, facts: Facts) -> FactValue:
    if criterion.kind == "number":
        return facts.get(criterion.fact)
    if criterion.kind == "yes_no":
        return True if criterion.yes_when and criterion.yes_when.holds(facts) else None
    return next(
        (option.key for option in criterion.options if option.when and option.when.holds(facts)), None
    )


def _earned(criterion: Criterion, value: FactValue) -> int:
    if criterion.kind == "yes_no":
        return criterion.points if value else 0
    if criterion.kind == "choice":
        return next(option.points for option in criterion.options if option.key == value)
    return max(
        (band.points for band in criterion.bands if isinstance(value, int) and value >= band.at_least),
        default=0,
    )


def _told(criterion: Criterion, value: FactValue, points: int) -> Say:
    if criterion.kind == "yes_no":
        shown: object = say("是") if value else say("否")
    elif criterion.kind == "choice":
        shown = next(option.label for option in criterion.options if option.key == value)
    else:
        shown = say("{n} {unit}", n=_figure(criterion, value), unit=criterion.unit)
    return say("{label}：{value}，{points} 分", label=criterion.label, value=shown, points=points)


def _figure(criterion: Criterion, value: FactValue) -> str:
    """A number as people write it; money in whole units unless it has cents."""
    if not isinstance(value, int):
        return ""
    if criterion.fact not in FACTS or FACTS[criterion.fact].kind is not Kind.MONEY:
        return f"{value:,}"
    whole, cents = divmod(value, 100)
    return f"{whole:,}.{cents:02}" if cents else f"{whole:,}"


def _met(rule: TierRule, points: Mapping[str, int]) -> bool:
    return all(points[road] >= need for road, need in rule.needs)


def _because(edition: Edition, rule: TierRule | None, points: Mapping[str, int]) -> Say:
    if rule is None:
        return say("分数还不够高一级，评为“{tier}”", tier=edition.tiers[-1].label)
    told = tuple(_need(edition, road, points[road], need) for road, need in rule.needs)
    return say("{told}，评为“{tier}”", told=listed(told), tier=edition.tier(rule.tier).label)


def _need(edition: Edition, road: str, points: int, need: int) -> Say:
    label = edition.road(road).label
    return say("{road} {points} 分（要求 {need} 分）", road=label, points=points, need=need)


def _short_of(edition: Edition, tier: str, points: Mapping[str, int]) -> Say | None:
    """Of the rules of the tier one higher, the one that lacks the fewest points."""
    rank = edition.tier(tier).rank
    higher = [rule for rule in edition.tier_rules if edition.tier(rule.tier).rank == rank - 1]
    if not higher:
        return None
    rule = min(higher, key=lambda rule: sum(max(need - points[road], 0) for road, need in rule.needs))
    lacking = [
        say("{road} {points} 分", road=edition.road(road).label, points=need - points[road])
        for road, need in rule.needs
        if need > points[road]
    ]
    return say(
        "离“{tier}”还差：{lacking}", tier=edition.tier(rule.tier).label, lacking=listed(tuple(lacking))
    )

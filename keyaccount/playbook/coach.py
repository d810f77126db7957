"""The coach: rules of the edition against the facts of each person, each step and the deal (PPL-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keyaccount.playbook.facts import Facts, FactValue
from keyaccount.playbook.schema_deals import Pipeline
from keyaccount.playbook.schema_power import SEVERITIES, CoachRule, PowerMethod


@dataclass(frozen=True, slots=True)
class CoachFinding:
    """A rule that holds, of whom (`subject`: id of a person or step, "" the deal), and the facts it went by."""

    rule: CoachRule
    subject: str
    known: tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class Judging:
    """What the coach judges a deal by. Facts by the id of the person on the map, of the step; the deal's own."""

    people: Mapping[str, Facts]
    steps: Mapping[str, Facts]
    deal: Facts


def coach(method: PowerMethod, pipeline: Pipeline, stage: str, given: Judging) -> tuple[CoachFinding, ...]:
    """All that the rules find, the most urgent first. A fact that nobody knows silences its rule."""
    ranks = {one.key: place for place, one in enumerate(pipeline.stages, 1)}
    here = ranks[stage]
    found = [
        CoachFinding(rule, subject, tuple((each.fact, facts.get(each.fact)) for each in rule.when))
        for rule in method.coach
        if here >= ranks.get(rule.from_stage, 0)
        for subject, facts in _subjects(rule, given).items()
        if holds(rule, facts)
    ]
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.rule.severity)))


def holds(rule: CoachRule, facts: Facts) -> bool:
    """Whether every condition of the rule does."""
    for condition in rule.when:  # noqa: SIM110  twice as fast as all(), and asked a million times a night
        if not condition.holds(facts):
            return False
    return True


def _subjects(rule: CoachRule, given: Judging) -> Mapping[str, Facts]:
    if rule.subject == "deal":
        return {"": given.deal}
    return given.people if rule.subject == "person" else given.steps

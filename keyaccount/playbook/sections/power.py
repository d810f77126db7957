"""Sections about who decides: power, coach, insider_ways, insider_tests, refusals, decision_steps (PPL-4..7, INS, INT)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from keyaccount.base.language import say
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.critical_path import ROUTES
from keyaccount.playbook.deal_facts import PLACES
from keyaccount.playbook.facts import Fact
from keyaccount.playbook.insider_tests import INSIDER_TESTS
from keyaccount.playbook.power_facts import POWER_FACTS
from keyaccount.playbook.schema_deals import Pipeline
from keyaccount.playbook.schema_power import (
    ATTRIBUTES,
    SEVERITIES,
    STEP_KINDS,
    SUBJECTS,
    AttributeOption,
    CoachRule,
    InsiderTestRule,
    InsiderWay,
    PowerAttribute,
    PowerMethod,
    Refusal,
    Severity,
    Subject,
    UsualStep,
)
from keyaccount.playbook.schema_practice import InsiderNeed
from keyaccount.playbook.sections.when import read_condition
from keyaccount.playbook.table import Table

POWER_SECTIONS = ("power", "coach", "insider_ways", "insider_tests", "refusals")


def read_power(top: Table, pipelines: tuple[Pipeline, ...], needs: tuple[InsiderNeed, ...]) -> PowerMethod:
    power = top.table("power")
    method = PowerMethod(
        attributes=_attributes(power),
        coach=_coach(top, pipelines),
        insider_ways=_ways(top, needs),
        insider_tests=_tests(top),
        silent_days=power.number("silent_days", least=1, most=3650),
        refusals=_refusals(top),
    )
    power.done()
    return method


def read_decision_steps(top: Table) -> tuple[UsualStep, ...]:
    """In the order they are added: a step waits only for steps above it, so there is no circle."""
    steps: list[UsualStep] = []
    for entry in top.tables("decision_steps"):
        route = entry.string("route", allowed=ROUTES)
        steps.append(
            UsualStep(
                key=entry.key(),
                kind=entry.string("kind", allowed=STEP_KINDS),
                route=route,
                label=entry.text("label"),
                usual_days=entry.number("usual_days", most=3650),
                after=entry.strings(
                    "after", allowed=[one.key for one in steps if one.route == route], default=()
                ),
            )
        )
        entry.done()
    return tuple(steps)


def _attributes(power: Table) -> tuple[PowerAttribute, ...]:
    """Every attribute of the closed list, each with all its options."""
    found = []
    for entry in power.tables("attributes"):
        key = entry.string("key", allowed=ATTRIBUTES)
        known = ATTRIBUTES.get(key)
        options = tuple(_option(one) for one in entry.tables("options")) if known and known.options else ()
        if known and [one.key for one in options] != list(known.options):
            entry.fault(say("选项要写全，顺序是：{keys}", keys=", ".join(known.options)), "options")
        found.append(
            PowerAttribute(
                key=key,
                kind=known.kind if known else "text",
                per_rival=bool(known and known.per_rival),
                label=entry.text("label"),
                ask=entry.text("ask"),
                half_life_days=entry.number("half_life_days", most=3650),
                options=options,
            )
        )
        entry.done()
    for key in ATTRIBUTES:
        if key not in {one.key for one in found}:
            power.fault(say("缺“{key}”这一项", key=key), "attributes")
    return tuple(found)


def _option(entry: Table) -> AttributeOption:
    option = AttributeOption(entry.key(), entry.text("label"), entry.text("meaning"))
    entry.done()
    return option


def _coach(top: Table, pipelines: tuple[Pipeline, ...]) -> tuple[CoachRule, ...]:
    stages = list(dict.fromkeys(stage.key for pipeline in pipelines for stage in pipeline.stages))
    rules = []
    for entry in top.tables("coach"):
        subject = entry.string("subject", allowed=SUBJECTS)
        rules.append(
            CoachRule(
                key=entry.key(),
                subject=cast(Subject, subject),
                when=_when(entry, POWER_FACTS.get(subject, {})),
                severity=cast(Severity, entry.string("severity", allowed=SEVERITIES)),
                place=entry.string("place", allowed=PLACES),
                from_stage=entry.string("from_stage", allowed=stages, default=""),
                label=entry.text("label"),
                advice=entry.text("advice"),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    return tuple(rules)


def _when(entry: Table, facts: Mapping[str, Fact]) -> tuple[Condition, ...]:
    """All of them must hold."""
    conditions = []
    for each in entry.tables("when", keyed=False):
        condition = read_condition(each, facts)
        if condition:
            conditions.append(condition)
    return tuple(conditions)


def _ways(top: Table, needs: tuple[InsiderNeed, ...]) -> tuple[InsiderWay, ...]:
    ways = []
    for entry in top.tables("insider_ways"):
        ways.append(
            InsiderWay(
                key=entry.key(),
                label=entry.text("label"),
                meaning=entry.text("meaning"),
                needs=entry.strings("needs", allowed=[need.key for need in needs]),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    for need in needs if ways else ():
        if not any(need.key in way.needs for way in ways):
            top.fault(say("没有一种办法对应需求“{key}”", key=need.key), "insider_ways")
    return tuple(ways)


def _tests(top: Table) -> tuple[InsiderTestRule, ...]:
    tests = []
    for entry in top.tables("insider_tests"):
        tests.append(
            InsiderTestRule(
                key=entry.string("key", allowed=INSIDER_TESTS),
                label=entry.text("label"),
                ask=entry.text("ask"),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    for key in INSIDER_TESTS:
        if key not in {one.key for one in tests}:
            top.fault(say("缺“{key}”这一项", key=key), "insider_tests")
    return tuple(tests)


def _refusals(top: Table) -> tuple[Refusal, ...]:
    refusals = []
    for entry in top.tables("refusals"):
        words = entry.strings("words")
        if not words or any(len("".join(word.split())) < 2 for word in words):
            entry.fault(say("要写出不收的词，每个至少两个字"), "words")
        refusals.append(Refusal(entry.key(), entry.text("label"), words, entry.text("explanation")))
        entry.done()
    return tuple(refusals)

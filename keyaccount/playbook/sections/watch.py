"""Sections about what falls due or is overlooked: blind_spots (PPL-7), budget_tasks (OPP-3), dunning (PAY-2)."""

from __future__ import annotations

from collections.abc import Mapping

from keyaccount.base.language import say
from keyaccount.playbook.deal_facts import PLACES
from keyaccount.playbook.facts import Fact
from keyaccount.playbook.schema_deals import Pipeline
from keyaccount.playbook.schema_practice import BlindSpot, BudgetTask, DunningStep
from keyaccount.playbook.sections.when import required_condition
from keyaccount.playbook.table import Table


def read_blind_spots(
    top: Table, pipelines: tuple[Pipeline, ...], facts: Mapping[str, Fact]
) -> tuple[BlindSpot, ...]:
    stages = list(dict.fromkeys(stage.key for pipeline in pipelines for stage in pipeline.stages))
    spots = []
    for entry in top.tables("blind_spots"):
        spots.append(
            BlindSpot(
                key=entry.key(),
                label=entry.text("label"),
                when=required_condition(entry, facts),
                advice=entry.text("advice"),
                place=entry.string("place", allowed=PLACES),
                from_stage=entry.string("from_stage", allowed=stages, default=""),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    return tuple(spots)


def read_budget_tasks(top: Table) -> tuple[BudgetTask, ...]:
    """In the order in which they fall due."""
    tasks: list[BudgetTask] = []
    for entry in top.tables("budget_tasks"):
        task = BudgetTask(
            key=entry.key(),
            label=entry.text("label"),
            text=entry.text("text"),
            who=entry.text("who"),
            days_before=entry.number("days_before", most=366),
            quote=entry.string("quote", default=""),
        )
        if tasks and task.days_before > tasks[-1].days_before:
            entry.fault(say("要按先后写，这里不能大于 {n}", n=tasks[-1].days_before), "days_before")
        tasks.append(task)
        entry.done()
    return tuple(tasks)


def read_dunning(top: Table) -> tuple[DunningStep, ...]:
    """From the first reminder, which may come before the day, to the last step."""
    steps: list[DunningStep] = []
    for entry in top.tables("dunning"):
        step = DunningStep(
            key=entry.key(),
            label=entry.text("label"),
            days=entry.number("days", least=-365, most=3650),
            text=entry.text("text"),
            quote=entry.string("quote", default=""),
        )
        if steps and step.days <= steps[-1].days:
            entry.fault(say("要按先后写，这里应大于 {n}", n=steps[-1].days), "days")
        steps.append(step)
        entry.done()
    return tuple(steps)

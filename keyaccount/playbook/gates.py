"""May the deal leave its stage? Each condition of the gate against the facts (STG-2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.facts import Facts, FactValue
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import GateItem, Stage

State = Literal["met", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class GateItemVerdict:
    """How a condition stands, and what is known of its fact. `waived`: open, but let go by a manager."""

    item: GateItem
    state: State
    known: tuple[tuple[str, FactValue], ...]
    waived: bool = False


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """The gate of `stage`. `next` is None at the last stage: who passes there has won."""

    stage: Stage
    next: Stage | None
    items: tuple[GateItemVerdict, ...]
    passable: bool


def judge_gate(
    edition: Edition, pipeline: str, stage: str, facts: Facts, waived: Collection[str] = ()
) -> GateVerdict:
    """`waived`: keys of conditions let go; those that may not be stay shut. KeyError for an unknown pipeline or stage."""
    path = edition.pipeline(pipeline)
    here = path.stage(stage)
    items = tuple(_judge_item(item, facts, waived) for item in here.gate)
    passable = all(each.state == "met" or each.waived for each in items)
    return GateVerdict(here, path.after(stage), items, passable)


def _judge_item(item: GateItem, facts: Facts, waived: Collection[str]) -> GateItemVerdict:
    state = condition_state(item.when, facts)
    let_go = state != "met" and item.waivable and item.key in waived
    return GateItemVerdict(item, state, ((item.when.fact, facts.get(item.when.fact)),), let_go)


def condition_state(condition: Condition, facts: Facts) -> State:
    """A question answered “unknown” is as unknown as one never asked, unless the condition asks for just that."""
    holds = condition.holds(facts)
    if holds:
        return "met"
    return "unknown" if holds is None or facts.get(condition.fact) == "unknown" else "open"

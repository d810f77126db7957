"""Section `pipelines` (STG-1, STG-2): stages in their order, and what must be true to leave each."""

from __future__ import annotations

from collections.abc import Mapping

from keyaccount.base.language import Say, say
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.deal_facts import PLACES
from keyaccount.playbook.facts import Fact
from keyaccount.playbook.schema_deals import GateItem, Pipeline, Stage
from keyaccount.playbook.sections.when import required_condition
from keyaccount.playbook.table import Table

MONEY_FACTS = ("received_all", "received_share")


def read_pipelines(top: Table, facts: Mapping[str, Fact]) -> tuple[Pipeline, ...]:
    """At least one. Whoever passes the last gate has won, so the last gate asks for the money (won = paid)."""
    pipelines = []
    for entry in top.tables("pipelines"):
        stages = _stages(entry, facts)
        pipelines.append(
            Pipeline(
                key=entry.key(),
                label=entry.text("label"),
                meaning=entry.text("meaning"),
                stages=stages,
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    return tuple(pipelines)


def _stages(pipeline: Table, facts: Mapping[str, Fact]) -> tuple[Stage, ...]:
    stages: list[Stage] = []
    entries = pipeline.tables("stages", least=2)
    for entry in entries:
        stage = _stage(entry, facts)
        if stages:
            _follows(entry, stages[-1], stage)
        stages.append(stage)
        entry.done()
    if stages:
        _last(entries[-1], stages[-1])
    return tuple(stages)


def _stage(entry: Table, facts: Mapping[str, Fact]) -> Stage:
    stage = Stage(
        key=entry.key(),
        label=entry.text("label"),
        meaning=entry.text("meaning"),
        usual_days=entry.number("usual_days", least=1, most=1000),
        stall_days=entry.number("stall_days", least=1, most=1000),
        chance=entry.number("chance", most=100),
        signed=entry.flag("signed", default=False),
        gate=_gate(entry, facts),
        quote=entry.string("quote", default=""),
    )
    if stage.stall_days < stage.usual_days:
        entry.fault(say("不能少于 usual_days（{n}）", n=stage.usual_days), "stall_days")
    return stage


def _follows(entry: Table, before: Stage, stage: Stage) -> None:
    """Chances never fall, and what is signed stays signed."""
    if stage.chance < before.chance:
        entry.fault(say("越往后机会越大，这里不能小于 {n}", n=before.chance), "chance")
    if before.signed and not stage.signed:
        entry.fault(
            say("“{before}”已经签订，后面的阶段也要写 signed = true", before=before.key),
            "signed" if entry.has("signed") else "key",
        )


def _last(entry: Table, stage: Stage) -> None:
    """「客户的款没有打到公司的账面上，永远都还有变数」: only money makes a deal won, and nobody lets that go."""
    if not stage.signed:
        entry.fault(
            say("最后一个阶段是等款项到账，要写 signed = true"), "signed" if entry.has("signed") else "key"
        )
    if not stage.gate:
        entry.fault(say("最后一个阶段要有关口：过了它才算赢单"), "gate" if entry.has("gate") else "key")
        return
    money = [item for item in stage.gate if item.when.fact in MONEY_FACTS]
    if not money:
        entry.fault(say("最后一道关口要看款项是否到账（received_all 或 received_share）"), "gate")
    for item, item_entry in zip(stage.gate, entry.tables("gate"), strict=True):
        if item in money and item.waivable:
            item_entry.fault(say("款项到账不能放行，要写 waivable = false"), "waivable")


def _gate(stage: Table, facts: Mapping[str, Fact]) -> tuple[GateItem, ...]:
    """Items that can all be true at once, otherwise no deal would ever come to the next stage."""
    items: list[GateItem] = []
    for entry in stage.tables("gate") if stage.has("gate") else []:
        item = GateItem(
            key=entry.key(),
            label=entry.text("label"),
            hint=entry.text("hint"),
            when=required_condition(entry, facts),
            place=entry.string("place", allowed=PLACES),
            waivable=entry.flag("waivable", default=True),
            quote=entry.string("quote", default=""),
        )
        if problem := _contradiction(item, items):
            entry.fault(problem, "when")
        items.append(item)
        entry.done()
    return tuple(items)


def _contradiction(item: GateItem, above: list[GateItem]) -> Say | None:
    for other in above:
        if other.when.fact == item.when.fact and not _both(other.when, item.when):
            return say("和“{other}”互相矛盾：这一关永远过不了，后面的阶段都到不了", other=other.key)
    return None


def _both(one: Condition, other: Condition) -> bool:
    """Whether one value can meet both."""
    for condition, against in ((one, other), (other, one)):
        if condition.test == "is":
            return against.holds({condition.fact: _single(condition)}) is not False
        if isinstance(condition.value, tuple):
            return any(against.holds({condition.fact: value}) is not False for value in condition.value)
    if one.test == other.test:
        return True
    least, most = (one, other) if one.test == "at_least" else (other, one)
    return not (isinstance(least.value, int) and isinstance(most.value, int) and least.value > most.value)


def _single(condition: Condition) -> bool | int | str | None:
    return None if isinstance(condition.value, tuple) else condition.value

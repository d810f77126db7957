"""Section `chance` (OPP-6): what the win chance is made of, in percentage points."""

from __future__ import annotations

from collections.abc import Mapping

from keyaccount.base.language import say
from keyaccount.playbook.facts import Fact
from keyaccount.playbook.schema_deals import ChanceRules, Coverage, Points, Stalling
from keyaccount.playbook.sections.when import required_condition
from keyaccount.playbook.table import Table


def read_chance(top: Table, facts: Mapping[str, Fact]) -> ChanceRules:
    table = top.table("chance")
    rules = ChanceRules(
        floor=table.number("floor", most=100),
        ceiling=table.number("ceiling", most=100),
        answers=_points(table.table("answers")),
        coverage=tuple(_coverage(entry, facts) for entry in table.tables("coverage")),
        stalled=_stalling(table.table("stalled")),
    )
    if rules.floor >= rules.ceiling:
        table.fault(say("应大于 floor（{n}）", n=rules.floor), "ceiling")
    table.done()
    return rules


def _points(table: Table) -> Points:
    """A yes earns most: neither a no nor not knowing may pay."""
    yes, no, unknown = (table.number(word, least=-100, most=100) for word in ("yes", "no", "unknown"))
    for word, points in (("no", no), ("unknown", unknown)):
        if points > yes:
            table.fault(say("不能比 yes 的分数（{n}）高", n=yes), word)
    table.done()
    return Points(yes, no, unknown)


def _coverage(entry: Table, facts: Mapping[str, Fact]) -> Coverage:
    coverage = Coverage(
        key=entry.key(),
        label=entry.text("label"),
        when=required_condition(entry, facts),
        points=_points(entry.table("points")),
        quote=entry.string("quote", default=""),
    )
    entry.done()
    return coverage


def _stalling(table: Table) -> Stalling:
    stalling = Stalling(
        every_days=table.number("every_days", least=1, most=365),
        points=table.number("points", most=100),
        most=table.number("most", most=100),
    )
    if stalling.most < stalling.points:
        table.fault(say("不能少于 points（{n}）", n=stalling.points), "most")
    table.done()
    return stalling

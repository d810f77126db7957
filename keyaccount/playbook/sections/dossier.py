"""Section `dossier` (ACC-2): groups, items, and how much evidence and age count."""

from __future__ import annotations

from keyaccount.base.language import say
from keyaccount.playbook.facts import CLASSES, EVIDENCE, SOURCES
from keyaccount.playbook.schema import Dossier, DossierGroup, DossierItem, Function
from keyaccount.playbook.table import Table, unique


def read_dossier(top: Table, functions: tuple[Function, ...]) -> Dossier:
    """Items differ in key across all groups; every kind of evidence has its percentage."""
    table = top.table("dossier")
    evidence_table = table.table("evidence")
    evidence = evidence_table.points(EVIDENCE, most=100)
    for source in EVIDENCE:
        if source not in evidence:
            evidence_table.fault(say("缺“{key}”算百分之几", key=source))
    knows = [function.key for function in functions]
    groups, all_items = [], []
    for entry in table.tables("groups"):
        items = entry.tables("items")
        all_items.extend(items)
        groups.append(
            DossierGroup(
                key=entry.key(),
                label=entry.text("label"),
                quote=entry.string("quote", default=""),
                items=tuple(_item(item, knows) for item in items),
            )
        )
        entry.done()
    unique(all_items)
    dossier = Dossier(tuple(evidence.items()), table.number("stale_counts", most=100), tuple(groups))
    table.done()
    return dossier


def _item(entry: Table, functions: list[str]) -> DossierItem:
    item = DossierItem(
        key=entry.key(),
        label=entry.text("label"),
        ask=entry.text("ask"),
        weight=entry.number("weight", least=1, most=100),
        source=entry.string("source", allowed=SOURCES),
        stale_after_days=entry.number("stale_after_days", most=3650),
        knows=entry.strings("knows", allowed=functions),
        field_class=entry.string("field_class", allowed=CLASSES, default="C1"),
        quote=entry.string("quote", default=""),
    )
    if item.source.startswith("person.") and item.field_class != "C3":
        entry.fault(
            say('关键人的个人资料要写 field_class = "C3"'),
            "field_class" if entry.has("field_class") else "source",
        )
    entry.done()
    return item

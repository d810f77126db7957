"""Sections about the work with people: purposes, checklists, templates, tempo_moves, insider_needs, and both reasons."""

from __future__ import annotations

from typing import cast, get_args

from keyaccount.base.language import LANGUAGES, listed, say
from keyaccount.playbook.messages import PLACEHOLDERS, places, stray_brace
from keyaccount.playbook.schema_deals import Reason
from keyaccount.playbook.schema_practice import (
    Checklist,
    ChecklistItem,
    InsiderNeed,
    MessageTemplate,
    Pace,
    Position,
    Purpose,
    TempoMove,
)
from keyaccount.playbook.table import Table

POSITIONS: tuple[str, ...] = get_args(Position)
PACES: tuple[str, ...] = get_args(Pace)


def read_reasons(top: Table, section: str) -> tuple[Reason, ...]:
    """`loss_reasons` or `shelve_reasons`."""
    reasons = []
    for entry in top.tables(section):
        reasons.append(Reason(entry.key(), entry.text("label")))
        entry.done()
    return tuple(reasons)


def read_purposes(top: Table) -> tuple[Purpose, ...]:
    purposes = []
    for entry in top.tables("purposes"):
        purposes.append(
            Purpose(
                key=entry.key(),
                label=entry.text("label"),
                meaning=entry.text("meaning"),
                goals=entry.texts("goals"),
                kit=entry.texts("kit"),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    return tuple(purposes)


def read_checklists(top: Table) -> tuple[Checklist, ...]:
    checklists = []
    for entry in top.tables("checklists"):
        checklists.append(
            Checklist(
                key=entry.key(),
                label=entry.text("label"),
                meaning=entry.text("meaning"),
                items=tuple(_checklist_item(item) for item in entry.tables("items")),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    return tuple(checklists)


def _checklist_item(entry: Table) -> ChecklistItem:
    item = ChecklistItem(
        entry.key(), entry.text("label"), entry.text("hint"), entry.string("quote", default="")
    )
    entry.done()
    return item


def read_templates(top: Table) -> tuple[MessageTemplate, ...]:
    templates = []
    for entry in top.tables("templates"):
        templates.append(
            MessageTemplate(
                key=entry.key(),
                label=entry.text("label"),
                meaning=entry.text("meaning"),
                body=entry.text("body"),
                quote=entry.string("quote", default=""),
            )
        )
        if isinstance(entry.value("body"), dict):
            _check_places(entry.table("body"), templates[-1])
        entry.done()
    return tuple(templates)


def _check_places(body: Table, template: MessageTemplate) -> None:
    """Only places of the closed list, and the same ones in every language."""
    wanted = set(places(template.body.zh_hans))
    for language in LANGUAGES:
        words = template.body.in_(language)
        found = places(words)
        strange = next((place for place in found if place not in PLACEHOLDERS), None)
        if stray_brace(words):
            body.fault(say("花括号要成对，例如 {example}", example="{person}"), language)
        elif strange is not None:
            body.fault(
                say(
                    "没有“{place}”这个填空处，可以写：{allowed}",
                    place=strange,
                    allowed=str(listed(PLACEHOLDERS)),
                ),
                language,
            )
        elif words and set(found) != wanted:
            body.fault(
                say("三种文字里的填空处要一样：{wanted}", wanted=str(listed(sorted(wanted)))), language
            )


def read_tempo_moves(top: Table) -> tuple[TempoMove, ...]:
    """Something to do in every position."""
    moves = []
    for entry in top.tables("tempo_moves"):
        moves.append(
            TempoMove(
                key=entry.key(),
                label=entry.text("label"),
                position=cast(Position, entry.string("position", allowed=POSITIONS)),
                pace=cast(Pace, entry.string("pace", allowed=PACES)),
                advice=entry.text("advice"),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    for position in POSITIONS if moves else ():
        if position not in {move.position for move in moves}:
            top.fault(say("缺“{key}”时该做什么", key=position), "tempo_moves")
    return tuple(moves)


def read_insider_needs(top: Table) -> tuple[InsiderNeed, ...]:
    needs = []
    for entry in top.tables("insider_needs"):
        needs.append(
            InsiderNeed(
                key=entry.key(),
                label=entry.text("label"),
                meaning=entry.text("meaning"),
                advice=entry.text("advice"),
                quote=entry.string("quote", default=""),
            )
        )
        entry.done()
    return tuple(needs)

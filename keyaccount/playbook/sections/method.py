"""All sections about deals together."""

from __future__ import annotations

from dataclasses import fields

from keyaccount.playbook.deal_facts import deal_facts
from keyaccount.playbook.schema import Function, Method
from keyaccount.playbook.sections.chance import read_chance
from keyaccount.playbook.sections.practice import (
    read_checklists,
    read_insider_needs,
    read_purposes,
    read_reasons,
    read_templates,
    read_tempo_moves,
)
from keyaccount.playbook.sections.questions import read_qualifying, read_questions, read_topics
from keyaccount.playbook.sections.stages import read_pipelines
from keyaccount.playbook.sections.watch import read_blind_spots, read_budget_tasks, read_dunning
from keyaccount.playbook.table import Table

METHOD_SECTIONS = tuple(field.name for field in fields(Method))


def read_method(top: Table, functions: tuple[Function, ...]) -> Method:
    """The sections are read in the order in which they speak of one another."""
    topics = read_topics(top)
    questions = read_questions(top, topics, functions)
    facts = deal_facts(questions)
    pipelines = read_pipelines(top, facts)
    shelve_reasons = read_reasons(top, "shelve_reasons")
    return Method(
        pipelines=pipelines,
        topics=topics,
        questions=questions,
        qualifying=read_qualifying(top, questions, shelve_reasons),
        chance=read_chance(top, facts),
        loss_reasons=read_reasons(top, "loss_reasons"),
        shelve_reasons=shelve_reasons,
        purposes=read_purposes(top),
        checklists=read_checklists(top),
        templates=read_templates(top),
        tempo_moves=read_tempo_moves(top),
        insider_needs=read_insider_needs(top),
        blind_spots=read_blind_spots(top, pipelines, facts),
        budget_tasks=read_budget_tasks(top),
        dunning=read_dunning(top),
    )

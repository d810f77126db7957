"""What an export of deals tells in the playbook's words, as an import reads it again: stages, reasons, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keyaccount.access import Principal, access_to, opened
from keyaccount.facts.editions import edition_in_force
from keyaccount.queries.records.list_records import Row
from keyaccount.records.deals.choices import ANSWER

_NAMED = ("stage", "pipeline", "close_reason")


def answer_columns(by: Principal) -> dict[str, str]:
    """{question: its label} of the playbook in force, for who may read answers."""
    if not access_to(by, "answer").fields:
        return {}
    return {one.key: str(one.label) for one in edition_in_force().questions}


def deal_cells(by: Principal, rows: Sequence[Row]) -> dict[Any, dict[str, Any]]:
    """{deal: cells} for a page of deals. One query: only answers the reader may see."""
    names = _names()
    found = {row.id: {n: _named(names, n, row.values) for n in _NAMED if row.values.get(n)} for row in rows}
    answers = opened(by, "answer").filter(opportunity_id__in=list(found), superseded_at=None)
    asked = answer_columns(by)
    for deal, question, answer in answers.values_list("opportunity_id", "question", "answer"):
        if question in asked:
            found[deal][question] = str(ANSWER.get(answer, answer))
    return found


def _names() -> dict[str, dict[str, str]]:
    edition = edition_in_force()
    reasons = [*edition.loss_reasons, *edition.shelve_reasons]
    return {
        "stage": {stage.key: str(stage.label) for path in edition.pipelines for stage in path.stages},
        "pipeline": {path.key: str(path.label) for path in edition.pipelines},
        "close_reason": {reason.key: str(reason.label) for reason in reasons},
    }


def _named(names: Mapping[str, Mapping[str, str]], field: str, values: Mapping[str, Any]) -> str:
    return names[field].get(values[field], str(values[field]))

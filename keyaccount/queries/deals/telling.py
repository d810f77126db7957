"""Words of a deal's journal entries, in the reader's language: keys become names when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_power import ATTRIBUTES
from keyaccount.records.deals.choices import VERDICT


def deal_words(data: Mapping[str, Any]) -> dict[str, Any]:
    """`stage`, `question`, `verdict`, `day`, `edition` and `attribute` of an entry; "" for what it does not hold."""
    stage, question = str(data.get("stage", "")), str(data.get("question", ""))
    edition = edition_in_force() if stage or question else None
    return {
        "stage": _stage(edition, stage) if edition else "",
        "question": _question(edition, question) if edition else "",
        "verdict": VERDICT.get(str(data.get("verdict", "")), ""),
        "day": str(data.get("day") or ""),
        "edition": str(data.get("edition") or ""),
        "attribute": _attribute(str(data.get("attribute") or "")),
    }


def _stage(edition: Edition, key: str) -> Any:
    stages = (stage for path in edition.pipelines for stage in path.stages)
    return next((stage.label for stage in stages if stage.key == key), key)


def _attribute(key: str) -> Any:
    known = ATTRIBUTES.get(key)
    return known.label if known else say("姓名")


def _question(edition: Edition, key: str) -> Any:
    return next((question.label for question in edition.questions if question.key == key), key)
